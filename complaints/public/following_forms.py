"""The forms of someone who follows a case: receipt and PIN, a message, a request for review."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.fields import PlainCharField
from complaints.handling import rating
from complaints.handling.conversation import MESSAGE_LENGTH
from complaints.identity import own_pins
from complaints.public.step_form import never_cut
from complaints.receipt_forms import ReceiptForm, code_input, narrow


class StatusForm(ReceiptForm):
    """Receipt number and PIN."""

    pin = PlainCharField(
        label=pgettext_lazy("receipt", "PIN"),
        help_text=_("6 characters; one that you drew yourself has 8."),
        max_length=20,
        error_messages={"required": _("Write the PIN from your confirmation page.")},
        widget=code_input("width-10"),
    )

    def clean_pin(self) -> str:
        """As the receipt number."""
        return narrow(self.cleaned_data["pin"])


class NotedPinForm(forms.Form):
    """The PIN that was drawn, typed once by whoever noted it."""

    use_required_attribute = False

    pin = PlainCharField(
        label=_("Type your own PIN here"),
        help_text=_("As you noted it; then it counts."),
        max_length=20,
        error_messages={"required": _("Type the 8 characters that stand above.")},
        widget=code_input("width-10"),
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


def yes_or_no(label, missing, yes, no) -> forms.TypedChoiceField:
    """A question that is answered yes or no, in words of its own; nothing is chosen before."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


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


class RateForm(forms.Form):
    """Whether it is solved, and whether they are satisfied: two questions of one word each."""

    use_required_attribute = False
    prefix = "rate"

    solved = yes_or_no(
        _("Is the matter solved?"),
        _("Choose whether the matter is solved."),
        rating.WORDS["solved", True],
        rating.WORDS["solved", False],
    )
    satisfied = yes_or_no(
        _("Are you satisfied with how it was handled?"),
        _("Choose whether you are satisfied with the handling."),
        rating.WORDS["satisfied", True],
        rating.WORDS["satisfied", False],
    )
    again = forms.BooleanField(label=_("It is not solved: please work on it again"), required=False)


class RecusalForm(MessageForm):
    """Who should not work on the case, and why."""

    prefix = "recusal"

    text = PlainCharField(
        label=_("Who should step aside, and why?"),
        help_text=_("For example: a relative of whom you speak works in the office that has your case."),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a few words who should step aside, and why.")},
    )
