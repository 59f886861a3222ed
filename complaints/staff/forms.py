"""What acts on cases ask for. The rules are in the domain; a form only asks for what an act needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.enums import (
    DeclineGround,
    EventKind,
    HearingEnd,
    MediationOutcome,
    OpinionOutcome,
    Relation,
    Urgency,
    WayElsewhere,
)
from complaints.fields import PlainCharField
from complaints.handling import alike, assignment, elsewhere, rating, recusal, referring
from complaints.history import History
from complaints.intake.intake import NARRATIVE_LENGTH
from complaints.kinds import kind_of
from complaints.models import Case, Respondent
from complaints.models.people import NAME_LENGTH
from complaints.papers.filling import OPINION_PARTS
from complaints.parties import own_work, putting_back
from complaints.parties.respondents import WordsOfStaff, acts_of_staff, words_as_read, words_of_staff
from complaints.staff import quoting
from complaints.staff.file_fields import files_field
from complaints.staff.opinion_fields import opinion_fields
from complaints.workflow import CaseTransition
from organizations.models import User

#: What a list to choose from shows before anything is chosen.
NOTHING_YET = ("", _("Please choose"))


def _unless(message) -> dict:
    """What a field says that was left empty: what to do, instead of that it is required."""
    return {"required": message}


def _area(height: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": height})


def _yes_or_no(label, question: str) -> forms.Field:
    """What somebody said on the telephone; nothing where they were not reached."""
    return forms.TypedChoiceField(
        label=label,
        choices=[
            ("yes", rating.WORDS[question, True]),
            ("no", rating.WORDS[question, False]),
            ("", _("Not reached")),
        ],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class ActForm(forms.Form):
    """What one act asks for, built from its row in the table."""

    sequence = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, transition: CaseTransition, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.transition, self.user = transition, user
        self.is_opinion = "outcome" in transition.asks and kind_of(case.kind).needs_opinion
        for name in transition.asks:
            if name == "outcome" and not kind_of(case.kind).needs_opinion:
                continue  # an enquiry gets an answer, not an opinion
            self.fields[name] = getattr(self, f"_{name}")(case)
        if self.is_opinion:
            self.fields.update(opinion_fields())
        elif transition.needs_text:
            self.fields["text"] = PlainCharField(
                label=_("What the complainant will read"),
                widget=_area(7),
                error_messages=_unless(_("Write what the complainant will read.")),
                max_length=NARRATIVE_LENGTH,
            )
        self.quotable = quoting.quotations(case) if "outcome" in transition.asks else {}
        if self.quotable:
            self.fields["quoted"] = quoting.field(self.quotable)
        if "outcome" in transition.asks:
            self.fields["files"] = files_field()
        if transition.needs_reason:
            is_note = transition.kind == EventKind.NOTE
            label = _("Note") if is_note else _("Reason")
            self.fields["reason"] = PlainCharField(
                label=label,
                widget=_area(3),
                max_length=1000,
                error_messages=_unless(_("Write the note.") if is_note else _("Write the reason.")),
                help_text=_("Stays in the file and in the log."),
            )

    def _handler(self, case: Case) -> forms.Field:
        people = [(person.pk, person.get_full_name()) for person in assignment.handlers_for(case)]
        return forms.TypedChoiceField(
            label=_("Handler"),
            choices=[NOTHING_YET, *people],
            coerce=int,
            error_messages=_unless(_("Choose who handles it.")),
        )

    def _unit(self, case: Case) -> forms.Field:
        units = [(unit.pk, f"{unit.name}（{unit.region.name}）") for unit in assignment.takers_for(case)]
        return forms.TypedChoiceField(
            label=_("Unit that takes over"),
            choices=[NOTHING_YET, *units],
            coerce=int,
            error_messages=_unless(_("Choose the unit that takes over.")),
        )

    def _handling_unit(self, case: Case) -> forms.Field:
        own = (case.unit_id, _("%(unit)s (keep it here)") % {"unit": case.unit.name})
        lower: list[tuple[int, str]] = []
        others: list[tuple[int, str]] = []
        for unit in assignment.takers_for(case, screened=True):
            choice = (unit.pk, f"{unit.name}（{unit.region.name}）")
            (lower if assignment.is_below_sight(unit, case) else others).append(choice)
        groups = [
            (_("No office further down sees it"), others),
            (_("Its people will see it from then on"), lower),
        ]
        return forms.TypedChoiceField(
            label=_("Unit that handles it"),
            choices=[NOTHING_YET, own, *(group for group in groups if group[1])],
            coerce=int,
            help_text=_("If it may be about a lower office or somebody there, do not choose that office."),
            error_messages=_unless(_("Choose the unit that handles it.")),
        )

    def _accused_unit(self, case: Case) -> forms.Field:
        offered = assignment.accusable_in(case, self.user)
        units = [(unit.pk, f"{unit.name}（{unit.region.name}）") for unit in offered]
        return forms.TypedChoiceField(
            label=_("Unit complained about"), choices=[("", _("none")), *units], coerce=int, required=False
        )

    def _accused_name(self, case: Case) -> forms.Field:
        return PlainCharField(
            label=_("Person or office, in words"),
            required=False,
            max_length=NAME_LENGTH,
            help_text=_("One at a time, as it was said or found, for example 和平镇民政办赵主任."),
        )

    def _respondents(self, case: Case) -> forms.Field:
        # By their turn in the file: a key would tell how many others there are.
        turns = list(case.respondents.order_by("pk").values_list("pk", flat=True))
        rows = putting_back.choices(case, self.user)
        of_staff = words_of_staff(case.respondents.all(), acts_of_staff([case.pk]))
        return forms.TypedMultipleChoiceField(
            label=_("Who is put back"),
            choices=[(turns.index(row.pk) + 1, self._removed(case, row, of_staff)) for row in rows],
            coerce=lambda turn: turns[int(turn) - 1],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Somebody whom several lines remove is back only when all of them are chosen."),
        )

    def _removed(self, case: Case, row: Respondent, of_staff: WordsOfStaff) -> str:
        """Whom the row removed, and by which words (``words_as_read``)."""
        who = " · ".join(str(each) for each in (row.user, row.unit) if each) or _("everybody of this name")
        if own_work.is_for_work(row):
            return _("%(who)s, who worked on the list or the notice that this is about") % {"who": who}
        if not row.name:
            return _("%(who)s, named by staff") % {"who": who}
        return _("%(who)s, removed by the words “%(words)s”") % {
            "who": who,
            "words": words_as_read(case, row, of_staff),
        }

    def _days(self, case: Case) -> forms.Field:
        return forms.IntegerField(label=_("Days"), min_value=1, help_text=_("Natural days."))

    def _ground(self, case: Case) -> forms.Field:
        return forms.ChoiceField(label=_("Ground"), choices=DeclineGround.choices, widget=forms.RadioSelect)

    def _organ(self, case: Case) -> forms.Field:
        found = [(unit.pk, f"{unit.name}（{unit.region.name}）") for unit in referring.organs(case)]
        return forms.TypedChoiceField(
            label=_("Organ of discipline inspection"),
            choices=[*found, ("", _("Another one, outside of this site"))],
            coerce=int,
            required=False,
            initial=found[0][0] if found else "",
            help_text=_("Write in the reason which one it is, where it is outside."),
        )

    def _authority(self, case: Case) -> forms.Field:
        return self._elsewhere(case, WayElsewhere.TELL, _("Authority"))

    def _procedure(self, case: Case) -> forms.Field:
        return self._elsewhere(case, WayElsewhere.LEAD_IN, _("Procedure"))

    def _elsewhere(self, case: Case, way: WayElsewhere, label) -> forms.Field:
        entries = list(elsewhere.offered(way, case.region_id))
        nothing = _("The directory of other authorities has no entry for this. An administrator adds it.")
        return forms.TypedChoiceField(
            label=label,
            choices=[NOTHING_YET, *((entry.pk, f"{entry.name}：{entry.takes}") for entry in entries)],
            coerce=int,
            error_messages=_unless(_("Choose an entry of the directory.")),
            help_text="" if entries else nothing,
        )

    def _urgency(self, case: Case) -> forms.Field:
        return forms.ChoiceField(label=_("What is urgent"), choices=Urgency.choices, widget=forms.RadioSelect)

    def _other(self, case: Case) -> forms.Field:
        found = [other.number for other in alike.alike(case, self.user)]
        return PlainCharField(
            label=_("Number of the other case"),
            max_length=24,
            initial=found[-1] if found else "",
            error_messages=_unless(_("Write the number of the other case.")),
        )

    def clean_other(self) -> int:
        """Only one that the user sees: of another nothing is said, not even that there is one."""
        number = self.cleaned_data["other"].strip()
        other = Case.objects.visible_to(self.user).filter(number=number).first()
        if other is None:
            raise forms.ValidationError(_("You see no other case with this number."))
        return other.pk

    def _relation(self, case: Case) -> forms.Field:
        return forms.ChoiceField(label=_("Relation"), choices=Relation.choices, widget=forms.RadioSelect)

    def _person(self, case: Case) -> forms.Field:
        if self.transition.kind == EventKind.READMIT:
            gone = [(row.user.pk, row.user.get_full_name()) for row in recusal.aside(case) if row.user]
            return forms.TypedChoiceField(label=_("Who is back"), choices=[NOTHING_YET, *gone], coerce=int)
        history = History.of(case)
        asked = recusal.pending(history)
        found = [(person.pk, person.get_full_name()) for person in recusal.people(case, history)]
        return forms.TypedChoiceField(
            label=_("Who steps aside"),
            choices=[NOTHING_YET, *found],
            coerce=int,
            initial=asked.actor_id if asked else None,
            error_messages=_unless(_("Choose who steps aside.")),
        )

    def _settled(self, case: Case) -> forms.Field:
        return forms.ChoiceField(
            label=_("What came of it"), choices=MediationOutcome.choices, widget=forms.RadioSelect
        )

    def _hearing_on(self, case: Case) -> forms.Field:
        return forms.DateField(
            label=_("Day of the hearing"),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages=_unless(_("Write the day of the hearing.")),
        )

    def _held(self, case: Case) -> forms.Field:
        return forms.ChoiceField(
            label=_("What became of it"), choices=HearingEnd.choices, widget=forms.RadioSelect
        )

    def _outcome(self, case: Case) -> forms.Field:
        return forms.ChoiceField(
            label=_("What the answer says to the request"),
            choices=OpinionOutcome.choices,
            widget=forms.RadioSelect,
        )

    def _solved(self, case: Case) -> forms.Field:
        return _yes_or_no(_("The matter is solved"), "solved")

    def _satisfied(self, case: Case) -> forms.Field:
        return _yes_or_no(_("Satisfied with the handling"), "satisfied")

    def _again(self, case: Case) -> forms.Field:
        return forms.BooleanField(
            label=_("Not solved: the complainant wants it worked on again"),
            required=False,
            help_text=_("Once. After that, a review by the unit above is what can be asked for."),
        )

    def clean(self) -> dict:
        """Put what is quoted below the text."""
        given = super().clean() or self.cleaned_data
        quoted = [self.quotable[key] for key in given.pop("quoted", ())]
        below = "opinion" if self.is_opinion else "text"
        if quoted and given.get(below):
            given[below] = "\n\n".join([given[below], *quoted])
            if len(given[below]) > NARRATIVE_LENGTH:
                self.add_error(below, _("With the standard it gets too long. Shorten the text."))
        return given

    def facts(self) -> dict:
        """The arguments of ``casework.act`` that were filled in."""
        given = dict(self.cleaned_data)
        given["expected"] = given.pop("sequence")
        given.pop("files", None)
        if self.is_opinion:
            given["parts"] = {name: given.pop(name) for name in OPINION_PARTS}
        return given


class RevealForm(forms.Form):
    """Why somebody needs to know who the complainant is."""

    reason = PlainCharField(
        label=_("Why do you need to know?"),
        widget=_area(2),
        max_length=300,
        help_text=_("For example: to call back about the missing bank statement. Kept in the log."),
    )
