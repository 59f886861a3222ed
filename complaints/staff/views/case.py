"""The page of one case: act and clock, facts, conversation."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from complaints.clocks import calendars, deadlines, projection, standards
from complaints.clocks.clock import Due
from complaints.clocks.deadlines import Deadline
from complaints.enums import OPEN_STATUSES, RUNNING_CLOCKS, ClockKind, EventKind
from complaints.handling import alike, approving, casework, outcomes, recusal, revealing, together
from complaints.history import History, labels
from complaints.identity import own_pins, told
from complaints.identity.redacted_text import as_read_by, redacted
from complaints.kinds import kind_of
from complaints.models import Attachment, CaseClock, CaseEvent, FormalPaper
from complaints.oversight.looks import OF_ONE_CASE
from complaints.parties import putting_back
from complaints.parties.respondents import words_as_read, words_of_staff
from complaints.permissions import case_policy
from complaints.staff import review_rounds
from complaints.staff.views.base import visible_case
from disclosure.permissions import row_policy
from organizations import scope
from organizations.models import Unit
from organizations.views.pages import SeenUntilSent
from organizations.viewsets.scoped import ScopedInspectView
from protection import audit

#: What the page of one case says beside what every page of it does.
OF_THE_PAGE = (*together.OF_A_COMPLAINANT, "unit__parent__parent__parent", "topic")


@dataclass(frozen=True)
class ShownClock:
    """A clock of the case, and how its date was counted."""

    deadline: Deadline
    counted: Due | None


@dataclass(frozen=True)
class ShownRespondent:
    """Whom the case is about: a unit, words, or both."""

    unit: Unit | None
    name: str


@dataclass(frozen=True)
class ShownFile:
    """A file of the case, whether this user may open it, and whether it may tell who sent it.

    ``heard``, here and below: it came with the PIN that whoever took the case down knows.
    """

    file: Attachment
    may_open: bool
    tells_who: bool
    heard: bool


@dataclass(frozen=True)
class ShownEvent:
    """What happened, what that is called, with its texts as this user may read them."""

    event: CaseEvent
    label: str
    text: str
    reason: str
    heard: bool
    paper: FormalPaper | None = None
    said: str = ""


class CaseView(SeenUntilSent, ScopedInspectView):
    """One case: act and clock, facts, conversation."""

    template_name = "complaints/staff/case.html"
    scope_actions = ("view",)
    any_permission_required = ["view"]

    def get_object(self, queryset=None):
        """Return the case when the user may see it, else 404; the look is in the log."""
        case = visible_case(self.request.user, self.pk, *OF_THE_PAGE)
        respondents = Prefetch("respondents", putting_back.with_bearers())
        clocks = Prefetch("clocks", CaseClock.objects.select_related("standard"))
        prefetch_related_objects([case], respondents, clocks)
        audit.record_once_a_day("complaints.view", case, user=self.request.user)
        return case

    def get_page_title(self):
        return self.object.number

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": self.object.number}]

    def get_context_data(self, **kwargs):
        case, user = self.object, self.request.user
        history = History.of(case)
        told.give(case, history.events)
        heard = own_pins.under_heard(history.events)
        as_read = partial(as_read_by, user, case)
        pending, objection = history.pending_extension(), history.open_objection()
        events = self._events(history, heard)
        return super().get_context_data(
            case=case,
            place=case.region.path_name(),
            may_see_row=bool(case.recipient)
            and row_policy.user_has_permission_for_instance(user, "view", case.recipient),
            title=redacted(case, case.title),
            narrative=redacted(case, case.narrative),
            clocks=self._clocks(history),
            acts=casework.available(case, user, history, case_policy.offers),
            may_reveal=revealing.may_reveal(case, user, case_policy.offers),
            may_see_looks=scope.has_role(user, *OF_ONE_CASE),
            **self._parties(history),
            recusal_asked=recusal.pending(history),
            answer_waits=approving.pending(history),
            files=self._files(heard),
            events=events,
            rounds=review_rounds.side_by_side(case, history.events, events),
            own_pin=own_pins.chosen(case),
            pending=pending,
            pending_reason=as_read(pending, pending.reason) if pending else "",
            objection_reason=as_read(objection, objection.reason) if objection else "",
            refer_hint=self._refer_hint(history),
            alike=alike.alike(case, user),
            linked=together.linked(case, user),
            **kwargs,
        )

    def _parties(self, history: History) -> dict[str, list]:
        """Whom it is about, who is kept out of it by the complainant's wish, and who stepped aside."""
        case = self.object
        meant = case.respondents.all()
        of_staff = words_of_staff(meant, history.events)
        return {
            "respondents": [
                ShownRespondent(row.unit, words_as_read(case, row, of_staff))
                for row in meant
                if not row.derived
            ],
            "avoided": [row.unit for row in meant if row.unit and row.avoided and row.lifted_at is None],
            "aside": [row.user for row in recusal.aside(case)],
        }

    def _events(self, history: History, heard) -> list[ShownEvent]:
        case, user = self.object, self.request.user
        elsewhere = together.hidden_others(list(history.events), user)
        called, as_read = labels(history.events), partial(as_read_by, user, case)
        return [
            ShownEvent(
                event,
                called[event.pk],
                as_read(event, event.text),
                as_read(event, event.reason),
                event.pk in heard,
                getattr(event, "paper", None),
                outcomes.in_words(event),
            )
            for event in history.events
            if event.pk not in elsewhere
            and (event.kind != EventKind.PUT_BACK or putting_back.may_read(user, event))
        ]

    def _files(self, heard) -> list[ShownFile]:
        case, user = self.object, self.request.user
        files = case.attachments.select_related("event").order_by("pk")
        papers = [(paper, revealing.tells_who(paper)) for paper in files]
        telling = any(tells_who for _paper, tells_who in papers)
        may_open = not telling or revealing.may_open_telling(case, user, case_policy.offers)
        return [
            ShownFile(paper, may_open or not tells_who, tells_who, paper.event_id in heard)
            for paper, tells_who in papers
        ]

    def _clocks(self, history: History) -> list[ShownClock]:
        calendar, today = calendars.load(), timezone.localdate()
        course = projection.ClockCourse.of(self.object, history.events)
        return [
            ShownClock(
                deadlines.read(clock, today, calendar),
                course.due(clock.clock, calendar),
            )
            for clock in sorted(self.object.clocks.all(), key=_in_order)
        ]

    def _refer_hint(self, history: History):
        """The standard for passing on a report about officials, while that could still be done."""
        if not kind_of(self.object.kind).passed_on or history.latest.status not in OPEN_STATUSES:
            return None
        received = timezone.localdate(self.object.received_at)
        return standards.limit(standards.Situation.of(self.object), ClockKind.REFER, received)


def _in_order(clock):
    return RUNNING_CLOCKS.index(clock.clock), clock.pk
