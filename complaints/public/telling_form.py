"""To be told by SMS or e-mail that there is something new: while filing, and under the receipt."""

import re
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from complaints.enums import ReporterIdentity, TellingWay
from complaints.fields import PlainCharField
from complaints.public.answers import FilingAnswers
from complaints.public.step_form import StepForm, never_cut
from complaints.receipt_forms import narrow
from complaints.telling import gateways

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


class TellingForm(forms.Form):
    """Which way, and where to."""

    use_required_attribute = False
    prefix = "tell"

    way = forms.ChoiceField(
        label=_("How should we tell you?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how we should tell you."),
            "invalid_choice": _("Choose one of the options below."),
        },
    )
    address = PlainCharField(
        label=_("Mobile number or e-mail address"),
        max_length=120,
        error_messages={"required": _("Write the mobile number or the e-mail address.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = cast(forms.ChoiceField, self.fields["way"])
        offered.choices = [(way.value, way.label) for way in gateways.ways()]
        never_cut(self)

    def clean(self):
        """The address fits the way."""
        super().clean()
        cleaned = self.cleaned_data
        way, address = cleaned.get("way"), cleaned.get("address", "")
        if way and address:
            try:
                cleaned["address"] = address_for(way, address)
            except ValidationError as error:
                self.add_error("address", error)
        return cleaned


def address_for(way: str, address: str) -> str:
    """Return a number or address as it is stored; raises ValidationError where it does not fit the way."""
    if way == TellingWay.SMS:
        number = re.sub(r"[\s\-]", "", narrow(address))
        if not _MOBILE.fullmatch(number):
            raise ValidationError(_("A mobile number has 11 digits, for example 13800000000."))
        return number
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("An e-mail address looks like name@example.cn.")) from error
    return address


def is_offered(answers: FilingAnswers) -> bool:
    """Whether who files is asked: as under the receipt, not who may be afraid (``wishes.may_wish``)."""
    return answers.openness == ReporterIdentity.OPEN and bool(gateways.ways())


class TellingFields(StepForm):
    """The same choice on the page of name and telephone: off unless somebody turns it on."""

    tell_way = forms.ChoiceField(
        label=_("How should we tell you?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )
    tell_address = PlainCharField(
        label=_("Mobile number or e-mail address"),
        help_text=_("For an SMS you can leave it empty: then it goes to the telephone above."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "width-20"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_offered(self.answers):
            choice = cast(forms.ChoiceField, self.fields["tell_way"])
            choice.choices = [("", _("Not at all")), *((way.value, way.label) for way in gateways.ways())]
        else:
            del self.fields["tell_way"], self.fields["tell_address"]

    @property
    def telling(self) -> list[forms.BoundField]:
        """The two questions, none where it is not offered."""
        return [self[name] for name in ("tell_way", "tell_address") if name in self.fields]

    @property
    def telling_open(self) -> bool:
        """Whether it was turned on, or is to be corrected."""
        return any(field.value() or field.errors for field in self.telling)

    def clean(self) -> dict:
        """The address fits the way; without a way there is none."""
        super().clean()
        cleaned = self.cleaned_data
        way, address = cleaned.get("tell_way", ""), cleaned.get("tell_address", "")
        if not way:
            if "tell_address" in cleaned:
                cleaned["tell_address"] = ""  # in place: a form that is more than this one keeps no other
            return cleaned
        try:
            cleaned["tell_address"] = address_for(
                way, address or (cleaned.get("phone", "") if way == TellingWay.SMS else "")
            )
        except ValidationError as error:
            self.add_error("tell_address", error)
        return cleaned
