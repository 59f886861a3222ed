"""Keys of the tests of this folder, what is asked of them, and whether their answer was taken."""

from wagtail.models import ModelLogEntry

from organizations import security_keys
from organizations.security_keys import LOGIN, KeyRefused
from tests.organizations.authenticator import Authenticator

SITE = "https://minzheng.example.cn"
HERE, SESSION = "203.0.113.7", "a-session"
#: What stands in place of a piece of an answer.
BROKEN: list[object] = ["", "AA", "*", "一", "e30", "W10", "bnVsbA", "AAAA" * 200, None, 1, [], {}]


def add(user, **options) -> Authenticator:
    """A key that ``user`` has set up."""
    device = Authenticator(SITE, **options)
    answer = device.make(security_keys.adding(user, SESSION))
    security_keys.add(user, answer, "抽屉里的", SESSION)
    return device


def asked(user, purpose=LOGIN, session=SESSION) -> dict:
    return security_keys.proving(user, session, purpose)


def is_taken(user, answer, purpose=LOGIN, session=SESSION) -> bool:
    try:
        security_keys.prove(user, answer, session, purpose, HERE)
    except KeyRefused:
        return False
    return True


def entries(action: str):
    return ModelLogEntry.objects.filter(action=f"organizations.{action}")
