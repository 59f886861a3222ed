"""The form by which notices are entered: what they all say, and the households, one a line."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from disclosure.enums import NoticeKind
from disclosure.messages import REASONS
from disclosure.models import Programme
from disclosure.notices import pasting, reasons
from disclosure.notices.entering import Wanted
from disclosure.notices.periods import RULES
from disclosure.roles import ROLES_BY_ACTION
from organizations import scope
from organizations.models import Region, User
from organizations.viewsets.choosers import region_chooser
from protection.forms import LinesField


class NoticesForm(forms.Form):
    """Programme, village and reason are the same for all households that are entered together."""

    kind = forms.ChoiceField(label=_("What it says"), choices=NoticeKind.choices, widget=forms.RadioSelect)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), empty_label=None)
    region = forms.ModelChoiceField(
        queryset=Region.objects.none(), widget=region_chooser.widget_class, label=_("Village")
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("The village reads it in these words, or in more general ones; nobody's own words."),
    )
    households = LinesField(
        label=_("Households, one a line"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=format_lazy(
            _(
                "One a line: name, ID number, people and, where the programme pays, the yuan proposed. Type "
                "them with blanks between, or paste the columns from Excel; at most {most} lines."
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

    @staticmethod
    def _reasons(programmes) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (f"{programme} · {kind.label}", list(reasons.of(programme, kind).items()))
            for programme in programmes
            for kind in NoticeKind
            if any(row.is_due and (row.programme, row.kind) == (programme.pk, kind) for row in RULES.rows)
        ]
        return [(str(label), found) for label, found in groups if found]

    def clean(self):
        """Read the households, once the rest is known."""
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        programme, kind = data["programme"], NoticeKind(data["kind"])
        has_amount = programme.has_amount and kind == NoticeKind.PROPOSED
        households, problems = pasting.read(data["households"], has_amount=has_amount)
        for problem in problems:
            self.refuse_line(problem.row, f"{problem.what_is_wrong} {problem.what_is_right}")
        self.wanted = [
            (
                household.line,
                Wanted(
                    programme=programme,
                    region=data["region"],
                    kind=kind,
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
