"""What a security key is asked to sign: random, for one session and one purpose, once, for some minutes."""

import secrets
import time

from django.core.cache import cache

from protection.blind_index import blind_index

CHALLENGE_SECONDS = 300


def ask(session: str, purpose: str) -> bytes:
    """Make a challenge for the session with this key; the one before it for the same purpose is void.

    In the cache, not in the session: two requests at once write a session back as each of them read it, and
    with it a challenge that the other has used. Raises ValueError without a session.
    """
    if not session:
        raise ValueError("a challenge belongs to a session")
    challenge = secrets.token_bytes(32)
    cache.set(_slot(session, purpose), (challenge.hex(), time.time() + CHALLENGE_SECONDS), CHALLENGE_SECONDS)
    return challenge


def take(session: str, purpose: str) -> bytes | None:
    """Return the challenge and void it; None when there is none, it is too old, or it was taken before."""
    slot = _slot(session, purpose)
    challenge, until = cache.get(slot, ("", 0.0))
    cache.delete(slot)
    # Of several requests that read it at once, one is the first to write that it is used.
    if time.time() > until or not cache.add(f"{slot}:{challenge}", True, CHALLENGE_SECONDS):
        return None
    return bytes.fromhex(challenge)


def _slot(session: str, purpose: str) -> str:
    return f"security-key:{purpose}:{blind_index(session, 'security-key-challenge')}"
