"""The pages on which one adds a security key to one's account and takes it off."""

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from organizations import second_factor, security_keys
from organizations.models import SecurityKey
from organizations.views.asking_keys import MADE, is_the_place, reason
from organizations.views.reauthentication import reauthentication_required
from organizations.views.second_factor import answer, passed


class KeyForm(forms.ModelForm):
    """The name that tells one key from another."""

    class Meta:
        model = SecurityKey
        fields = ("name",)
        labels = {"name": _("Name of the key")}
        help_texts = {"name": _("To know later which one it is: where it is kept, its make, its colour.")}


@reauthentication_required
def add(request):
    """Ask a key for a credential, and keep it under the name that was typed."""
    if not is_the_place(request):
        messages.error(request, gettext("Security keys do not work at this address."))
        return redirect("second_factor")
    form = KeyForm(request.POST if MADE in request.POST else None)
    if form.is_bound and form.is_valid() and (codes := _kept(request, form)) is not None:
        passed(request, "key")
        if codes:
            return answer(request, "backup_codes", codes=codes)
        messages.success(request, gettext("The key “%(name)s” is added.") % form.cleaned_data)
        return redirect("second_factor")
    key = {"options": security_keys.adding(request.user, request.session.session_key)}
    return answer(request, "add_key", form=form, key=key, is_on=second_factor.is_on(request.user))


def _kept(request, form) -> list[str] | None:
    """Return backup codes, if any were due; None when the key was not kept, with the reason in the form."""
    session = request.session.session_key or ""
    try:
        return security_keys.add(request.user, request.POST[MADE], form.cleaned_data["name"], session)
    except security_keys.KeyRefused as refused:
        form.add_error(None, reason(refused))
    return None


@reauthentication_required
def remove(request):
    """Take one of one's own keys off, unless it is the last factor and the role needs one."""
    mine = request.user.security_keys
    number = request.POST.get("key", "")
    key = mine.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if request.method == "POST" and key is not None:
        if security_keys.remove(key):
            messages.success(request, gettext("The key “%(name)s” is removed.") % {"name": key.name})
        else:
            text = gettext(
                "Your role needs a second factor, and this key is all you have. Add another first."
            )
            messages.error(request, text)
    return redirect("second_factor")
