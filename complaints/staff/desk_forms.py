"""What the desk fills in: a call that is new, and whose case somebody calls about."""

import json
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.behalf_forms import BehalfFields, concerned_of
from complaints.enums import CaseKind, Channel, Matter, Reach, ReporterIdentity
from complaints.fields import PlainCharField
from complaints.intake import caller_lookup, topics
from complaints.intake.intake import NARRATIVE_LENGTH, TITLE_LENGTH, Identity, Intake
from complaints.kinds import kind_of
from complaints.permissions import INTAKE_ROLES
from complaints.routing import WORKING_KINDS
from complaints.texts.respondent_matching import StatedRespondent
from disclosure.models import Programme
from organizations.models import Unit, User
from protection.blind_index import blind_index


class FindForm(forms.Form):
    """A case number, or the telephone number somebody calls from."""

    q = PlainCharField(label=_("Case number or caller's telephone"), max_length=40)


class DeskForm(BehalfFields, forms.Form):
    """A call, letter or visit on one screen. ``intake.check`` holds the rules, the same as on the web."""

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
    topic = forms.ChoiceField(
        label=_("Point of the matter"),
        required=False,
        help_text=_("If one fits. It may make the matter a graver one, never a lighter."),
    )
    openness = forms.ChoiceField(
        label=_("How the caller wants to appear"), choices=ReporterIdentity.choices, widget=forms.RadioSelect
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
    reach = forms.ChoiceField(
        label=_("Whom the caller speaks of"),
        choices=[("", _("Not said, or others as well")), *Reach.choices],
        required=False,
        help_text=_(
            "Ask the caller. Not said: discipline inspection reads it first. "
            "A plain question goes to the place anyway."
        ),
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
        error_messages={"required": _("Say in one sentence what it is about.")},
    )
    narrative = PlainCharField(
        label=pgettext_lazy("narrative", "What happened"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=NARRATIVE_LENGTH,
        error_messages={"required": _("Write down what the caller tells.")},
    )

    #: Offices that the caller ruled out when they were told that these would read it first.
    not_first = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.filter(kind__in=WORKING_KINDS),
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    #: Where a message of ``intake.check`` is shown.
    places_of_errors = {
        "region_code": "place_text",
        "agreed": "title",
        "complainant": "name",
        "concerned": "for_guardian",
        "respondents": "unit",
    }

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["topic"].choices = [("", _("None of these")), *topics.grouped(topics.in_use())]
        for name in ("unit", "avoid"):
            self.fields[name].queryset = Unit.objects.visible_to(user).select_related("region")
        self.candidates: list[tuple[str, str]] = []
        if not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())
            self.initial.setdefault("channel", Channel.HOTLINE)
            self.initial.setdefault("kind", CaseKind.COMPLAINT)
            self.initial.setdefault("openness", ReporterIdentity.OPEN)

    def clean(self):
        """Find the place: by its code when one was picked, else by what was typed."""
        super().clean()
        data = self.cleaned_data
        picked, text = data.get("place", ""), data.get("place_text", "")
        found = caller_lookup.find_places(text, self.user, INTAKE_ROLES)
        if picked and picked in dict(found):
            data["place"] = picked
        elif len(found) == 1:
            data["place"] = found[0][0]
        else:
            data["place"] = ""
            self.candidates = found
            self.add_error("place_text", self._place_message(text, found))
        objects = data.get("kind") == CaseKind.OBJECTION and data["place"]
        data["row"], data["notice"] = self._row_or_notice(data) if objects else (None, None)
        return data

    def _row_or_notice(self, data: dict):
        """The one row of the household named, for an objection, or the notice: who stands on no list yet."""
        programme = data.get("programme")
        household = (data["place"], data.get("household", ""), programme.pk if programme else None)
        # Objecting in time stops a decision, so the notice goes first where there is one.
        if len(notices := caller_lookup.find_notices(*household)) == 1:
            return None, notices[0]
        found = caller_lookup.find_rows(*household)
        if len(found) == 1 and not notices:
            return found[0], None
        if found or notices:
            message = _(
                "Several rows or notices bear this name here. Choose the programme, or say the village."
            )
        else:
            message = _("No current row and no notice here bears this name. Ask again, or take a complaint.")
        self.add_error("household", message)
        return None, None

    @staticmethod
    def _place_message(text: str, found: list) -> str:
        if found:
            return str(_("Several places are called so. Choose one below."))
        return str(
            _("No such place in your region. Say township and village, like 和平镇刘庄.")
            if text
            else _("Say which place it is about.")
        )

    def intake(self) -> Intake:
        """What was taken down, in the form that every channel has."""
        data = self.cleaned_data
        named = data["openness"] != ReporterIdentity.ANONYMOUS
        concerned = concerned_of(data)
        identity = Identity(data["name"], data["phone"], address=data["address"], concerned=concerned)
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
            topic=data["topic"] if kind_of(data["kind"]).asks_matter else "",
            reach=data["reach"],
            row=data["row"],
            notice=data["notice"],
            avoid=[unit.pk for unit in (*data["avoid"], *data["not_first"])],
            respondents=[
                *([StatedRespondent(unit=unit.pk)] if unit else []),
                *(StatedRespondent(name=name) for name in people if name),
            ],
            complainant=identity if named else None,
        )

    def keep_from(self, unit: str) -> None:
        """Let the page that comes next keep that this office may not read it first."""
        self.data = self.data.copy()
        self.data.appendlist("not_first", unit)

    def submission_key(self) -> str:
        """The submission this is: the same for a second click, another one as soon as a word differs.

        Going back and typing the next call into the form of the last one must not answer with its receipt.
        """
        said = {name: str(value) for name, value in self.cleaned_data.items()}
        said["not_first"] = str([unit.pk for unit in self.cleaned_data["not_first"]])
        words = blind_index(json.dumps(said, sort_keys=True), "complaints.desk")
        return f"desk-{self.user.pk}-{said['submission']}-{words}"

    def refuse(self, errors: dict[str, str]) -> None:
        """Put the messages of the domain beside their fields."""
        for name, message in errors.items():
            field = self.places_of_errors.get(name, name)
            self.add_error(field if field in self.fields else None, message)
