"""Receipt and PIN: how a complainant finds a case again without an account.

Both are derived from a server key and the submission key, so a form that is sent twice shows the same pair,
and only a keyed index and a slow hash are stored. A receipt has 60 bits, a PIN 30; one that was drawn later
(``own_pins``) is longer, which tells the two apart.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from complaints.models import Case
from protection.blind_index import blind_index, derive, every, keys
from protection.clients import wider
from protection.throttling import Throttle

#: Crockford's base 32: no I, L, O, U, so that nothing is misread on paper or misheard on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12
PIN_LENGTH = 6
OWN_PIN_LENGTH = 8
SPOKEN_LENGTH = 4
_SUBMISSION, _RECEIPT, _SPOKEN = "complaints.submission", "complaints.receipt", "complaints.spoken"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})

#: All failures of one network, and of the /48 around it: many honest people share one address, so these fade,
#: and keep nobody waiting who is right. Beyond them a question comes first (``crowded``).
BY_CLIENT = Throttle("case-client", allowed=40, base_seconds=5, most_seconds=20, fade_seconds=600)
BY_SURROUNDINGS = Throttle("case-client-site", allowed=400, base_seconds=5, most_seconds=20, fade_seconds=60)
#: One receipt tried from one network. Only their own failures make them wait, so that who knows a receipt
#: number keeps its owner out nowhere but behind the same address; see
#: docs/decisions/0024-pauses-for-guesses.md.
BY_PAIR = Throttle("case-receipt-client", allowed=5, base_seconds=10, most_seconds=900)
#: The same for the /48 around an IPv6 network: whoever is given one has 65,536 networks to guess from.
BY_SITE = Throttle("case-receipt-site", allowed=20, base_seconds=10, most_seconds=900)
#: All failures at one receipt. It makes nobody wait by itself: ten are one more failure of whoever failed.
BY_RECEIPT = Throttle("case-receipt", fade_seconds=3600)
PRESSURE_OF = 10

#: A case and what opens it.
_STORED = ("pk", "pin_hash", "own_pin__pin_hash", "own_pin__closed_at")
#: Checked against when there is no such case, so that the answer takes as long as for a wrong PIN.
_NOBODY = ""


class WrongReceipt(Exception):
    """No case answers to this receipt and PIN. Which of the two was wrong is not said."""


class TooManyAttempts(Exception):
    """Wait ``seconds`` before the next try."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        super().__init__(f"wait {seconds} s")


@dataclass(frozen=True)
class Filed:
    """A case on file with what opens it; ``created`` is False when the same submission came again."""

    case: Case
    receipt: str
    pin: str
    created: bool

    @property
    def spoken(self) -> str:
        """What is said on the telephone beside the receipt, in the PIN's place."""
        return spoken_for(self.receipt)


def receipt_for(submission_key: str, key: str | None = None) -> str:
    """Return the receipt of a submission, in groups: ``7K2M-9QXC-04TB``; ``key`` as in ``blind_index``."""
    code = _encode(derive("complaints.receipt", submission_key, 8, key), RECEIPT_LENGTH)
    return "-".join(code[start : start + 4] for start in range(0, RECEIPT_LENGTH, 4))


def pin_for(submission_key: str, key: str | None = None) -> str:
    """Return the PIN of a submission: 6 characters."""
    return _encode(derive("complaints.pin", submission_key, 4, key), PIN_LENGTH)


def own_pin_for(drawn: str) -> str:
    """Return the PIN of one's own that was drawn: 8 characters."""
    return _encode(derive("complaints.own_pin", drawn, 5), OWN_PIN_LENGTH)


def is_own(pin: str) -> bool:
    """Whether what was typed can only be a PIN of one's own."""
    return len(normal(pin)) == OWN_PIN_LENGTH


def spoken_for(receipt: str, key: str | None = None) -> str:
    """Return the telephone code of a receipt: 4 characters, for which a desk reads out how far the case is.

    It opens nothing. A PIN is told to nobody, since whoever answers may be the one it is about. It follows
    from the receipt, so that whoever has opened a case can be shown it; ``key`` as in ``blind_index``.
    """
    return _encode(derive(_SPOKEN, normal(receipt), 4, key), SPOKEN_LENGTH)


def case_of(submission_key: str) -> Case | None:
    """Return the case that a submission was filed as, under whichever key, or None."""
    return Case.objects.filter(submission_index__in=every(submission_key, _SUBMISSION)).first()


def filed_as(case: Case, submission_key: str, *, created: bool) -> Filed:
    """Return a case with the receipt and PIN that it was filed under, made with the key of that day."""
    indexes = every(submission_key, _SUBMISSION)
    key = keys()[indexes.index(case.submission_index)]
    return Filed(case, receipt_for(submission_key, key), pin_for(submission_key, key), created)


def filed_by(submission_key: str) -> Filed | None:
    """Return what a submission was filed as, or None while it is not committed."""
    case = case_of(submission_key)
    return None if case is None else filed_as(case, submission_key, created=False)


def submission_index(submission_key: str) -> str:
    """The keyed index under which a submission is known."""
    return blind_index(submission_key, _SUBMISSION)


def receipt_index(receipt: str) -> str:
    """The keyed index of a receipt, however it was typed."""
    return blind_index(normal(receipt), _RECEIPT)


def hash_pin(pin: str) -> str:
    """The stored form of a PIN (settings.PIN_HASHER: Argon2 under a key, ``protection.hashing``)."""
    return make_password(normal(pin), hasher=settings.PIN_HASHER)


