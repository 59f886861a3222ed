"""Before what cannot be taken back, one proves again who one is: by password, code or security key."""

import functools
import time

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations import logins, second_factor
from organizations.security_keys import AGAIN
from organizations.session_store import LOGIN
from organizations.views import asking_keys
from protection.clients import client_network
from protection.throttling import Throttle

SECRET, METHOD = "confirm_secret", "confirm_method"
#: By login: nobody else is kept waiting. Not by the key of the session, which a new one follows too easily.
BY_SESSION = Throttle("reauthentication", allowed=5, base_seconds=10, most_seconds=900)


class ConfirmForm(forms.Form):
    """A password or a code."""

    confirm_secret = forms.CharField(
        label=_("Your password, or a code of your second factor"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=256,
    )


def is_fresh(request) -> bool:
    """Whether this session was confirmed within settings.REAUTHENTICATION_MINUTES."""
    return (
        time.time() - request.session.get(second_factor.CONFIRMED, 0) < settings.REAUTHENTICATION_MINUTES * 60
    )


def mark_fresh(request) -> None:
    """Note that the person has just proved who they are."""
    request.session[second_factor.CONFIRMED] = time.time()


def demanded(request):
    """Return the answer that asks for the confirmation, or None when the act may go on.

    What was typed into the form that was sent goes along, so that the act itself goes on after it.
    """
    if is_fresh(request):
        return None
    by_key = bool(asking_keys.answered(request))
    form = ConfirmForm(request.POST if SECRET in request.POST and not by_key else None)
    method = request.POST.get(METHOD, request.method.lower())
    problem = asking_keys.problem(request, AGAIN) if by_key else ""
    if (by_key and not problem) or (form.is_bound and form.is_valid() and _right(request, form)):
        mark_fresh(request)
        if method != "post":
            return redirect(request.get_full_path())
        request.POST = typed_in(request)
        return None
    kept = [(name, value) for name, values in typed_in(request).lists() for value in values]
    facts = {"form": form, "kept": kept, "method": method, "problem": problem}
    facts["key"] = asking_keys.asked(request, AGAIN)
    return render(request, "organizations/confirm.html", facts, status=403)


def typed_in(request):
    """What was typed into the form that was sent, without what proves who one is."""
    typed = request.POST.copy()
    for name in list(typed):
        # A chosen password is never written back into a page.
        if name in (SECRET, METHOD, asking_keys.ANSWER, "csrfmiddlewaretoken") or "password" in name:
            del typed[name]
    return typed


def _right(request, form) -> bool:
    key, secret = _login_of(request), form.cleaned_data[SECRET]
    # Counted before it is looked at: a hash takes so long that many at once would all find no pause.
    if seconds := BY_SESSION.take(key):
        form.add_error(SECRET, _too_many(seconds))
        return False
    try:
        if request.user.check_password(secret) or (
            second_factor.is_on(request.user)
            and second_factor.verify(request.user, secret, client_network(request))
        ):
            BY_SESSION.clear(key)
            return True
    except second_factor.Slow as slow:
        # It may have been a guess at the password, and counts as one.
        _failed(request, key)
        form.add_error(SECRET, _too_many(slow.seconds))
        return False
    _failed(request, key)
    form.add_error(SECRET, gettext("This is not right. What you typed before is kept."))
    return False


def password_slowed(request, password: str) -> str:
    """Count a password that a form of its own goes on to look at; say when it must not be looked at."""
    key = _login_of(request)
    if seconds := BY_SESSION.take(key):
        return _too_many(seconds)
    if request.user.check_password(password):
        BY_SESSION.clear(key)
    else:
        _failed(request, key)
    return ""


def _login_of(request) -> str:
    """The person and their login, which outlasts the session's key."""
    return f"{request.user.pk} {request.session.get(LOGIN, {}).get('uid', '')}"


def _failed(request, key: str) -> None:
    logins.code_failed(request.user, BY_SESSION.failures(key), client_network(request))


def _too_many(seconds: int) -> str:
    text = gettext("Too many failed attempts from here. Please try again in %(seconds)d seconds.")
    return text % {"seconds": seconds}


class ReauthenticationMixin:
    """A view that only who was confirmed within the last minutes may use. Stands first among the bases."""

    def dispatch(self, request, *args, **kwargs):
        """Ask first, then go on."""
        return demanded(request) or super().dispatch(request, *args, **kwargs)


def reauthentication_required(view):
    """The same for a view that is a function."""

    @functools.wraps(view)
    def asked(request, *args, **kwargs):
        return demanded(request) or view(request, *args, **kwargs)

    return asked
