"""The second factor: codes of an authenticator app (RFC 6238), and backup codes for once.

What is due of whom is decided here; organizations/middleware.py holds everybody to it. Security keys, the
other kind, are in organizations/security_keys.py.
"""

import base64
import hmac
import secrets
import struct
import time
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organizations import logins, sessions
from organizations.models import BackupCode, FactorReset, SecondFactor, SecurityKey, User
from organizations.session_store import DONE, STATE  # noqa: F401 (the middleware asks for it here)
from protection import audit
from protection.blind_index import every
from protection.throttling import Throttle

#: What a session has still to do besides nothing (DONE): give a code, set a factor up.
CODE, ENROL = "code", "enrol"
#: Under this name a session keeps when the person was last confirmed.
CONFIRMED = "confirmed_at"

STEP_SECONDS = 30
DIGITS = 6
#: A telephone's clock may be one step off either way.
STEPS_OFF = 1
BACKUP_CODES = 10
#: A factor that was reset has to be set up at once.
LONG_AGO = date(2000, 1, 1)

#: By person and network; everybody's failures at the person lengthen it (decision 0024).
BY_PAIR = Throttle("second-factor-pair", allowed=5, base_seconds=10, most_seconds=900)
#: A code is one of a million, and a thousand networks would find it in days. Only who knows the password
#: comes to be asked for one, so beyond this everybody waits, until the password is another; a key does not.
BY_USER = Throttle("second-factor-user", allowed=60, base_seconds=10, most_seconds=900, fade_seconds=3600)
PRESSURE_OF = 5


class Slow(Exception):
    """Wait ``seconds`` before the next code is looked at."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        super().__init__(f"wait {seconds} s")


def due(user: User) -> str:
    """Say what a session of ``user`` that gave only the password has to do; begins the days of grace."""
    if is_on(user):
        return CODE
    factor = SecondFactor.objects.filter(user=user).first()
    since = factor.asked_since if factor else None
    if since == LONG_AGO:
        return ENROL
    if not required(user):
        return DONE
    today = timezone.localdate()
    if since is None:
        SecondFactor.objects.update_or_create(user=user, defaults={"asked_since": today})
        since = today
    over = since + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS) <= today
    return ENROL if over else DONE


def required(user: User) -> bool:
    """Whether a role of this person needs a second factor, by settings.SECOND_FACTOR_ROLES."""
    roles = set(settings.SECOND_FACTOR_ROLES)
    if not roles or user.is_superuser or "all" in roles:
        return bool(roles)
    return user.posts.active().filter(role__in=roles).exists()


def is_on(user: User) -> bool:
    """Whether the person has a second factor of either kind."""
    return app_is_on(user) or SecurityKey.objects.filter(user=user).exists()


def app_is_on(user: User) -> bool:
    """Whether the person has an authenticator app set up."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def begin(user: User, mark: str = "") -> str:
    """Return the secret of an app to be set up, in base 32; the same for the session that holds its ``mark``.

    Any other gets a new one: who knew the password for a moment must not know the secret that its holder sets
    up later. An app that is in use stays until then, so that nobody is without one while they change
    telephones.
    """
    factor, _made = SecondFactor.objects.get_or_create(user=user)
    if not is_under_way(user, mark):
        factor.next_secret = base64.b32encode(secrets.token_bytes(20)).decode()
        factor.save(update_fields=["next_secret"])
    return factor.next_secret


def mark_of(secret: str) -> str:
    """Return what a session keeps of the secret that it was shown."""
    return _marks_of(secret)[0]


def _marks_of(secret: str) -> list[str]:
    return every(secret, "organizations.app_under_way")


def is_under_way(user: User, mark: str) -> bool:
    """Whether the app being set up is the one of this mark."""
    factor = SecondFactor.objects.filter(user=user).first()
    return bool(mark and factor and factor.next_secret and mark in _marks_of(factor.next_secret))


def confirm(user: User, code: str, client_key: str) -> list[str] | None:
    """Turn the app on when ``code`` is right, and return backup codes; None when it is wrong.

    It takes the place of the one before. The codes come with the first factor: the list is empty where there
    was one. Raises Slow.
    """
    with slowed(user, client_key) as attempt, transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        step = _step(factor.next_secret, code) if factor else 0
        if factor is None or not step:
            attempt.wrong()
            return None
        is_first = not is_on(user)
        factor.secret, factor.next_secret = factor.next_secret, ""
        factor.last_step, factor.confirmed_at = step, timezone.now()
        factor.save(update_fields=["secret", "next_secret", "last_step", "confirmed_at"])
        audit.record("organizations.second_factor_on", user, user=user)
        sessions.end_all(user, "factor", user=user)
        return new_backup_codes(user) if is_first else []


def verify(user: User, code: str, client_key: str) -> bool:
    """Whether ``code`` is right: one of the app that was not used yet, or a backup code, which is then gone.

    Raises Slow.
    """
    with slowed(user, client_key) as attempt, transaction.atomic():
        factor = (
            SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
        )
        if factor is not None and _take(factor, code):
            return True
        gone, _rows = BackupCode.objects.filter(user=user, digest__in=_digests(user, code)).delete()
        if not gone:
            attempt.wrong()
            return False
        audit.record("organizations.backup_code", user, user=user)
        return True


