"""Passwords and PINs are hashed one after another in each process.

A password's hash takes 100 MB, which is what makes guessing dear, and computes in eight threads of its own.
Four requests that hash at once in a web worker need four times the memory, and end no sooner than one after
the other on the machines that this runs on.

A PIN is hashed with every filing and with every look at a case. Its 30 bits can be gone through whatever a
hash costs, so what stands before a stolen database is a key that the database does not have
(docs/decisions/0052-pins-are-hashed-under-the-key.md).
"""

import threading

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from protection.blind_index import blind_index, every

_turn = threading.BoundedSemaphore(settings.HASHES_AT_ONCE)


class InTurn(Argon2PasswordHasher):
    """Argon2 as Django has it; who comes while another hash is computed waits for it, some 0.1 s each."""

    def encode(self, password: str, salt: str) -> str:
        """The hash of a password."""
        with _turn:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password is the one of the hash."""
        with _turn:
            return super().verify(password, encoded)


class Keyed(InTurn):
    """Argon2 over a digest under ``BLIND_INDEX_KEY``, for PINs: the least cost that OWASP's Password Storage
    Cheat Sheet has (19 MiB, two rounds, one thread), some 0.02 s.
    """

    algorithm = "keyed"
    memory_cost, time_cost, parallelism = 19 * 1024, 2, 1
    _PURPOSE = "protection.keyed_hash"

    def encode(self, password: str, salt: str) -> str:
        """The hash of a PIN, under the newest key."""
        return super().encode(blind_index(password, self._PURPOSE), salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the PIN is the one of the hash, under whichever key it was made; each is tried."""
        under = [InTurn.verify(self, digest, encoded) for digest in every(password, self._PURPOSE)]
        return any(under)
