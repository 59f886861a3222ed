"""The form by which notices are entered: what they all say, and the households, one a line."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from disclosure.enums import NoticeKind
from disclosure.intake.reading import MEGABYTE
from disclosure.intake.villages import VillageIndex
from disclosure.messages import REASONS
from disclosure.models import Programme
from disclosure.notices import files, pasting, reasons
from disclosure.notices.entering import Wanted
from disclosure.notices.files import NoticeFile
from disclosure.notices.pasting import PastedHousehold
from disclosure.notices.periods import RULES
from disclosure.problems import Problem, Unreadable
from disclosure.roles import ROLES_BY_ACTION
from organizations import scope
from organizations.enums import Level
from organizations.models import Region, User
from organizations.viewsets.choosers import region_chooser
from protection.forms import LinesField


class NoticesForm(forms.Form):
    """Programme, village and reason are the same for all households that are entered together."""

    kind = forms.ChoiceField(label=_("What it says"), choices=NoticeKind.choices, widget=forms.RadioSelect)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), empty_label=None)
    region = forms.ModelChoiceField(
        queryset=Region.objects.none(),
        widget=region_chooser.widget_class,
        label=_("Village"),
        help_text=_(
            "For households of several villages choose the township or county; then each line, or each row "
            "of the file, names its village."
        ),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("The village reads it in these words, or in more general ones; nobody's own words."),
    )
    file = forms.FileField(
        label=_("Take the households from a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=format_lazy(
            _(
                "Excel or CSV, as for lists, with at most {most} households. It is read into the lines "
                "below, where you look them over; nothing is entered by it, and the file is not kept."
            ),
            most=pasting.MOST_LINES,
        ),
    )
    households = LinesField(
        label=_("Households, one a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=format_lazy(
            _(
                "One a line: name, ID number, people and, where the programme pays, the yuan proposed; then "
                "the village, where you chose a larger place. Type them with blanks between, or paste the "
                "columns from Excel; at most {most} lines."
            ),
            most=pasting.MOST_LINES,
        ),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = NoticeKind.PROPOSED
        shown = [row.programme for row in RULES.rows if row.is_due]
        self.fields["programme"].queryset = Programme.objects.filter(pk__in=shown)
        self.fields["region"].queryset = Region.objects.filter(
            scope.scope_q(user, ROLES_BY_ACTION["add"], "code")
        )
        self.fields["reason"].choices = self._reasons(self.fields["programme"].queryset)
        self.wanted: list[tuple[int, Wanted]] = []
        # Whoever sends a file, or asks for it to be read, has yet to see its households as lines.
        self.is_of_file = bool(self.files.get("file")) or "read" in self.data
        self.fields["households"].required = not self.is_of_file

    @staticmethod
    def _reasons(programmes) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (f"{programme} · {kind.label}", list(reasons.of(programme, kind).items()))
            for programme in programmes
            for kind in NoticeKind
            if any(row.is_due and (row.programme, row.kind) == (programme.pk, kind) for row in RULES.rows)
        ]
        return [(str(label), found) for label, found in groups if found]

    def clean_file(self):
        """Refuse a file that is larger than any of notices, before anybody reads it."""
        file = self.cleaned_data["file"]
        if file and file.size > files.MOST_BYTES:
            most = files.MOST_BYTES // MEGABYTE
            raise forms.ValidationError(_("A file of notices has at most %(most)s MB.") % {"most": most})
        if self.is_of_file and not file:
            raise forms.ValidationError(_("Choose the file."))
        return file

    @property
    def about(self) -> NoticeFile:
        """What the households are entered for, once that is known."""
        data = self.cleaned_data
        return NoticeFile(programme=data["programme"], region=data["region"], kind=NoticeKind(data["kind"]))

    def clean(self):
        """Read the households, once the rest is known."""
        super().clean()
        data = self.cleaned_data
        if self.errors or self.is_of_file:
            return data
        about = self.about
        has_villages = Level.CITY <= about.region.level < Level.VILLAGE
        households, problems = pasting.read(
            data["households"], has_amount=about.pays, has_villages=has_villages
        )
        for problem in problems:
            self.refuse_line(problem.row, f"{problem.what_is_wrong} {problem.what_is_right}")
        villages = self._villages(households, about.region) if has_villages else {}
        self.wanted = [
            (
                household.line,
                Wanted(
                    programme=about.programme,
                    region=villages.get(household.village, about.region),
                    kind=about.kind,
                    holder_name=household.holder_name,
                    id_number=household.id_number,
                    people=household.people,
                    amount=household.amount,
                    reason=data["reason"],
                ),
            )
            for household in households
        ]
        return data

    def _villages(self, households: list[PastedHousehold], region: Region) -> dict[str, Region]:
        """The villages that lines name, by what stands there; what is wrong with a name is told by line."""
        index, found = VillageIndex(region), {}
        for household in households:
            if not household.village:
                continue
            try:
                found[household.village] = index.village_in_one(household.village)
            except Unreadable as error:
                problem = Problem(error.code, params=error.params)
                self.refuse_line(household.line, f"{problem.what_is_wrong} {problem.what_is_right}")
        places = Region.objects.in_bulk(set(found.values()))
        return {text: places[code] for text, code in found.items()}

    def refuse_line(self, line: int, words: str) -> None:
        """Say what is wrong with one line, or with all of them (0)."""
        where = _("Line %(line)s: %(words)s") % {"line": line, "words": words}
        self.add_error("households", where if line else words)

    def refuse(self, line: int, codes: list[str]) -> None:
        """Say why the domain refused a household, each reason where it can be mended."""
        for code in codes:
            field = _FIELDS.get(code, "households")
            if field == "households":
                self.refuse_line(line, str(REASONS[code]))
            elif field not in self.errors:
                self.add_error(field, str(REASONS[code]))


_FIELDS = {
    "no_editor_here": "region",
    "notice_in_village": "region",
    "notice_without_rule": "programme",
    "notice_reason_unknown": "reason",
}
