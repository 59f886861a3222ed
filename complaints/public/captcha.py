"""Is a person there? A picture of letters, or a sum in words for those who cannot see the picture.

Both kinds live in django-simple-captcha's CaptchaStore, which forgets them after use. The sum is stored as
`words:3+5` and put into words when it is shown, so it survives a change of language.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from captcha.models import CaptchaStore
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

PICTURE, WORDS = "picture", "words"
KINDS = (PICTURE, WORDS)
# Someone who reads slowly, or is called to the stove, must not be punished for it.
LIFETIME = timedelta(minutes=30)
# Without letters that look alike or rhyme on a small screen: I L O Q, U V, C G, B D P.
LETTERS = "AEFHJKMNRSTWXYZ"
LENGTH = 4
_MARK = "words:"


@dataclass(frozen=True)
class Challenge:
    """`key` goes into the form, `question` is the sum in words, empty for a picture."""

    key: str
    kind: str
    question: str = ""


def ask(kind: str = PICTURE) -> Challenge:
    """Make a new challenge of the kind; anything unknown is a picture."""
    if kind == WORDS:
        left, right = 1 + secrets.randbelow(9), 1 + secrets.randbelow(9)
        sign = secrets.choice("+-")
        if sign == "-":
            left, right = max(left, right), min(left, right)
        challenge, response = (
            f"{_MARK}{left}{sign}{right}",
            str(left + right if sign == "+" else left - right),
        )
    else:
        challenge = "".join(secrets.choice(LETTERS) for _number in range(LENGTH))
        response = challenge
    CaptchaStore.remove_expired()
    store = CaptchaStore.objects.create(
        challenge=challenge, response=response, expiration=timezone.now() + LIFETIME
    )
    return Challenge(store.hashkey, kind if kind in KINDS else PICTURE, question(challenge))


def question(challenge: str) -> str:
    """`words:3+5` as a question in the current language; empty for a picture."""
    if not challenge.startswith(_MARK):
        return ""
    left, sign, right = challenge[len(_MARK) :]
    numbers = _numbers()
    template = (
        _("What is %(left)s plus %(right)s?") if sign == "+" else _("What is %(left)s minus %(right)s?")
    )
    return template % {"left": numbers[int(left)], "right": numbers[int(right)]}


def is_right(key: str, answer: str) -> bool:
    """Whether the answer is right, without using the challenge up: `passes` has to follow."""
    return _fits(_challenge(key), answer)


def passes(key: str, answer: str) -> bool:
    """Whether the answer is right. Each challenge is used up by one try, right or wrong."""
    store = _challenge(key)
    if store is not None:
        store.delete()
    return _fits(store, answer)


def _challenge(key: str) -> CaptchaStore | None:
    return CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now()).first()


def _fits(store: CaptchaStore | None, answer: str) -> bool:
    return store is not None and secrets.compare_digest(store.response.encode(), _plain(answer).encode())


def _plain(answer: str) -> str:
    """The answer as it is stored: full-width forms, capitals, blanks and numbers in words forgiven."""
    text = "".join(unicodedata.normalize("NFKC", answer or "").lower().split()).rstrip("。.")
    return _SPOKEN.get(text, text)


def _numbers() -> list[str]:
    """One to nine in the current language, at their own index."""
    return [
        "",
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
    ]


_CHINESE = "零一二三四五六七八九十"
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MORE_ENGLISH = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"]
_SPOKEN = (
    {word: str(number) for number, word in enumerate(_CHINESE)}
    | {"十" + _CHINESE[number]: str(10 + number) for number in range(1, 9)}
    | {word: str(number) for number, word in enumerate(_ENGLISH + _MORE_ENGLISH)}
    | {"〇": "0", "两": "2"}
)
