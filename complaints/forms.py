"""Forms of the staff site. The rules are in the domain; a form only asks for what an act needs."""

from __future__ import annotations

import json
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints import assignment, putting_back, spoken
from complaints.accused import Accused
from complaints.brought import NARRATIVE_LENGTH, TITLE_LENGTH, Identity, Intake
from complaints.documents import redacted
from complaints.enums import CaseKind, Channel, DeclineGround, EventKind, Matter, Openness, Outcome
from complaints.fields import PlainCharField
from complaints.models import Case, Respondent
from complaints.models.people import NAME_LENGTH
from complaints.permissions import INTAKE_ROLES
from complaints.workflow import Transition
from disclosure.models import Programme
from organizations.models import Unit, User
from protection.blind_index import blind_index

#: What a list to choose from shows before anything is chosen.
NOTHING_YET = ("", _("Please choose"))


def _unless(message) -> dict:
    """What a field says that was left empty: what to do, instead of that it is required."""
    return {"required": message}


def _area(height: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": height})


class ActForm(forms.Form):
    """What one act asks for, built from its row in the table."""

    sequence = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, transition: Transition, case: Case, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.transition, self.actor = transition, actor
        for name in transition.asks:
            if name == "outcome" and case.kind == CaseKind.ENQUIRY:
                continue  # an enquiry gets an answer, not an opinion
            self.fields[name] = getattr(self, f"_{name}")(case)
        if transition.needs_text:
            self.fields["text"] = PlainCharField(
                label=_("What the complainant will read"),
                widget=_area(7),
                error_messages=_unless(_("Write what the complainant will read.")),
                max_length=NARRATIVE_LENGTH,
                # 信访工作条例 32
                help_text=_("What was asked, the facts and reasons, the opinion and its legal basis.")
                if transition.kind == EventKind.ANSWER and case.kind != CaseKind.ENQUIRY
                else "",
            )
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
        for unit in assignment.takers_for(case):
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
        offered = assignment.accusable_in(case, self.actor)
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
        rows = putting_back.choices(case, self.actor)
        return forms.TypedMultipleChoiceField(
            label=_("Who is put back"),
            choices=[(turns.index(row.pk) + 1, self._removed(case, row)) for row in rows],
            coerce=lambda turn: turns[int(turn) - 1],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Somebody whom several lines remove is back only when all of them are chosen."),
        )

    def _removed(self, case: Case, row: Respondent) -> str:
        """Whom the row removed, and by which words; the complainant's own name is masked in them."""
        who = " · ".join(str(each) for each in (row.user, row.unit) if each) or _("everybody of this name")
        if not row.name:
            return _("%(who)s, named by staff") % {"who": who}
        return _("%(who)s, removed by the words “%(words)s”") % {
            "who": who,
            "words": redacted(case, row.name),
        }

    def _days(self, case: Case) -> forms.Field:
        return forms.IntegerField(label=_("Days"), min_value=1, help_text=_("Natural days."))

    def _ground(self, case: Case) -> forms.Field:
        return forms.ChoiceField(label=_("Ground"), choices=DeclineGround.choices, widget=forms.RadioSelect)

    def _outcome(self, case: Case) -> forms.Field:
        return forms.ChoiceField(
            label=_("What the answer says to the request"), choices=Outcome.choices, widget=forms.RadioSelect
        )

    def _satisfied(self, case: Case) -> forms.Field:
        return forms.TypedChoiceField(
            label=_("Satisfied with the handling"),
            choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not reached"))],
            coerce=lambda value: {"yes": True, "no": False}.get(value),
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )

    def facts(self) -> dict:
        """The arguments of ``casework.act`` that were filled in."""
        given = dict(self.cleaned_data)
        given["expected"] = given.pop("sequence")
        return given


class RevealForm(forms.Form):
    """Why somebody needs to know who the complainant is."""

    reason = PlainCharField(
        label=_("Why do you need to know?"),
        widget=_area(2),
        max_length=300,
        help_text=_("For example: to call back about the missing bank statement. Kept in the log."),
    )


class FindForm(forms.Form):
    """A case number, or the telephone number somebody calls from."""

    q = PlainCharField(label=_("Case number or caller's telephone"), max_length=40)


class DeskForm(forms.Form):
    """A call, letter or visit on one screen. ``brought.check`` holds the rules, the same as on the web."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices, widget=forms.RadioSelect)
    matter = forms.ChoiceField(
        label=_("What is it mainly about?"),
        choices=[("", _("I am not sure")), *Matter.choices],
        required=False,
        help_text=_("For a complaint or a report. Not sure: the office above reads it first."),
    )
    openness = forms.ChoiceField(
        label=_("How the caller wants to appear"), choices=Openness.choices, widget=forms.RadioSelect
    )
    name = PlainCharField(label=_("Caller's name"), max_length=64, required=False)
    phone = PlainCharField(label=_("Telephone"), max_length=32, required=False)
    address = PlainCharField(label=_("Address"), max_length=200, required=False)
    place_text = PlainCharField(
        label=_("Place it is about"),
        max_length=100,
        required=False,
        help_text=_("Township and village as said, for example 和平镇刘庄."),
    )
    place = PlainCharField(widget=forms.HiddenInput, required=False)
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.all(), required=False, empty_label=_("not clear")
    )
    household = PlainCharField(
        label=_("Household on the list"),
        max_length=64,
        required=False,
        help_text=_("Only for an objection: the name of the holder as the caller says it."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit complained about"), queryset=Unit.objects.none(), required=False, empty_label=_("none")
    )
    people = PlainCharField(
        label=_("People complained about"),
        required=False,
        max_length=200,
        help_text=_("Names, separated by commas. The case never goes to their desk."),
    )
    avoid = forms.ModelMultipleChoiceField(
        label=_("Not to be given to"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("Ask the caller. For any reason or none; these offices neither get the case nor see it."),
    )
    title = PlainCharField(
        label=_("In one sentence"),
        max_length=TITLE_LENGTH,
        error_messages=_unless(_("Say in one sentence what it is about.")),
    )
    narrative = PlainCharField(
        label=pgettext_lazy("narrative", "What happened"),
        widget=_area(4),
        max_length=NARRATIVE_LENGTH,
        error_messages=_unless(_("Write down what the caller tells.")),
    )

    #: Where a message of ``brought.check`` is shown.
    places_of_errors = {"region_code": "place_text", "complainant": "name", "respondents": "unit"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("unit", "avoid"):
            self.fields[name].queryset = Unit.objects.visible_to(user).select_related("region")
        self.candidates: list[tuple[str, str]] = []
        if not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())
            self.initial.setdefault("channel", Channel.HOTLINE)
            self.initial.setdefault("kind", CaseKind.COMPLAINT)
            self.initial.setdefault("openness", Openness.OPEN)

    def clean(self):
        """Find the place: by its code when one was picked, else by what was typed."""
        data = super().clean()
        picked, text = data.get("place", ""), data.get("place_text", "")
        found = spoken.find_places(text, self.user, INTAKE_ROLES)
        if picked and picked in dict(found):
            data["place"] = picked
        elif len(found) == 1:
            data["place"] = found[0][0]
        else:
            data["place"] = ""
            self.candidates = found
            self.add_error("place_text", self._place_message(text, found))
        data["row"] = self._row(data) if data.get("kind") == CaseKind.OBJECTION and data["place"] else None
        return data

    def _row(self, data: dict):
        """The one row of the household named, for an objection."""
        programme = data.get("programme")
        found = spoken.find_rows(
            data["place"], data.get("household", ""), programme.pk if programme else None
        )
        if len(found) == 1:
            return found[0]
        if found:
            message = _("Several rows bear this name here. Choose the programme, or say the village.")
        else:
            message = _("No row of the current lists here bears this name. Ask again, or take a complaint.")
        self.add_error("household", message)
        return None

    @staticmethod
    def _place_message(text: str, found: list) -> str:
        if found:
            return _("Several places are called so. Choose one below.")
        return (
            _("No such place in your region. Say township and village, like 和平镇刘庄.")
            if text
            else _("Say which place it is about.")
        )

    def intake(self) -> Intake:
        """What was taken down, in the form that every channel has."""
        data = self.cleaned_data
        named = data["openness"] != Openness.ANONYMOUS
        people = [name.strip() for name in data["people"].replace("，", ",").replace("、", ",").split(",")]
        unit = data["unit"]
        return Intake(
            kind=data["kind"],
            channel=data["channel"],
            openness=data["openness"],
            title=data["title"],
            narrative=data["narrative"],
            region_code=data["place"],
            programme_code=data["programme"].pk if data["programme"] else None,
            matter=data["matter"],
            row=data["row"],
            avoid=[unit.pk for unit in data["avoid"]],
            respondents=[
                *([Accused(unit=unit.pk)] if unit else []),
                *(Accused(name=name) for name in people if name),
            ],
            complainant=Identity(data["name"], data["phone"], address=data["address"]) if named else None,
        )

    def submission_key(self) -> str:
        """The submission this is: the same for a second click, another one as soon as a word differs.

        Going back and typing the next call into the form of the last one must not answer with its receipt.
        """
        said = {name: str(value) for name, value in self.cleaned_data.items()}
        words = blind_index(json.dumps(said, sort_keys=True), "complaints.desk")
        return f"desk-{self.user.pk}-{said['submission']}-{words}"

    def refuse(self, errors: dict[str, str]) -> None:
        """Put the messages of the domain beside their fields."""
        for name, message in errors.items():
            field = self.places_of_errors.get(name, name)
            self.add_error(field if field in self.fields else None, message)
