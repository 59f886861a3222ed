"""Security keys (WebAuthn) as a second factor, beside the app and the backup codes of second_factor.py.

py-webauthn checks what a key answers; what is asked, of whom, where and for how long is decided here.
``session`` is the key of the session that asks: a challenge is good in it alone, for one purpose, once.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any

import webauthn
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers import parse_authentication_credential_json as parse_answer
from webauthn.helpers import parse_registration_credential_json as parse_new
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from organizations.challenges import CHALLENGE_SECONDS, ask, take
from organizations.models import SecurityKey, User
from organizations.origin import SiteOrigin, place
from organizations.second_factor import (
    app_is_on,
    forget_backup_codes,
    is_on,
    new_backup_codes,
    required,
    slowed,
)
from protection import audit
from protection.blind_index import derive, keys

#: What a challenge is for; one for the one is refused for the other.
ADD, LOGIN, AGAIN = "add", "login", "again"
MOST_KEYS = 10
#: An answer is some 600 bytes; with the longest credential and signature a few thousand.
LONGEST_ANSWER = 20_000
#: In bytes, by the standard (WebAuthn 7.1).
LONGEST_CREDENTIAL = 1023
#: The password was given a moment ago, so the key has to prove that it is there. When it is asked again, it
#: stands in for the password: a key left in the machine, and a touch by whoever sits there, must not do.
VERIFICATION = {
    ADD: UserVerificationRequirement.PREFERRED,
    LOGIN: UserVerificationRequirement.PREFERRED,
    AGAIN: UserVerificationRequirement.REQUIRED,
}


class KeyRefused(Exception):
    """What a key answered is not taken; ``late``: it was not looked at, the question was old, or used."""

    def __init__(self, *, late: bool = False):
        self.late = late
        super().__init__("refused")


def adding(user: User, session: str) -> dict[str, Any]:
    """Return the options for ``navigator.credentials.create`` as JSON; they hold a new challenge."""
    at = _here()
    options = webauthn.generate_registration_options(
        rp_id=at.rp_id,
        rp_name=settings.WAGTAIL_SITE_NAME,
        user_id=_handles(user)[0],
        user_name=user.get_username(),
        user_display_name=str(user),
        challenge=ask(session, ADD),
        timeout=CHALLENGE_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=VERIFICATION[ADD]
        ),
        exclude_credentials=_descriptors(user),
    )
    return options_to_json_dict(options)


def add(user: User, answer: str, name: str, session: str) -> list[str]:
    """Keep the key that gave ``answer`` under ``name``; return backup codes, none where a factor was before.

    Raises Refused.
    """
    at, challenge = _here(), _asked(session, ADD)
    given = _here_alone(_checked(parse_new, _short(answer)))
    made = _checked(
        webauthn.verify_registration_response,
        credential=given,
        expected_challenge=challenge,
        expected_rp_id=at.rp_id,
        expected_origin=at.origin,
    )
    if len(made.credential_id) > LONGEST_CREDENTIAL:
        raise KeyRefused
    try:
        with transaction.atomic():
            # The person's row is the lock: two keys at once are not both the first.
            User.objects.select_for_update().get(pk=user.pk)
            if user.security_keys.count() >= MOST_KEYS:
                raise KeyRefused
            is_first = not is_on(user)
            key = SecurityKey.objects.create(
                user=user,
                name=name,
                credential_id=bytes_to_base64url(made.credential_id),
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                transports=sorted({way.value for way in given.response.transports or []}),
            )
            audit.record("organizations.security_key_on", user, user=user, key=key.pk)
            return new_backup_codes(user) if is_first else []
    except IntegrityError as error:  # somebody has this credential
        raise KeyRefused from error


def proving(user: User, session: str, purpose: str) -> dict[str, Any]:
    """Return the options for ``navigator.credentials.get`` as JSON; they hold a new challenge."""
    options = webauthn.generate_authentication_options(
        rp_id=_here().rp_id,
        challenge=ask(session, purpose),
        timeout=CHALLENGE_SECONDS * 1000,
        allow_credentials=_descriptors(user),
        user_verification=VERIFICATION[purpose],
    )
    return options_to_json_dict(options)


def prove(user: User, answer: str, session: str, purpose: str, client_key: str) -> None:
    """Take what a key of ``user`` answered to the challenge of this session and purpose.

    Raises Refused for anything else. Wrong ones count with wrong codes, but keep no key waiting: a thief of
    the password behind the same address would else keep its holder out.
    """
    at = _here()
    with slowed(user, client_key, can_be_guessed=False) as attempt:
        challenge = _asked(session, purpose)
        try:
            is_right = _is_right(user, answer, challenge, at, purpose)
        except KeyRefused:
            is_right = False
        if not is_right:
            attempt.wrong()
            raise KeyRefused


def is_last_needed(key: SecurityKey) -> bool:
    """Whether this key is all that its holder has, and their role needs a second factor."""
    user = key.user
    others = SecurityKey.objects.filter(user=user).exclude(pk=key.pk).exists()
    return not others and not app_is_on(user) and required(user)


def remove(key: SecurityKey) -> bool:
    """Take off one's own key, and say whether that was done: not the last factor where a role needs one."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=key.user_id)
        if is_last_needed(key):
            return False
        audit.record("organizations.security_key_off", user, user=user, key=key.pk)
        key.delete()
        forget_backup_codes(user)
    return True


