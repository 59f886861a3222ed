"""What one person may not do alone: end what is reported, and more once somebody was put back.

Whoever is put back sees the case again, and no more: they are not given it, decide nothing in it and do not
learn who brought it. And who puts back somebody whom a complainant, or staff, named, or anybody in a report,
is never who hands the case to their office or into their sight: one friend above is not enough
(信访工作条例 28, 30).

Nor does whoever alone decided who handles a report, or what is about conduct or money, end it as well: else
one friend of the accused reads it, keeps it, and says that it was passed elsewhere.

Nor does whoever worked on a list, or on a notice, decide about what is said of it (design, invariant 3).
"""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from complaints import routing, sights
from complaints.acts import acts_that
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.history import History
from complaints.kinds import kind_of
from complaints.matters import is_about_conduct
from complaints.models import Case, CaseEvent, Respondent
from complaints.parties import own_work, putting_back
from complaints.texts.names import normal_name
from complaints.visibility import case_filters, scopes_of
from disclosure import lookup
from organizations.models import Unit, User


def ends_alone(case: Case, history: History, user: User, kind: EventKind, *, decides: bool) -> bool:
    """Whether the user would end what is said against somebody, and nobody else decided who handles it.

    Where it left its office by itself, and in a review, who gives it to somebody decides that. Where nobody
    had to decide it, as it names nobody, whoever ``decides`` in the office ends it. That somebody withdrew it
    nobody proves: of all but questions somebody says so who decides there, and neither handles it nor decided
    who does.
    """
    says_so = kind == EventKind.WITHDRAW and not kind_of(case.kind).may_only_ask
    if not (says_so or is_about_conduct(case.kind, case.matter)):
        return False
    if says_so and (not decides or case.handler_id == user.pk):
        return True
    decided: set[int | None] = set()
    waits = False
    for event in history.events:
        if _leaves_who_decided(event):
            decided.clear()  # what came since was read by none of them
            waits = True
        elif event.kind == EventKind.SCREEN or (waits and event.kind == EventKind.ASSIGN):
            decided.add(event.actor_id)
            waits = False
        waits = waits or event.status == CaseStatus.SCREENING
    return decided == {user.pk} if decided else waits or not decides


def judges_own_work(case: Case, kind: EventKind, user: User) -> bool:
    """Whether the act settles what is said of a notice, or of a row, on which the user worked themselves
    (回避, 信访工作条例 28). Of a plain question it does not matter.
    """
    if kind not in acts_that("judges") or (case.notice_id is None and case.recipient_id is None):
        return False
    worked = lookup.worked_on(user, notice=case.notice_id, row=case.recipient_id)
    return worked and not own_work.only_asks(case)


def _leaves_who_decided(event: CaseEvent) -> bool:
    """Whether the case is read by others since, into whose hands nobody gave it."""
    if event.kind in (EventKind.RAISE, EventKind.ASK_REVIEW):
        return True
    return "from" in event.data and event.kind not in acts_that("hands_on")


def names(user: User) -> Q:
    """Return the condition that a row, of a case or of a lead, is about this very person, put back or not."""
    whole = normal_name(user.get_full_name())
    return Q(user=user.pk) | (Q(unit=None, user=None, name=whole) if whole else Q(pk=None))


def was_put_back(case: Case, user: User) -> bool:
    """Whether the case was about this person by somebody's words, and the level above put them back."""
    lifted = [row for row in case.respondents.all() if row.lifted_at is not None and not row.avoided]
    return any(_is_about(row, user) for row in lifted)


def _is_about(row: Respondent, user: User) -> bool:
    """The condition of ``names`` for one row that was read."""
    whole = normal_name(user.get_full_name())
    by_name = whole and row.unit_id is None and row.user_id is None and row.name == whole
    return row.user_id == user.pk or bool(by_name)


def takes_two(case: Case, row: Respondent) -> bool:
    """Whether one person may not both lift the row and hand the case on: where it is about conduct or money,
    and for who was named.

    In other matters words of a story that the system read are lifted by whoever handles it, as a story names
    most people without accusing them.
    """
    if not row.derived or is_about_conduct(case.kind, case.matter):
        return True
    said = case.respondents.filter(derived=False, avoided=False).exclude(name="")
    return said.filter(name=row.name).exists()


def hands_to_whom_they_put_back(case: Case, history: History, user: User, unit: Unit) -> bool:
    """Whether the user would give the case to somebody, or into their sight, whom they put back."""
    lifted = {
        pk
        for event in history.events
        if event.kind == EventKind.PUT_BACK and event.actor_id == user.pk
        for pk in event.data.get("respondents", ())
    }
    rows = case.respondents.filter(pk__in=lifted).select_related("unit", "user") if lifted else ()
    return any(_reaches(case, history, row, [unit]) for row in rows if takes_two(case, row))


def puts_back_whom_they_handed_to(
    case: Case, history: History, user: User, rows: Iterable[Respondent]
) -> bool:
    """Whether the user handed the case to the office, or into the sight, of somebody these rows removed."""
    given = list(Unit.objects.filter(pk__in=set(_given(case, history, user))))
    return bool(given) and any(_reaches(case, history, row, given) for row in rows if takes_two(case, row))


def _given(case: Case, history: History, user: User) -> Iterator[int]:
    for event in history.events:
        if event.actor_id == user.pk:
            if event.kind in acts_that("hands_on") and "unit" in event.data:
                yield event.data["unit"]
            elif event.kind == EventKind.ASSIGN:
                yield case.unit_id


def _reaches(case: Case, history: History, row: Respondent, units: Iterable[Unit]) -> bool:
    """Whether one of these units is the office of whom the row removed, or with it they see the case."""
    offices = putting_back.touched(row)
    if not routing.forbidden_units(office.pk for office in offices).isdisjoint(unit.pk for unit in units):
        return True
    if case.sight == Sight.PLACE and not history.count(EventKind.SCREEN):
        return False  # it was never kept from anybody of the place
    opened = {place for unit in units for place in scopes_of(case, sights.of_unit(unit))}
    return any(not opened.isdisjoint(case_filters(user).scopes) for user in putting_back.people(row))
