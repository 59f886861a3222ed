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

from organizations import second_factor
from organizations.views.reauthentication import mark_fresh, reauthentication_required
from protection.clients import client_network


class CodeForm(forms.Form):
    """A code of the app, or a backup code."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


def _answer(request, template, status=200, **context):
    context["next"] = _wanted(request)
    answer = render(request, f"organizations/second_factor/{template}.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _wanted(request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else reverse("wagtailadmin_home")


def _passed(request) -> None:
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
    if not result:
        form.add_error("code", gettext("This code is not right, or was used before. Wait for the next one."))
    return result


def code(request):
    """Ask for the code after the password."""
    if not second_factor.is_on(request.user):
        return redirect("wagtailadmin_home")
    form = CodeForm(request.POST or None)
    if form.is_bound and _checked(request, form, second_factor.verify):
        _passed(request)
        return redirect(_wanted(request))
    return _answer(request, "code", form=form)


@reauthentication_required
def enrol(request):
    """Show the secret as a picture and as text, and turn it on with the first code."""
    if second_factor.is_on(request.user):
        return redirect("second_factor")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_bound and (codes := _checked(request, form, second_factor.confirm)):
        _passed(request)
        return _answer(request, "backup_codes", codes=codes)
    secret = second_factor.begin(request.user)
    issuer = settings.WAGTAIL_SITE_NAME
    label = quote(f"{issuer}:{request.user.get_username()}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return _answer(request, "enrol", form=form, picture=picture.getvalue().decode(), secret=groups)


def overview(request):
    """Say whether there is a second factor, and what can be done."""
    return _answer(
        request,
        "overview",
        is_on=second_factor.is_on(request.user),
        required=second_factor.required(request.user),
        left=request.user.backup_codes.count(),
    )


@reauthentication_required
def renew(request):
    """Make new backup codes and show them once."""
    if request.method != "POST" or not second_factor.is_on(request.user):
        return redirect("second_factor")
    return _answer(request, "backup_codes", codes=second_factor.new_backup_codes(request.user))


@reauthentication_required
def remove(request):
    """Take one's own factor off."""
    if request.method == "POST" and second_factor.is_on(request.user):
        second_factor.remove(request.user)
        request.session.pop(second_factor.STATE, None)
        messages.success(request, gettext("The second factor is removed."))
    return redirect("second_factor")
