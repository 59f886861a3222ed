"""What a page needs to ask a security key, and what came back: at login, and when one is asked again."""

from django.utils.translation import gettext

from organizations import security_keys
from organizations.origin import place
from protection.clients import client_network

#: The fields in which static/organizations/security_key.js sends what a key answered, and a new one.
ANSWER, MADE = "key_answer", "key_made"


def is_the_place(request) -> bool:
    """Whether the page is opened at the address where keys work."""
    at = place()
    return at is not None and f"{request.scheme}://{request.get_host()}" == at.origin


def where() -> str:
    """Return that address, empty when there is none."""
    at = place()
    return at.origin if at else ""


def asked(request, purpose: str) -> dict | None:
    """Return what the template security_key.html shows; None for a person without keys.

    At another address than the site's own there is nothing to press, and the page says where there is.
    """
    if not request.user.security_keys.exists():
        return None
    if not is_the_place(request):
        return {"elsewhere": where()}
    return {"options": security_keys.proving(request.user, request.session.session_key, purpose)}


def answered(request) -> str:
    """Return what a key answered, or nothing."""
    return request.POST.get(ANSWER, "")


def problem(request, purpose: str) -> str:
    """Say why the answer is not taken; nothing when it is."""
    session, network = request.session.session_key or "", client_network(request)
    try:
        security_keys.prove(request.user, answered(request), session, purpose, network)
    except security_keys.KeyRefused as refused:
        return reason(refused)
    return ""


def reason(refused: security_keys.KeyRefused) -> str:
    """Say in words why a key was not taken."""
    if refused.late:
        return gettext("That took too long, or another page asked meanwhile. Press the button again.")
    return gettext("This key was not taken. Use one that you set up here, or another way.")
