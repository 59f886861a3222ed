"""The forms of someone who follows a case: receipt and PIN, a message, a request for review."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.fields import PlainCharField
from complaints.handling.conversation import MESSAGE_LENGTH
from complaints.identity import own_pins
from complaints.public.forms import narrow, never_cut


def _code_input(width: str) -> forms.TextInput:
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
        widget=_code_input("width-20"),
    )

    def clean_receipt(self) -> str:
        """Full-width letters and digits as plain ones; the rest is forgiven in ``receipts.normal``."""
        return narrow(self.cleaned_data["receipt"])


class StatusForm(ReceiptForm):
    """Receipt number and PIN."""

    pin = PlainCharField(
        label=pgettext_lazy("receipt", "PIN"),
        help_text=_("6 characters; one that you drew yourself has 8."),
        max_length=20,
        error_messages={"required": _("Write the PIN from your confirmation page.")},
        widget=_code_input("width-10"),
    )

    def clean_pin(self) -> str:
        """As the receipt number."""
        return narrow(self.cleaned_data["pin"])


class SpokenForm(ReceiptForm):
    """What a caller says: receipt number and telephone code. A PIN is told to nobody."""

    spoken = PlainCharField(
        label=_("Telephone code"),
        help_text=_("4 characters. Do not ask for the PIN: it is told to nobody."),
        max_length=20,
        error_messages={"required": _("Write the telephone code that the caller says.")},
        widget=_code_input("width-10"),
    )

    def clean_spoken(self) -> str:
        """As the receipt number."""
        return narrow(self.cleaned_data["spoken"])


class NotedPinForm(forms.Form):
    """The PIN that was drawn, typed once by whoever noted it."""

    use_required_attribute = False

    pin = PlainCharField(
        label=_("Type your own PIN here"),
        help_text=_("As you noted it; then it counts."),
        max_length=20,
        error_messages={"required": _("Type the 8 characters that stand above.")},
        widget=_code_input("width-10"),
    )

    def __init__(self, *args, drawn: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.drawn = drawn

    def clean_pin(self) -> str:
        """Only the one that was drawn."""
        pin = narrow(self.cleaned_data["pin"])
        if not own_pins.is_drawn(pin, self.drawn):
            raise forms.ValidationError(
                _("This is another one. Compare your note with the PIN above, one character after the other.")
            )
        return pin


class MessageForm(forms.Form):
    """A text of any length in the control; what is too long is said, not cut."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        never_cut(self)


class FirstReader(TextChoices):
    """Who reads a message first, as its writer chooses."""

    OFFICE = "office", _("The office that has my case")
    ABOVE = "above", _("The office above it: I speak of somebody who has my case, or I am afraid of them")


class ReplyForm(MessageForm):
    """What the complainant writes back, and who reads it first: the writer says so each time."""

    text = PlainCharField(
        label=_("Your message"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write a few words. The files you added are kept."),
            "max_length": _(
                "This is %(show_value)d characters long; at most %(limit_value)d can be sent. "
                "Shorten it. Your text and files are still here."
            ),
        },
    )

    first_reader = forms.ChoiceField(
        label=_("Who may read it first?"),
        help_text=_(
            "The office above then decides again who handles your case. That takes some days longer."
        ),
        choices=FirstReader.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who may read it first. If you are afraid, choose the office above."),
            "invalid_choice": _("Choose one of the options below."),
        },
    )


class ReviewForm(MessageForm):
    """Why the answer should be looked at again."""

    prefix = "review"

    text = PlainCharField(
        label=_("What is wrong with the answer?"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write in a few words what is wrong with the answer.")},
    )