def no_pin() -> str:
    """The stored form of no PIN at all: nothing that anyone types matches it."""
    return make_password(None)


def normal(code: str) -> str:
    """Bring a receipt or PIN into one form: capitals, no spaces or dashes, O read as 0, I and L as 1."""
    return "".join(mark for mark in code.upper() if mark.isalnum()).translate(_MISREAD)


def crowded(client_key: str) -> int:
    """Return the seconds that an answer has to take before a try from this network; 0: none is asked for.

    For failures at whatever receipts. The page asks before it looks at anything, so the question tells
    nothing of a receipt; who answers is looked at, so no stranger behind the same address keeps anybody out.
    """
    around = wider(client_key)
    return max(BY_CLIENT.wait(client_key), BY_SURROUNDINGS.wait(around) if around else 0)


def open_case(receipt: str, pin: str, client_key: str) -> Case:
    """Return the case that receipt and PIN belong to, the first one or one's own.

    ``client_key`` says where the try comes from (a network). Raises ``TooManyAttempts`` while this client has
    to wait at this receipt, ``WrongReceipt`` for an unknown receipt and for a wrong PIN alike. A PIN given
    during a pause is not looked at, so the answer tells nothing of it.

    The arithmetic: a PIN is one of 2^30. A network that guesses at one receipt comes to 900 s a try, about a
    hundred a day; ten thousand networks together need half a year for a chance of one in six. At receipts by
    turns a network has 40 failures, then one in 20 s without an answered question, 4,320 a day: who holds a
    thousand true receipt numbers opens one of them in 2^30 / 4,320 days, some 680 years; a program that reads
    the pictures, at a hundred a day for each number, in 30. Invented numbers lead nowhere: with a million
    cases on file one in 2^40 is true.
    """
    return _open(receipt, client_key, lambda *kept: _is_pin(pin, *kept))


def find_for_caller(receipt: str, spoken: str, client_key: str) -> Case:
    """Return the case of a receipt and the telephone code said with it; raises as ``open_case``.

    One of 2^20, for a sentence about how far it is: at a hundred tries a day, thirty years.
    """
    right = {spoken_for(receipt, key) for key in keys()}
    return _open(receipt, client_key, lambda *_kept: normal(spoken) in right)


def _is_pin(pin: str, first: str, own: str) -> bool:
    """One hash is computed for each try, whatever is on file: how long it takes tells nothing."""
    stored = (own if is_own(pin) else first) or _hash_of_nobody()
    return check_password(normal(pin), stored, preferred=settings.PIN_HASHER)


def _open(receipt: str, client_key: str, is_right: Callable[[str, str], bool]) -> Case:
    """``is_right`` is asked with the stored forms of first and own PIN, empty where there is none."""
    indexes = every(normal(receipt), _RECEIPT)
    attempt = _Attempt(indexes[0], client_key)
    if seconds := attempt.take():
        raise TooManyAttempts(seconds)
    # The hash alone: to decrypt a case takes time, which would tell that there is one.
    known = Case.objects.filter(receipt_index__in=indexes).values_list(*_STORED).first()
    right = is_right(*_hashes(known))
    if known is None or not right:
        attempt.failed()
        raise WrongReceipt
    attempt.succeeded()
    return Case.objects.select_related("latest_event").get(pk=known[0])


def _hashes(known: tuple | None) -> tuple[str, str]:
    if known is None:
        return "", ""
    _pk, first, own, closed_at = known
    return first, own if own and closed_at is None else ""


class _Attempt:
    """One try at a receipt, known by its index, from a network, and what it costs if it fails."""

    def __init__(self, known_as: str, network: str) -> None:
        self.known_as, self.network, self.around = known_as, network, wider(network)
        self.pair, self.site = f"{known_as} {network}", f"{known_as} {self.around}"

    def wait(self) -> int:
        """Give the seconds to wait before the PIN is looked at: for their own failures at this receipt."""
        pressure = BY_RECEIPT.failures(self.known_as) // PRESSURE_OF
        return max(BY_PAIR.wait(self.pair, pressure), BY_SITE.wait(self.site) if self.around else 0)

    def take(self) -> int:
        """Count a try at this receipt before its PIN is looked at, and give 0; or give the seconds to wait.

        Before, since a hash takes so long that many tries at the same moment would all find no pause.
        """
        if seconds := self.wait():
            return seconds
        pressure = BY_RECEIPT.failures(self.known_as) // PRESSURE_OF
        seconds = BY_PAIR.take(self.pair, pressure)
        return seconds or (BY_SITE.take(self.site) if self.around else 0)

    def failed(self) -> None:
        """Count it as wrong for the network and the receipt; whether this exists makes no difference."""
        counted = [(BY_CLIENT, self.network), (BY_RECEIPT, self.known_as)]
        if self.around:
            counted.append((BY_SURROUNDINGS, self.around))
        for throttle, key in counted:
            throttle.fail(key)

    def succeeded(self) -> None:
        """Forget their failures at this receipt.

        Not the network's: who holds one receipt could else guess at others for ever. Nor the receipt's: the
        pressure of those who guess does not end because its owner looked.
        """
        BY_PAIR.clear(self.pair)
        if self.around:
            BY_SITE.clear(self.site)


def _hash_of_nobody() -> str:
    global _NOBODY
    if not _NOBODY:
        _NOBODY = hash_pin(secrets.token_hex(8))
    return _NOBODY


def _encode(raw: bytes, length: int) -> str:
    number = int.from_bytes(raw, "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))