def _is_right(user: User, answer: str, challenge: bytes, at: SiteOrigin, purpose: str) -> bool:
    given = _here_alone(_checked(parse_answer, _short(answer)))
    handle = given.response.user_handle
    if handle and not any(secrets.compare_digest(handle, each) for each in _handles(user)):
        return False
    with transaction.atomic():
        mine = SecurityKey.objects.select_for_update().filter(user=user)
        key = mine.filter(credential_id=bytes_to_base64url(given.raw_id)).first()
        if key is None:
            return False
        proven = _checked(
            webauthn.verify_authentication_response,
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=at.rp_id,
            expected_origin=at.origin,
            credential_public_key=bytes(key.public_key),
            # The library would compare before it looks at the signature: anybody could raise the alarm.
            credential_current_sign_count=0,
            require_user_verification=VERIFICATION[purpose] == UserVerificationRequirement.REQUIRED,
        )
        return _counts_on(key, proven.new_sign_count)


def _counts_on(key: SecurityKey, count: int) -> bool:
    """Whether the key's counter went up, or there is none; one that did not may be a copy's."""
    if (count or key.sign_count) and count <= key.sign_count:
        audit.record(
            "organizations.security_key_copied", key.user, key=key.pk, kept=key.sign_count, given=count
        )
        return False
    key.sign_count, key.used_at = count, timezone.now()
    key.save(update_fields=["sign_count", "used_at"])
    return True


def _here() -> SiteOrigin:
    at = place()
    if at is None:
        raise KeyRefused
    return at


def _asked(session: str, purpose: str) -> bytes:
    challenge = take(session, purpose)
    if challenge is None:
        raise KeyRefused(late=True)
    return challenge


def _handles(user: User) -> list[bytes]:
    """What keys know the person by, the newest first: it tells nobody who that is."""
    return [derive("security-key-user", str(user.pk), 32, key) for key in keys()]


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(key.credential_id),
            transports=[AuthenticatorTransport(way) for way in key.transports],
        )
        for key in SecurityKey.objects.filter(user=user)
    ]


def _short(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise KeyRefused
    return answer


def _here_alone(given: Any) -> Any:
    """Return the answer if its page stood in no frame of another site, which the library does not look at."""
    seen = _checked(json.loads, given.response.client_data_json)
    if not isinstance(seen, dict) or seen.get("crossOrigin") or seen.get("topOrigin"):
        raise KeyRefused
    return given


def _checked(check: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    """Return what the library says of bytes that anybody may have sent. Raises Refused.

    Whatever it raises refuses them: its own errors, and those of JSON, CBOR, ASN.1 and curves below it.
    """
    try:
        return check(*args, **facts)
    except Exception as error:
        raise KeyRefused from error
