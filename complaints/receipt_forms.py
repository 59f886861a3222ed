"""The forms by which citizens and whoever takes calls find a case: receipt number and telephone code."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.fields import PlainCharField


def narrow(text: str) -> str:
    """Full-width digits and letters, as Chinese keyboards give them, as plain ones."""
    return unicodedata.normalize("NFKC", text or "").strip()


def code_input(width: str) -> forms.TextInput:
    """A control for a code: nothing is remembered, corrected or spelt."""
    kept_as_typed = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.TextInput(attrs={**kept_as_typed, "class": f"{width} code"})


class ReceiptForm(forms.Form):
    """A receipt number, forgiven its blanks and dashes; what is asked beside it says the subclass."""

    use_required_attribute = False

    receipt = PlainCharField(
        label=_("Receipt number"),
        help_text=_("12 characters in three groups, for example 7K2M-9PQX-4D8T."),
        max_length=40,
        error_messages={"required": _("Write the receipt number from your confirmation page.")},
        widget=code_input("width-20"),
    )

    def clean_receipt(self) -> str:
        """Full-width letters and digits as plain ones; the rest is forgiven in ``receipts.normal``."""
        return narrow(self.cleaned_data["receipt"])


class SpokenForm(ReceiptForm):
    """What a caller says: receipt number and telephone code. A PIN is told to nobody."""

    spoken = PlainCharField(
        label=_("Telephone code"),
        help_text=_("4 characters. Do not ask for the PIN: it is told to nobody."),
        max_length=20,
        error_messages={"required": _("Write the telephone code that the caller says.")},
        widget=code_input("width-10"),
    )

    def clean_spoken(self) -> str:
        """As the receipt number."""
        return narrow(self.cleaned_data["spoken"])
