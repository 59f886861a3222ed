"""Under the receipt: to be told by SMS or e-mail that there is something new, and to end it."""

import re
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from complaints.enums import TellingWay
from complaints.fields import PlainCharField
from complaints.public.step_form import never_cut
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
        if way == TellingWay.SMS and address:
            cleaned["address"] = number = re.sub(r"[\s\-]", "", narrow(address))
            if not _MOBILE.fullmatch(number):
                self.add_error("address", _("A mobile number has 11 digits, for example 13800000000."))
        elif way == TellingWay.EMAIL and address:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error("address", _("An e-mail address looks like name@example.cn."))
        return cleaned
