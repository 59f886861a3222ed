"""The form of who asks what is there in their own name."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.fields import PlainCharField
from complaints.public.step_form import never_cut
from complaints.receipt_forms import code_input, narrow

_LAST = re.compile(r"\d{5}[\dX]", re.ASCII)


class OwnEntryForm(forms.Form):
    """A name, and of the ID number no more than its last six."""

    use_required_attribute = False

    name = PlainCharField(
        label=_("Your name"),
        help_text=_("As it stands on your ID card."),
        max_length=40,
        error_messages={"required": _("Write your name as it stands on your ID card.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "width-20"}),
    )
    last = PlainCharField(
        label=_("The last six characters of your ID number"),
        help_text=_("Only these six: the whole number is not needed. An X counts as one of them."),
        max_length=20,
        error_messages={"required": _("Write the last six characters of your ID number.")},
        widget=code_input("width-10"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        never_cut(self)

    def clean_last(self) -> str:
        """Six characters, a capital X at the end where there is one."""
        last = "".join(narrow(self.cleaned_data["last"]).upper().split())
        if not _LAST.fullmatch(last):
            raise forms.ValidationError(
                _("Write exactly six: five digits, and a digit or an X at the end. For example 01234X.")
            )
        return last
