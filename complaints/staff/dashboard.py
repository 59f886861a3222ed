"""The panel on the staff site's home: what is mine, what is late, what is nobody's."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from complaints import staffing
from complaints.clocks import calendars, deadlines
from complaints.clocks.clock import WorkCalendar
from complaints.clocks.deadlines import Deadline
from complaints.enums import CaseStatus
from complaints.handling import unread
from complaints.identity.redacted_text import redacted
from complaints.identity.told import OWN_EVENTS
from complaints.models import Case
from complaints.models.case import CaseQuerySet
from complaints.oversight import looks
from complaints.oversight.alarms import rules
from complaints.permissions import case_policy
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.enums import Role
from organizations.models import User
from organizations.viewsets.bounded import counted, in_words

SHOWN = 8


@dataclass(frozen=True)
class DashboardFigure:
    """How many cases there are of a sort, where their list is, and in which ``tone`` any at all are shown.

    The number is bounded: one more than what is counted at most stands for all that are more.
    """

    label: str
    number: int
    url: str
    tone: str = ""

    @property
    def words(self) -> str:
        """The number as it is shown."""
        return in_words(self.number)


@dataclass(frozen=True)
class PressingCase:
    """A case with its title as this user may read it, and the clock that ends first."""

    case: Case
    title: str
    clock: Deadline | None


class CasesPanel(Component):
    """Counts with their lists behind them, and the most pressing of my cases, or else of all late ones."""

    name = "cases"
    order = 50
    template_name = "complaints/staff/panel.html"

    def __init__(self, user: User):
        self.user = user

    def get_context_data(self, parent_context):
        """Count through the same rule as every list."""
        visible = Case.objects.visible_to(self.user)
        today, calendar = timezone.localdate(), calendars.load()
        figures = self._figures(visible, today, calendar)
        # Who handles nothing themselves answers for what is late.
        is_handling = any(figure.number for figure in figures if figure.label == _("mine"))
        mine, late = visible.open().handled_by(self.user), visible.late(today)
        rows = (mine.most_pressing_first() if is_handling else late.by_day())[:SHOWN]
        return {
            "figures": figures,
            "is_handling": is_handling,
            "cases": [
                PressingCase(case, redacted(case, case.title), deadlines.first_of(case, today, calendar))
                for case in rows.select_related("region", "complainant").prefetch_related(OWN_EVENTS)
            ],
            "may_register": case_policy.user_has_permission(self.user, "register"),
        }

    def _figures(self, visible: CaseQuerySet, today: date, calendar: WorkCalendar) -> list[DashboardFigure]:
        index = reverse("case:index")
        units = scope.unit_ids(self.user)
        written = visible.filter(unit__in=units).written_to_after_the_end()
        soon = visible.due_soon(today, deadlines.soon_until(today, calendar))
        sorts = [
            (_("mine"), visible.open().handled_by(self.user), "whose=mine&status=open", ""),
            (_("late"), visible.late(today), "due=late", "late"),
            (_("due soon"), soon, "due=soon", "soon"),
            (_("supervised by the unit above"), visible.supervised(), "due=supervised", "late"),
            (
                _("to decide who handles them"),
                visible.to_screen(units),
                f"status={CaseStatus.SCREENING}&whose=unit",
                "soon",
            ),
            (_("ended, and written to since"), written, "status=written&whose=unit", "soon"),
            # Also what was taken out of a handler's hands, to be read and given anew.
            (_("my unit's, in nobody's hands"), visible.to_give(units), "whose=free", "soon"),
        ]
        if scope.has_role(self.user, *DECIDERS):
            waiting = (
                _("with an answer to approve"),
                visible.to_approve(units),
                "status=proposed&whose=unit",
            )
            sorts.insert(0, (*waiting, "soon"))
        numbers = counted([rows for _label, rows, _address, _tone in sorts])
        return [
            DashboardFigure(label, number, f"{index}?{address}", tone)
            for (label, _rows, address, tone), number in zip(sorts, numbers, strict=True)
        ]


class UrgentPanel(Component):
    """Cases that can not wait, for who supervises the office that has one or an office above it."""

    name = "urgent"
    order = 20
    template_name = "complaints/staff/urgent_panel.html"

    def __init__(self, cases: list[Case]):
        self.cases = cases

    def get_context_data(self, parent_context):
        """The first of them, with their titles as they may be read."""
        return {
            "cases": [(case, redacted(case, case.title)) for case in self.cases[:SHOWN]],
            "more": len(self.cases) > SHOWN,
            "url": f"{reverse('case:index')}?urgent=yes",
        }


def _urgent_for(user: User) -> list[Case]:
    if not scope.has_role(user, *DECIDERS):
        return []
    rows = Case.objects.visible_to(user).to_act_on().urgent().select_related("region", "unit", "complainant")
    return list(rows.prefetch_related(OWN_EVENTS)[: SHOWN + 1])


class AlarmsPanel(Component):
    """Alarms on unusual looking that nobody has looked into, for a superior of the one who looked."""

    name = "alarms"
    order = 40
    template_name = "complaints/staff/alarms_panel.html"

    def __init__(self, waiting):
        self.waiting = waiting

    def get_context_data(self, parent_context):
        """The alarms in words."""
        told = [
            {"alarm": alarm, "words": rules()[alarm.rule].words, "at": timezone.localtime(alarm.at)}
            for alarm in self.waiting
            if alarm.rule in rules()
        ]
        return {"alarms": told}


class UnreadPanel(Component):
    """How many cases wait that nobody may read, for who can enter an office that may."""

    name = "unread"
    order = 30
    template_name = "complaints/staff/unread_panel.html"

    def __init__(self, digits: list[str]):
        self.digits = digits

    def get_context_data(self, parent_context):
        """Their number, and the drawn digits of the first of them."""
        return {"number": len(self.digits), "digits": self.digits[:SHOWN]}


class UnmannedPanel(Component):
    """The offices in which nobody takes cases, for who staffs or supervises them."""

    name = "unmanned"
    order = 45
    template_name = "complaints/staff/unmanned_panel.html"

    def __init__(self, user: User, unmanned: staffing.Unmanned):
        self.user, self.unmanned = user, unmanned

    def get_context_data(self, parent_context):
        """The first of them, and of how many."""
        return {
            "offices": self.unmanned.names[:SHOWN],
            "number": len(self.unmanned.names),
            "of": self.unmanned.of,
            "groups": self.unmanned.groups,
            "may_appoint": scope.has_role(self.user, Role.ADMINISTRATOR),
        }


def panels_for(user: User) -> list[Component]:
    """Return the panels for those who see cases; those of urgent cases, of alarms, of cases that nobody may
    read, and of offices without people only if there are any.
    """
    digits = unread.waiting_for(user)
    found: list[Component] = [UnreadPanel(digits)] if digits else []
    unmanned = staffing.unmanned_for(user)
    if unmanned:
        found.append(UnmannedPanel(user, unmanned))
    if not case_policy.user_has_permission(user, "view"):
        return found
    if urgent := _urgent_for(user):
        found.append(UrgentPanel(urgent))
    waiting = []
    if looks.may_oversee(user):
        waiting = list(looks.alarms(user).filter(notes=None).select_related("person")[:SHOWN])
    return [*found, CasesPanel(user), *([AlarmsPanel(waiting)] if waiting else [])]
