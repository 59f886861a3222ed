"""What somebody asks about their own data, under the receipt: to see, correct or delete it.

个人信息保护法 44-47.

It joins the case as a message, so that it has its place in the file and is answered like one.
"""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.fields import PlainCharField
from complaints.public.step_form import never_cut


class DataRight(TextChoices):
    """What is asked for."""

    SEE = "see", _("Tell me what is stored of me")
    CORRECT = "correct", _("Correct or complete it")
    DELETE = "delete", _("Delete what is no longer needed, such as my ID number or telephone")
    TAKE_BACK = "take_back", _("I take back my consent to the use of my ID number")


class OwnDataForm(forms.Form):
    """Which right, and the particulars."""

    use_required_attribute = False
    prefix = "data"

    right = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=DataRight.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you ask for."),
            "invalid_choice": _("Choose one of the options below."),
        },
    )
    text = PlainCharField(
        label=_("What exactly"),
        help_text=_("What is wrong, and what would be right. You need not give a reason."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _("This is longer than %(limit_value)d characters. Shorten it; the rest is kept."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        never_cut(self)

    def message(self) -> str:
        """What is put into the case."""
        asked = _("About my personal data: %(right)s.") % {
            "right": DataRight(self.cleaned_data["right"]).label
        }
        return "\n".join(filter(None, [asked, self.cleaned_data["text"].strip()]))
