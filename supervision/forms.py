"""The forms of the leads' screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.identity.redacted_text import by_form
from complaints.models import Case, Respondent
from disclosure.models import Programme
from organizations.models import Region, Unit, User
from protection.forms import LinesField
from supervision import lead_regions, leads, material, putting_back, transferring
from supervision.models import Lead, LeadRespondent
from supervision.models.transfers import LETTER_NUMBER

MOST_NAME: int = LeadRespondent._meta.get_field("name").max_length or 0


class OpenLeadForm(forms.Form):
    """A new lead, with the cases that were ticked."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("What it is about, in one line. It stands in the letter."),
    )
    summary = LinesField(
        label=_("What points to wrongdoing"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What happened, where, since when, and what the material shows. It stands in the letter."
        ),
    )
    accused = LinesField(
        label=_("Who it is about"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One person or unit on each line, with the full name and the office as far as known. "
            "The lead is hidden from them and from who works under them."
        ),
    )
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("All material of the lead lies in this place."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit that keeps it"), queryset=Unit.objects.none(), empty_label=None
    )
    reason = LinesField(
        label=_("Why it is opened"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the lead and in the audit log."),
    )
    case = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *args, user: User, cases=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = Case.objects.visible_to(user)
        regions = lead_regions.choices(user, [case.region_id for case in cases])
        self.fields["region"].queryset = Region.objects.filter(pk__in=[region.pk for region in regions])
        # A name alone repeats in many places.
        self.fields["region"].label_from_instance = Region.path_name
        units = leads.own_units(user)
        self.fields["unit"].queryset = units
        self.initial.setdefault("case", [case.number for case in cases])
        if regions:
            self.initial.setdefault("region", regions[0].pk)
        self.initial.setdefault("accused", "\n".join(material.respondents(cases)))
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial.setdefault("unit", units[0].pk)

    def clean_accused(self) -> list[str]:
        """Return one line each. Without a case nothing else says from whom the lead must be hidden."""
        names = [line.strip() for line in self.cleaned_data["accused"].splitlines() if line.strip()]
        if any(len(name) > MOST_NAME for name in names):
            raise forms.ValidationError(
                _("A line holds at most %(most)d characters. Please use a line for each person or unit.")
                % {"most": MOST_NAME},
                code="long",
            )
        if not names and not self.data.getlist("case"):
            raise forms.ValidationError(
                _("Without a case in it, say who the lead is about, or “unknown”."), code="required"
            )
        return names


class GatherForm(forms.Form):
    """Where ticked cases go: one of the leads that are still open."""

    lead = forms.ModelChoiceField(
        label=_("Lead"), queryset=Lead.objects.none(), to_field_name="public_id", empty_label=None
    )
    case = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(), to_field_name="number", widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, user: User, cases=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = Case.objects.visible_to(user).select_related("region")
        self.fields["lead"].queryset = Lead.objects.visible_to(user).editable()
        self.fields["lead"].label_from_instance = lambda lead: f"{lead.number}　{lead.title}"
        self.initial.setdefault("case", [case.number for case in cases])


class AddCaseForm(forms.Form):
    """One case by its number, as it stands on paper or was read out on the telephone."""

    number = forms.CharField(label=_("Case number"), max_length=24, strip=True)
    note = forms.CharField(label=_("What it shows"), max_length=500, required=False)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_number(self) -> Case:
        """Return the case; one that is hidden from the inspector is answered like one that does not exist."""
        number = self.cleaned_data["number"]
        case = Case.objects.visible_to(self.user).filter(number=number).first()
        if case is None:
            raise forms.ValidationError(
                _("There is no case %(number)s in your region.") % {"number": number}, code="unknown"
            )
        return case


class FindRowsForm(forms.Form):
    """A look-up of list rows; every part may stay empty."""

    name = forms.CharField(label=_("Holder's name"), max_length=64, required=False)
    place = forms.CharField(
        label=_("Place"), max_length=64, required=False, help_text=_("A name or a division code.")
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        required=False,
        empty_label=_("All programmes"),
    )


class LeadReasonForm(forms.Form):
    """An act that needs its reason and nothing else."""

    reason = LinesField(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class PutBackForm(LeadReasonForm):
    """Which words no longer hide the lead from whom."""

    respondents = forms.MultipleChoiceField(
        label=_("Who is put back"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody whom several lines remove is back only when all of them are chosen."),
    )
    field_order = ["respondents", "reason"]

    def __init__(self, *args, lead: Lead, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # By their turn: a key would tell how many others there are.
        self._open = dict(enumerate(putting_back.choices(lead, user), 1))
        of_cases = [each.row for each in self._open.values() if isinstance(each.row, Respondent)]
        words = dict(zip(of_cases, material.words_of_rows(of_cases), strict=True))
        self.fields["respondents"].choices = [
            (str(turn), self._label(each, words[each.row] if each.row in words else by_form(each.row.name)))
            for turn, each in self._open.items()
        ]

    def keys(self) -> list[str]:
        """Return the keys of what was ticked."""
        return [self._open[int(turn)].key for turn in self.cleaned_data["respondents"]]

    @staticmethod
    def _label(each: putting_back.Removal, words: str) -> str:
        names = "、".join(keeper.name for keeper in each.keepers)
        if not words:
            return _("%(names)s, removed because staff named their unit") % {"names": names}
        return _("%(names)s, removed by the words “%(words)s”") % {"names": names, "words": words}


class TransferForm(forms.Form):
    """What a transfer letter needs beyond the lead itself."""

    to_unit = forms.ModelChoiceField(
        label=_("Transferred to"), queryset=Unit.objects.none(), empty_label=None
    )
    letter_number = forms.CharField(label=_("Letter number"), max_length=40, validators=[LETTER_NUMBER])
    reason = LinesField(
        label=_("Why it is transferred"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the letter under “Reasons”, and in the audit log."),
    )
    contact = forms.CharField(
        label=_("Contact"),
        max_length=100,
        required=False,
        help_text=_("Who answers questions, with telephone. It stands in the letter."),
    )

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = transferring.addressees(lead)
        self.initial.setdefault("letter_number", transferring.suggested_number(lead))
