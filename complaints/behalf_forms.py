"""What is asked where somebody brings a case for another, on the web and at the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.behalf import NO_GUARDIAN, Concerned, Consent, Guardian, ToConcerned
from complaints.enums import ReporterIdentity
from complaints.fields import PlainCharField

#: The questions, each with the part of ``Concerned`` that it answers.
PARTS = {
    "for_relation": "relation",
    "for_name": "name",
    "for_phone": "phone",
    "for_consent": "consent",
    "for_child": "child",
    "for_guardian": "guardian",
}


class BehalfFields(forms.Form):
    """For whom it is; every question may be left out."""

    for_relation = forms.ChoiceField(
        label=_("For whom else is it?"),
        choices=[("", _("For nobody else")), *ToConcerned.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )
    for_name = PlainCharField(
        label=_("Name of the one concerned"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "width-20"}),
    )
    for_phone = PlainCharField(
        label=_("Their telephone"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "width-20"}),
    )
    for_consent = forms.ChoiceField(
        label=_("Do they agree?"),
        help_text=_("You can leave this out. Nothing is decided by it."),
        choices=[("", _("Not said")), *Consent.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )
    for_child = forms.BooleanField(label=_("They are under 14"), required=False)
    for_guardian = forms.ChoiceField(
        label=_("Consent for a child under 14"),
        choices=[("", _("Not said")), *Guardian.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )

    @property
    def behalf(self) -> list[forms.BoundField]:
        """The questions, in order."""
        return [self[name] for name in PARTS]

    @property
    def behalf_open(self) -> bool:
        """Whether something was answered here, or is to be corrected."""
        return any(self[name].value() for name in PARTS) or any(name in self.errors for name in PARTS)

    def clean(self) -> dict:
        """A child's name and number need a guardian's consent, where they are kept (个人信息保护法 31)."""
        super().clean()
        kept = self.cleaned_data.get("openness") != ReporterIdentity.ANONYMOUS
        if kept and concerned_of(self.cleaned_data).lacks_guardian:
            self.add_error("for_guardian", NO_GUARDIAN)
        return self.cleaned_data


def concerned_of(data: dict) -> Concerned:
    """Return for whom it is, from cleaned answers of ``BehalfFields``; what is missing counts as left out."""
    return Concerned(**{part: data[name] for name, part in PARTS.items() if data.get(name)})