def new_backup_codes(user: User) -> list[str]:
    """Return ten new codes of 50 bits, shown once; the old ones are gone."""
    codes = [base64.b32encode(secrets.token_bytes(7)).decode()[:10] for _number in range(BACKUP_CODES)]
    with transaction.atomic():
        # Two renewals at once would leave the codes of both.
        User.objects.select_for_update().get(pk=user.pk)
        BackupCode.objects.filter(user=user).delete()
        BackupCode.objects.bulk_create(
            BackupCode(user=user, digest=_digests(user, code)[0]) for code in codes
        )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def is_last_needed(user: User) -> bool:
    """Whether the app is all that the person has, and their role needs a second factor."""
    return app_is_on(user) and not SecurityKey.objects.filter(user=user).exists() and required(user)


def remove(user: User) -> bool:
    """Take the person's own app off, and say whether that was done: not the last factor of who needs one."""
    with transaction.atomic():
        # The lock of security_keys.remove: the app and the last key at once would leave neither.
        User.objects.select_for_update().get(pk=user.pk)
        if is_last_needed(user):
            return False
        SecondFactor.objects.filter(user=user).update(secret="", next_secret="", confirmed_at=None)
        audit.record("organizations.second_factor_off", user, user=user)
        forget_backup_codes(user)
        sessions.end_all(user, "factor", user=user)
    return True


def forget_backup_codes(user: User) -> None:
    """Void the backup codes of somebody whose last factor is gone: they stand for one, and are none."""
    if not is_on(user):
        BackupCode.objects.filter(user=user).delete()


def reset(person: User, *, user: User | None, reason: str) -> None:
    """Take off the app and all keys of somebody who lost them, who sets up a new one at the next login.

    The password goes with them: who has stolen that would otherwise be the first to set up a factor. What
    opens the account then is a one-time link, whose user a second administrator has to meet (``links``).
    """
    with transaction.atomic():
        sessions.end_all(person, "factor-reset", user=user)
        person.set_unusable_password()
        person.save(update_fields=["password"])
        SecondFactor.objects.update_or_create(
            user=person,
            defaults={"secret": "", "next_secret": "", "confirmed_at": None, "asked_since": LONG_AGO},
        )
        SecurityKey.objects.filter(user=person).delete()
        BackupCode.objects.filter(user=person).delete()
        audit.record("organizations.second_factor_reset", person, user=user, reason=reason)


def code_at(secret: str, step: int) -> str:
    """The code of a time step (RFC 6238: HMAC-SHA1, six digits)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def reset_proposed_by(user: User) -> User | None:
    """Return who proposed the reset of a person who has set up no factor since: they may use the paper that a
    colleague printed in good faith, and so never are the one to confirm who did.
    """
    if not is_reset(user):
        return None
    done = FactorReset.objects.filter(account=user, is_confirmed=True).select_related("proposed_by")
    last = done.order_by("pk").last()
    return last.proposed_by if last else None


def is_reset(user: User) -> bool:
    """Whether the person's factor was reset and none is set up since."""
    return not is_on(user) and SecondFactor.objects.filter(user=user, asked_since=LONG_AGO).exists()


def _take(factor: SecondFactor, code: str) -> bool:
    """Whether the app shows ``code`` now; it and all before it are used up then."""
    step = _step(factor.secret, code, after=factor.last_step)
    if step:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
    return bool(step)


def _step(secret: str, code: str, after: int = 0) -> int:
    """Return the time step, later than ``after``, whose code this is around now; 0 when there is none."""
    typed, now = "".join(code.split()), int(time.time()) // STEP_SECONDS
    if not secret or not typed.isascii():
        return 0
    near = range(max(now - STEPS_OFF, after + 1), now + STEPS_OFF + 1)
    return next((step for step in near if hmac.compare_digest(code_at(secret, step), typed)), 0)


def _digests(user: User, code: str) -> list[str]:
    typed = "".join(mark for mark in code.upper() if mark.isalnum())
    return every(f"{user.pk} {typed}", "backup-code")


class slowed:
    """One try of a code, counted before it is looked at and forgiven when it was right, or of a key, counted
    when it was wrong. Raises Slow for codes: nobody guesses a key.
    """

    def __init__(self, user: User, client_key: str, *, can_be_guessed: bool = True) -> None:
        self.user, self.pair, self.failed = f"{user.pk} {user.password}", f"{user.pk} {client_key}", False
        self.person, self.network, self.can_be_guessed = user, client_key, can_be_guessed

    def __enter__(self) -> "slowed":
        if not self.can_be_guessed:
            return self
        pressure = BY_USER.failures(self.user) // PRESSURE_OF
        if seconds := BY_USER.wait(self.user) or BY_PAIR.take(self.pair, pressure):
            raise Slow(seconds)
        return self

    def wrong(self) -> None:
        self.failed = True

    def __exit__(self, kind, error, trace) -> None:
        if self.failed:
            if not self.can_be_guessed:
                BY_PAIR.fail(self.pair)
            BY_USER.fail(self.user)
            logins.code_failed(self.person, BY_USER.failures(self.user), self.network)
        elif kind is None:
            BY_PAIR.clear(self.pair)
