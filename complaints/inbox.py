"""What waits for one person, by kind: read from the events and the lists' columns, stored nowhere.

Which kinds there are, for whom, and by which act one is done, is ``data/inbox_kinds.csv``. An entry is gone
when the case does not say so any more; nothing is ticked off, and nothing can say otherwise than the log.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.db.models import F, IntegerField, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from complaints.acts import acts_that
from complaints.enums import CaseStatus, Channel, EventKind
from complaints.history import deciding_extensions
from complaints.models import Case, CaseEvent
from complaints.models.case import CaseQuerySet
from complaints.workflow import DECIDERS, INSPECTORS
from organizations import scope
from organizations.enums import Role
from organizations.models import User
from organizations.viewsets.bounded import counted
from protection.data_tables import DataTable

Who = Literal["handler", "unit", "head", "desk", "sender", "organ"]
#: Whoever came so may have no device to look under the receipt: somebody rings them.
BY_VOICE = (Channel.HOTLINE, Channel.VISIT)
LABELS = {
    "answer_to_approve": _("Answer to approve"),
    "extension_asked": _("Extension asked for"),
    "to_screen": _("To decide who handles it"),
    "returned": _("Answer returned"),
    "sent_back": _("Sent back as not competent"),
    "referred": _("Handed over to us"),
    "question_by_telephone": _("To ring: question to read out"),
    "call_back_due": _("To ring: answer to tell and ask about"),
    "unsatisfied": _("Not solved or not satisfied"),
    "written_back": _("The complainant wrote back"),
    "written_since": _("Ended, and written to since"),
    "hearing": _("Hearing to be held"),
    "in_nobodys_hands": _("In nobody's hands"),
    "late": _("Late"),
    "due_today": _("Due today"),
}


@dataclass(frozen=True)
class InboxKind:
    """One row: ``who`` finds it in their inbox, and the ``act`` that its link opens, if it is one alone.

    ``handler``: who works on the case; ``unit``: all in the unit that has it; ``head``: those there who
    decide; ``desk``: all who take calls, of what they may open; ``sender``: all in the unit that passed it
    on last; ``organ``: the inspectors of the organ to which it was referred.
    """

    kind: str
    who: tuple[Who, ...]
    act: EventKind | None = None
    source: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        return str(LABELS[self.kind])


TABLE = DataTable(Path(__file__).parent / "data" / "inbox_kinds.csv", InboxKind, key=("kind",))


@dataclass(frozen=True)
class Inbox:
    """What waits for one person on a day."""

    user: User
    today: date

    def rows(self, kind: InboxKind) -> CaseQuerySet:
        """The cases of a kind, of those that the user sees; in no order."""
        seen = Case.objects.visible_to(self.user).filter(self._whose(kind.who))
        return WAITING[kind.kind](self, seen)

    def counts(self) -> dict[str, int]:
        """How many there are of each kind, bounded, in one statement."""
        kinds = TABLE.rows
        return dict(zip((row.kind for row in kinds), counted([self.rows(row) for row in kinds]), strict=True))

    def _whose(self, who: tuple[Who, ...]) -> Q:
        if "desk" in who and scope.has_role(self.user, Role.OPERATOR):
            return Q()
        conditions = {
            "handler": Q(handler=self.user),
            "unit": Q(unit__in=scope.unit_ids(self.user)),
            "head": Q(unit__in=self._units(DECIDERS)),
            "sender": Q(In(_sender(), sorted(scope.unit_ids(self.user)))),
            "organ": Q(referred_to__in=self._units(INSPECTORS)),
        }
        whose = Q()
        for each in who:
            whose |= conditions.get(each, Q())
        return whose

    def _units(self, roles: Collection[Role]) -> set[int]:
        return {held.unit_id for held in scope.holdings(self.user) if held.role in roles}

    def by_another(self, rows: CaseQuerySet, kind: EventKind) -> CaseQuerySet:
        """Those whose latest event of this kind is not the user's own: nobody approves their own work."""
        author = _events().filter(kind=kind).values("actor")[:1]
        return rows.alias(author=Subquery(author)).filter(~Q(author=self.user.pk))

    def answers(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Proposed answers on which nobody has decided."""
        return self.by_another(rows.filter(answer_waits=True), EventKind.PROPOSE_ANSWER)

    def extensions(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Requests for a longer time on which nobody has decided."""
        kinds = {EventKind.REQUEST_EXTENSION, *deciding_extensions()}
        asked = _events().filter(kind__in=kinds).values("kind")[:1]
        rows = rows.filter(latest_status__in=(CaseStatus.HANDLING, CaseStatus.WAITING))
        waiting = rows.alias(asked=Subquery(asked)).filter(asked=EventKind.REQUEST_EXTENSION)
        return self.by_another(waiting, EventKind.REQUEST_EXTENSION)

    def questions(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Questions to those who came by telephone or in person, with no call noted since."""
        asked = _events().filter(kind=EventKind.ASK_COMPLAINANT).values("sequence")[:1]
        called = _events().filter(kind=EventKind.NOTE_CALL).values("sequence")[:1]
        waiting = rows.filter(latest_status=CaseStatus.WAITING, channel__in=BY_VOICE)
        return waiting.alias(asked=Subquery(asked), called=Coalesce(Subquery(called), 0)).filter(
            asked__gt=F("called")
        )

    def call_backs(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Answers that those who came so have not heard; never by who handled the case."""
        unheard = rows.filter(latest_status=CaseStatus.ANSWERED, channel__in=BY_VOICE, end_read_on=None)
        return unheard.filter(~Q(handler=self.user) | Q(handler=None))


def _events():
    """The events of a case, the latest first."""
    return CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-sequence")


def _sender() -> Subquery:
    """The unit that passed the case on last."""
    passed = _events().filter(kind__in=acts_that("passed_on"))
    sender = Cast(KeyTextTransform("from", "data"), IntegerField())
    return Subquery(passed.annotate(sender=sender).values("sender")[:1], output_field=IntegerField())


def _latest(*kinds: EventKind) -> Q:
    """The condition that nothing has happened since an event of these kinds."""
    return Q(latest_event__kind__in=kinds)


_SAID_NO = Q(latest_event__data__solved=False) | Q(latest_event__data__satisfied=False)

#: What of the cases that are whose a kind is says that it waits.
WAITING: dict[str, Callable[[Inbox, CaseQuerySet], CaseQuerySet]] = {
    "answer_to_approve": Inbox.answers,
    "extension_asked": Inbox.extensions,
    "to_screen": lambda inbox, rows: rows.filter(latest_status=CaseStatus.SCREENING),
    "returned": lambda inbox, rows: rows.open().filter(_latest(EventKind.RETURN_ANSWER)),
    "sent_back": lambda inbox, rows: rows.filter(
        _latest(EventKind.OBJECT), latest_status=CaseStatus.REGISTERED
    ),
    "referred": lambda inbox, rows: rows.filter(referred_on__isnull=False),
    "question_by_telephone": Inbox.questions,
    "call_back_due": Inbox.call_backs,
    "unsatisfied": lambda inbox, rows: rows.filter(
        _SAID_NO, _latest(EventKind.RATE, EventKind.CALL_BACK), latest_status=CaseStatus.ANSWERED
    ),
    "written_back": lambda inbox, rows: rows.open().filter(_latest(EventKind.COMPLAINANT_WROTE)),
    "written_since": lambda inbox, rows: rows.written_to_after_the_end(),
    "hearing": lambda inbox, rows: rows.filter(hearing_on__isnull=False, latest_status=CaseStatus.REVIEW),
    "in_nobodys_hands": lambda inbox, rows: rows.unassigned().exclude(latest_status=CaseStatus.SCREENING),
    "late": lambda inbox, rows: rows.late(inbox.today),
    "due_today": lambda inbox, rows: rows.filter(due_first=inbox.today),
}
