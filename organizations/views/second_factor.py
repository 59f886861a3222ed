"""The pages of the second factor: give a code at login, set it up, see and remove it."""

import io
from urllib.parse import quote

import segno
from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext, pgettext_lazy
from wagtail.admin import messages

from organizations import logins, second_factor, sessions
from organizations.security_keys import LOGIN
from organizations.views import asking_keys
from organizations.views.reauthentication import mark_fresh, reauthentication_required
from protection.clients import client_address, client_network, shortened

#: What the session keeps of the secret of an app that is being set up in it.
UNDER_WAY = "app_under_way"


class SecondFactorForm(forms.Form):
    """A code of the app, or a backup code."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


def answer(request, template, status=200, **context):
    """Render a page of the second factor."""
    context["next"] = _wanted(request)
    return render(request, f"organizations/second_factor/{template}.html", context, status=status)


def _wanted(request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else reverse("wagtailadmin_home")


def passed(request, how: str = "code") -> None:
    """Note that the person has proved the second factor in this session, which gets a new key."""
    sessions.proven(request.session, how)
    logins.proven(request.user, how, shortened(client_address(request)))
    request.session.cycle_key()
    request.session[second_factor.STATE] = second_factor.DONE
    mark_fresh(request)


def _checked(request, form, check):
    """Return what ``check`` says of the code, or nothing, with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        result = check(request.user, form.cleaned_data["code"], client_network(request))
    except second_factor.Slow as slow:
        text = gettext("Too many failed attempts from here. Please try again in %(seconds)d seconds.")
        form.add_error("code", text % {"seconds": slow.seconds})
        return None
    if result is None or result is False:
        form.add_error("code", gettext("This code is not right, or was used before. Wait for the next one."))
    return result


def code(request):
    """Ask for a key or a code after the password."""
    if not second_factor.is_on(request.user):
        return redirect("wagtailadmin_home")
    form, problem, is_proven = SecondFactorForm(request.POST if "code" in request.POST else None), "", False
    if asking_keys.answered(request):
        problem = asking_keys.problem(request, LOGIN)
        is_proven = not problem
    elif form.is_bound:
        is_proven = bool(_checked(request, form, second_factor.verify))
    if is_proven:
        passed(request, "key" if asking_keys.answered(request) else "code")
        return redirect(_wanted(request))
    key = asking_keys.asked(request, LOGIN)
    if key:
        form.fields["code"].widget.attrs.pop("autofocus")
    has_app = second_factor.app_is_on(request.user)
    return answer(request, "code", form=form, key=key, problem=problem, has_app=has_app)


@reauthentication_required
def enrol(request):
    """Show the secret as a picture and as text, and turn it on with the first code."""
    form = SecondFactorForm(request.POST if "code" in request.POST else None)
    mark = request.session.get(UNDER_WAY, "")
    if form.is_bound and not second_factor.is_under_way(request.user, mark):
        form.add_error(
            "code", gettext("This page was too old. Scan the picture again, and give the new code.")
        )
    if form.is_bound and (codes := _checked(request, form, second_factor.confirm)) is not None:
        passed(request)
        if codes:
            return answer(request, "backup_codes", codes=codes)
        messages.success(request, gettext("The authenticator app is set up."))
        return redirect("second_factor")
    secret = second_factor.begin(request.user, mark)
    request.session[UNDER_WAY] = second_factor.mark_of(secret)
    issuer = settings.WAGTAIL_SITE_NAME
    label = quote(f"{issuer}:{request.user.get_username()}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    facts = {
        "is_on": second_factor.is_on(request.user),
        "picture": picture.getvalue().decode(),
        "secret": groups,
    }
    return answer(request, "enrol", form=form, keys_work=asking_keys.is_the_place(request), **facts)


def overview(request):
    """Say what second factors there are, and what can be done."""
    return answer(
        request,
        "overview",
        is_on=second_factor.is_on(request.user),
        has_app=second_factor.app_is_on(request.user),
        app_stays=second_factor.is_last_needed(request.user),
        keys=request.user.security_keys.all(),
        keys_work=asking_keys.is_the_place(request),
        keys_at=asking_keys.where(),
        required=second_factor.required(request.user),
        left=request.user.backup_codes.count(),
    )


@reauthentication_required
def renew(request):
    """Make new backup codes and show them once."""
    if request.method != "POST" or not second_factor.is_on(request.user):
        return redirect("second_factor")
    codes = second_factor.new_backup_codes(request.user)
    sessions.end_all(request.user, "factor", user=request.user)
    return answer(request, "backup_codes", codes=codes)


@reauthentication_required
def remove(request):
    """Take one's own app off."""
    if request.method == "POST" and second_factor.app_is_on(request.user):
        if not second_factor.remove(request.user):
            text = gettext("Your role needs a second factor, and the app is all you have. Add a key first.")
            messages.error(request, text)
            return redirect("second_factor")
        if not second_factor.is_on(request.user):
            request.session.pop(second_factor.STATE, None)
        messages.success(request, gettext("The authenticator app is removed."))
    return redirect("second_factor")
