"""One form a page. Messages say what is wrong, what would be right, and that the rest was kept."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import matters
from complaints.behalf_forms import BehalfFields
from complaints.enums import CaseKind, Reach, ReporterIdentity
from complaints.fields import PlainCharField
from complaints.kinds import kind_of
from complaints.public.answers import FilingAnswers
from complaints.public.kind_choice import KindSelect
from complaints.public.somebody import SOMEBODY
from complaints.public.step_form import StepForm
from complaints.public.story_form import MatterForm, StoryForm
from complaints.public.telling_form import TellingFields
from complaints.receipt_forms import narrow
from disclosure.intake.parsing import parse_id_number
from disclosure.problems import Unreadable

PEOPLE_MAXIMUM = 10
#: What somebody says who leaves open whom they speak of (``Reach``).
UNSAID = _("I am not sure, or others as well")
_PHONE = re.compile(r"(\+?86)?(1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7})(转?\d{1,5})?")

#: What people put between groups of digits: blanks, brackets, dots and every kind of dash.
_BETWEEN_DIGITS = re.compile(r"[\s()·.\-\u2010-\u2015\u2212]")


class KindForm(StepForm):
    """What the visitor came to do, and the list row they came from."""

    kind = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=CaseKind.choices,
        widget=KindSelect,
        error_messages={
            "required": _("Choose what you would like to do. If you are not sure, choose “Complaint”."),
            "invalid_choice": _("Choose one of the options below."),
        },
    )
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)
    notice = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        if row is None:
            # An objection is always to one row or notice; the page says how to find it.
            self.fields["kind"].choices = [
                pair for pair in CaseKind.choices if not kind_of(pair[0]).needs_row
            ]

    def write_to(self, answers: FilingAnswers) -> None:
        row, notice = (str(self.cleaned_data[name] or "") for name in ("row", "notice"))
        if (row, notice) != (answers.row, answers.notice) and "where" in answers.done:
            answers.done.remove("where")
        answers.kind, answers.row, answers.notice = self.cleaned_data["kind"], row, notice


class ReachForm(StepForm):
    """Where those sit of whom it speaks; who does not say so is read further up."""

    reach = forms.ChoiceField(
        label=_("Whom do you speak of?"),
        choices=[*Reach.choices, ("", UNSAID)],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if matters.is_about_conduct(self.answers.kind, self.answers.matter):
            choices = self.fields["reach"].choices
            self.fields["reach"].choices = [each for each in choices if each[0] != Reach.NOBODY]


class WhoForm(ReachForm):
    """Whom it is about; all of it optional."""

    units = forms.TypedMultipleChoiceField(
        label=_("Offices"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose from the offices shown below, or write the name instead.")
        },
    )
    somebody = forms.MultipleChoiceField(
        label=_("If you know no name"),
        choices=[(key, choice.label) for key, choice in SOMEBODY.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )
    people = PlainCharField(
        label=_("Names of people or other offices"),
        help_text=_("One on each line. Leave it empty if you do not know."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(unit.pk, unit.name) for unit in units]

    def initial_from(self, answers: FilingAnswers) -> dict:
        return {
            "reach": answers.reach,
            "units": answers.units,
            "somebody": answers.somebody,
            "people": "\n".join(answers.people),
        }

    def clean_people(self) -> list[str]:
        """One name a line; commas separate as well, because people write as they speak."""
        names = [name.strip() for name in re.split(r"[\n、，,;；]+", self.cleaned_data["people"])]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > PEOPLE_MAXIMUM:
            raise forms.ValidationError(
                _(
                    "There are %(given)d names; at most %(number)d fit here. "
                    "Put the others into what happened."
                ),
                params={"given": len(names), "number": PEOPLE_MAXIMUM},
            )
        for name in names:
            if len(name) > 64:
                raise forms.ValidationError(
                    _("“%(name)s…” is too long for a name. Write one name on each line."),
                    params={"name": name[:12]},
                )
        return names


class OpennessForm(StepForm):
    """Named, confidential or anonymous."""

    openness = forms.ChoiceField(
        label=_("How do you want to be known?"),
        choices=ReporterIdentity.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to be known. If you are afraid, choose “Anonymous”."),
            "invalid_choice": _("Choose one of the options below."),
        },
    )


class ContactForm(BehalfFields, TellingFields):
    """Name, telephone and ID number of someone who is not anonymous; for whom they write, and messages."""

    name = PlainCharField(
        label=_("Your name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "width-20"}),
        error_messages={
            "required": _("Write your name. If you would rather not, go back and choose “Anonymous”."),
            "max_length": _(
                "The name is longer than %(limit_value)d characters. Shorten it; the rest is kept."
            ),
        },
    )
    phone = PlainCharField(
        label=_("Telephone"),
        help_text=_("So that we can ask back."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "width-20"}),
    )
    address = PlainCharField(
        label=_("Address"),
        help_text=_("Only needed when you have no telephone."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={
            "max_length": _(
                "The address is longer than %(limit_value)d characters. Shorten it; the rest is kept."
            ),
        },
    )
    id_number = PlainCharField(
        label=_("ID card number"),
        help_text=_("Only needed when it is about your own assistance. 18 characters; the last may be an X."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "width-20"}),
    )

    id_consent = forms.BooleanField(
        label=_("I agree that my ID card number is stored and used for this matter."),
        required=False,
    )

    def clean_phone(self) -> str:
        """A mobile or landline number in one form; blanks, dashes and full-width digits are simply read."""
        phone = _BETWEEN_DIGITS.sub("", narrow(self.cleaned_data["phone"]))
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError(
                _(
                    "This is not a telephone number we can call. A mobile number has 11 digits, "
                    "a landline its area code in front, for example 0518-85400000."
                )
            )
        return phone

    def clean(self) -> dict:
        """One way to reach the person is needed: who cannot be reached cannot be told (信访工作条例 23)."""
        super().clean()
        cleaned = self.cleaned_data
        if not (cleaned.get("phone") or cleaned.get("address") or self.errors):
            self.add_error(
                "phone",
                _(
                    "Write a telephone number or an address. "
                    "If you would rather give neither, choose “Anonymous”."
                ),
            )
        if cleaned.get("id_number") and not cleaned.get("id_consent"):
            # 个人信息保护法 29: of what is sensitive the consent is given apart.
            self.add_error(
                "id_consent", _("Agree to this here, or leave the ID card number empty. Both are fine.")
            )
        return cleaned

    def clean_id_number(self) -> str:
        """An ID number with a right check digit; a lower-case x is simply read."""
        number = re.sub(r"[\s\-]", "", narrow(self.cleaned_data["id_number"])).upper()
        if number:
            try:
                parse_id_number(number)
            except Unreadable as error:
                raise forms.ValidationError(
                    _(
                        "This ID card number has a wrong character in it. "
                        "Compare it with the card, or leave it empty."
                    )
                ) from error
        return number


class CheckForm(forms.Form):
    """The last page: the answer to the captcha. What is right is decided in ``captcha.passes``, once."""

    captcha_key = PlainCharField(max_length=40, widget=forms.HiddenInput)
    captcha_answer = PlainCharField(max_length=32, required=False)

    def answer(self) -> dict[str, str]:
        """Key and answer of the challenge; what cannot be one is empty, which no challenge accepts."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


FORMS: dict[str, type[StepForm]] = {
    "kind": KindForm,
    "matter": MatterForm,
    "story": StoryForm,
    "reach": ReachForm,
    "who": WhoForm,
    "openness": OpennessForm,
    "contact": ContactForm,
}
