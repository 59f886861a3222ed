"""Stepping aside (回避, 信访工作条例 28): asked by oneself or by the complainant, decided by the head.

Who steps aside is not accused. The same wall stands between them and the case as before a respondent, since
it is a row of the same table (``Respondent.recused``), so that lists, search, exports and leads know of it.
Nobody decides about themselves, and of who decides in a unit the unit above does; the clocks go on.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from complaints import routing
from complaints.acts import acts_that
from complaints.enums import EventKind, Relation
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.models import Case, CaseEvent, Respondent
from complaints.parties import putting_back
from complaints.workflow import DECIDERS, INVESTIGATORS
from organizations import scope
from organizations.models import Post, Unit, User


def pending(history: History) -> CaseEvent | None:
    """Return the request to step aside on which nobody has decided, or None."""
    asked = history.last(EventKind.STEP_ASIDE, EventKind.ASK_RECUSAL)
    decided = (event for event in history.events if asked and _answers(event, asked))
    return asked if next(decided, None) is None else None


def _answers(event: CaseEvent, asked: CaseEvent) -> bool:
    """Whether the event decides on the request: of a colleague's only what is about that colleague."""
    if event.sequence < asked.sequence:
        return False
    about_them = asked.actor_id is None or event.data.get("person") == asked.actor_id
    return event.kind == EventKind.REFUSE_RECUSAL or (event.kind == EventKind.RECUSE and about_them)


def was_asked_by_staff(events: list[CaseEvent], decision: CaseEvent) -> bool:
    """Whether the decision answers somebody of the staff, so that it is nothing to the complainant."""
    before = [event for event in events if event.sequence < decision.sequence]
    asked = pending(History(before)) if before else None
    return asked is not None and asked.kind == EventKind.STEP_ASIDE


def people(case: Case, history: History) -> list[User]:
    """Return who could step aside: whoever works on cases in a unit that has it, had it or could get it, and
    has not yet, by name.
    """
    had = {event.data["from"] for event in history.events if "from" in event.data}
    around = routing.offices_and_groups_of(case.region)
    units = {case.unit_id, *(unit.pk for unit in [*case.unit.superiors(), *around]), *had}
    posts = Post.objects.active().filter(unit__in=units, role__in=INVESTIGATORS)
    gone = {row.user_id for row in aside(case)}
    found = User.objects.filter(pk__in=posts.values("user"), is_active=True).exclude(pk__in=gone)
    return list(found.order_by("name", "pk"))


def step_aside(act: AttemptedAct) -> Iterator[str]:
    """Once, until it is decided, and with the sort of relation."""
    if pending(act.history):
        yield _("Somebody asked already that somebody steps aside; that has to be decided first.")
    if act.facts is not None and act.facts.get("relation") not in Relation.values:
        yield _("Choose what the relation is.")


def ask_recusal(act: AttemptedAct) -> Iterator[str]:
    """Once, until it is decided."""
    if pending(act.history):
        yield _("You asked for it already, or somebody in the office did. It is decided first.")


def recuse(act: AttemptedAct) -> Iterator[str]:
    """By the head, and of a head by the unit above; never about oneself (信访工作条例 28)."""
    asked = pending(act.history)
    if act.facts is None:
        if asked and asked.kind == EventKind.STEP_ASIDE and act.user and asked.actor:
            yield from _against(act.user, asked.actor, act.case.unit)
        return
    person = next(
        (each for each in people(act.case, act.history) if each.pk == act.facts.get("person")), None
    )
    if person is None:
        yield _("Choose who steps aside.")
    elif act.user is not None:
        yield from _against(act.user, person, act.case.unit)
    if act.facts.get("relation") not in Relation.values:
        yield _("Choose what the relation is.")


def refuse_recusal(act: AttemptedAct) -> Iterator[str]:
    """What was asked for, by whoever could have granted it."""
    asked = pending(act.history)
    if asked is None:
        yield _("Nobody has asked that somebody steps aside.")
    elif asked.actor and act.user:
        yield from _against(act.user, asked.actor, act.case.unit)


def readmit(act: AttemptedAct) -> Iterator[str]:
    """By an office above all in which they work, and never by who let them go themselves."""
    gone = aside(act.case)
    if not gone:
        yield _("Nobody has stepped aside.")
        return
    if act.facts is not None:
        gone = [row for row in gone if row.user_id == act.facts.get("person")]
        if not gone:
            yield _("Choose who is back.")
            return
    if act.user is not None and not any(_may_take_back(act, act.user, row) for row in gone):
        yield _("Somebody in charge of an office above theirs decides that, who did not let them go.")


def _may_take_back(act: AttemptedAct, user: User, row: Respondent) -> bool:
    """Whether the user decides above every office of theirs; of who has none any more nobody does."""
    let_go = [
        event.actor_id
        for event in act.history.events
        if event.kind == EventKind.RECUSE and event.data.get("person") == row.user_id
    ]
    return putting_back.may_put_back(user, row, act.case) and user.pk not in let_go[-1:]


def aside(case: Case) -> list[Respondent]:
    """Return the rows of those who stepped aside and are not back."""
    return [row for row in case.respondents.all() if row.recused and row.lifted_at is None]


def suspended(act: AttemptedAct) -> Iterator[str]:
    """Who asked to step aside settles nothing in the case until the head has decided."""
    if act.kind not in acts_that("judges") or act.user is None:
        return
    asked = pending(act.history)
    if asked is not None and asked.actor_id == act.user.pk:
        yield _("You asked to step aside. Until the head has decided, somebody else goes on.")


def _against(user: User, person: User, unit: Unit) -> Iterator[str]:
    """What stands against this user deciding about that person in a case of the unit."""
    if user.pk == person.pk:
        yield _("Nobody decides about themselves. Somebody else in charge does, or the unit above.")
        return
    line = [unit, *unit.superiors()]
    highest = max((turn for turn, each in enumerate(line) if _heads(person, each)), default=None)
    if highest is None or highest + 1 >= len(line):
        return  # no head, or nobody stands above: a colleague who decides there does it
    if not any(_heads(user, each) for each in line[highest + 1 :]):
        yield _("They decide in this unit themselves, so the unit above decides about them.")


def _heads(user: User, unit: Unit) -> bool:
    return any(held.role in DECIDERS and held.unit_id == unit.pk for held in scope.holdings(user))
