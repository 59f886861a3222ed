"""The question that a machine does not answer: letters in a picture, or a riddle in words instead of it.

Both kinds live in django-simple-captcha's CaptchaStore, which forgets them after use.
"""

import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from captcha.models import CaptchaStore
from django.utils import timezone

from complaints.public import riddles

PICTURE, WORDS = "picture", "words"
KINDS = (PICTURE, WORDS)
#: Someone who reads slowly, or is called to the stove, must not be punished for it.
LIFETIME = timedelta(minutes=30)
#: Without letters that look alike or rhyme on a small screen: I L O Q, U V, C G, B D P.
LETTERS = "AEFHJKMNRSTWXYZ"
LENGTH = 4
_MARK = "words:"


class TooSoon(Exception):
    """The answer came before it may: ``seconds`` are left. The challenge stands."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        super().__init__(f"wait {seconds} s")


@dataclass(frozen=True)
class Challenge:
    """``key`` goes into the form, ``question`` is the riddle in words, empty for a picture."""

    key: str
    kind: str
    question: str = ""


def ask(kind: str = PICTURE) -> Challenge:
    """Make a new challenge of the kind; anything unknown is a picture."""
    if kind == WORDS:
        riddle = riddles.make()
        challenge, response = _MARK + riddle.text, riddle.answer
    else:
        challenge = "".join(secrets.choice(LETTERS) for _number in range(LENGTH))
        response = challenge
    CaptchaStore.remove_expired()
    store = CaptchaStore.objects.create(
        challenge=challenge, response=response, expiration=timezone.now() + LIFETIME
    )
    return Challenge(store.hashkey, kind if kind in KINDS else PICTURE, question(challenge))


def question(challenge: str) -> str:
    """A stored riddle as a question in the current language; empty for a picture."""
    return riddles.question(challenge[len(_MARK) :]) if challenge.startswith(_MARK) else ""


def again(key: str) -> Challenge | None:
    """A challenge that still stands, to be shown once more; None when it does not."""
    store = _challenge(key)
    return Challenge(store.hashkey, challenge_kind(key), question(store.challenge)) if store else None


def challenge_kind(key: str) -> str:
    """The kind of a challenge; a picture when there is none."""
    store = _challenge(key)
    return WORDS if store is not None and store.challenge.startswith(_MARK) else PICTURE


def is_right(key: str, answer: str) -> bool:
    """Whether the answer is right, without using the challenge up: ``passes`` has to follow."""
    return _fits(_challenge(key), answer)


def passes(key: str, answer: str, seconds: int = 0) -> bool:
    """Whether the answer is right. Each challenge is used up by one try, right or wrong.

    Raises TooSoon, and leaves it as it is, when it was asked less than ``seconds`` ago.
    """
    store = _challenge(key)
    if store is not None:
        left = store.expiration - LIFETIME + timedelta(seconds=seconds) - timezone.now()
        if seconds and left > timedelta(0):
            raise TooSoon(math.ceil(left.total_seconds()))
        # Of two that send it at the same moment one has used it up.
        if not CaptchaStore.objects.filter(pk=store.pk).delete()[0]:
            return False
    return _fits(store, answer)


def _challenge(key: str) -> CaptchaStore | None:
    return CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now()).first()


def _fits(store: CaptchaStore | None, answer: str) -> bool:
    if store is None:
        return False
    is_riddle = store.challenge.startswith(_MARK)
    given = riddles.normal(store.challenge[len(_MARK) :], answer) if is_riddle else riddles.plain(answer)
    return secrets.compare_digest(store.response.encode(), given.encode())
