"""What an act does to the case itself: whose desk it lies on afterwards, and the facts that the event keeps.

An act whose row names no effect leaves the case as it is and keeps the facts as they were given. The caller
(``casework``) holds the lock, has asked the guards, and saves the case.
"""

from collections.abc import Callable
from datetime import date

from complaints import routing, sights
from complaints.clocks import extending
from complaints.enums import EventKind, Sight
from complaints.handling import (
    assignment,
    guards,
    hands,
    hearings,
    opinions,
    readers,
    reviews,
    together,
)
from complaints.handling.attempted import AttemptedAct
from complaints.handling.hands import Facts
from complaints.parties import putting_back, respondents, ruling_out
from complaints.texts.respondent_matching import ResolvedRespondent
from complaints.visibility import is_for_every_desk
from complaints.workflow import TRANSITIONS
from organizations.enums import UnitKind
from organizations.models import Unit


def accept(act: AttemptedAct, facts: Facts) -> Facts:
    """Who accepts it works on it, until somebody assigns it."""
    act.case.handler = act.case.handler or act.user
    return facts


def assign(act: AttemptedAct, facts: Facts) -> Facts:
    """It lies on the handler's desk."""
    act.case.handler_id = facts["handler"]
    return facts


def screen(act: AttemptedAct, facts: Facts) -> Facts:
    """The chosen unit handles it, and nobody below that unit sees it; the event keeps where it came from."""
    unit = Unit.objects.get(pk=facts.pop("handling_unit"))
    if unit.pk == act.case.unit_id:
        return facts
    ruling_out.give_back(act.case, unit)
    act.case.sight = sights.of_unit(unit)
    return facts | hands.moved(act.case, unit)


def transfer(act: AttemptedAct, facts: Facts) -> Facts:
    """The other unit has it; what was handed to the inspection group is nobody else's to read."""
    unit = Unit.objects.get(pk=facts["unit"])
    facts |= hands.moved(act.case, unit)
    if unit.kind == UnitKind.INSPECTION:
        act.case.sight = Sight.INSPECTION
    return facts


def take_back(act: AttemptedAct, facts: Facts) -> Facts:
    """The unit that sent it has it again."""
    sent = act.history.open_transfer()
    assert sent is not None  # guards.take_back has seen to it
    sender = Unit.objects.get(pk=sent.data["from"])
    hands.moved(act.case, sender)
    if sent.kind == EventKind.SCREEN:
        # Whoever reads it first decides anew, and until then it is theirs alone.
        act.case.sight = sights.of_unit(sender)
    return facts | {"unit": sender.pk}


def ask_review(act: AttemptedAct, facts: Facts) -> Facts:
    """The unit above has it."""
    by_complainant = reviews.surely_asked(act)
    higher = reviews.reviewer(act.case, act.history, act.accused, by_complainant=by_complainant)
    assert higher is not None  # guards.ask_review has seen to it
    facts |= hands.moved(act.case, higher)
    act.case.hearing_on = None  # one that was called in the review before is of that one
    if by_complainant or _may_speak_of_those_below(act):
        hands.keep_from_below(act.case)
    return facts


def hide_from_below(act: AttemptedAct, facts: Facts) -> Facts:
    """Where an office above the place has the case, those below see it no longer: its words are new."""
    hands.keep_from_below(act.case)
    return facts


def heard_above(act: AttemptedAct, facts: Facts) -> Facts:
    """What the office that has the case was told in a call hides it from those below, as a message does."""
    if _may_speak_of_those_below(act):
        hands.keep_from_below(act.case)
    return facts


def _may_speak_of_those_below(act: AttemptedAct) -> bool:
    """Whether what is taken down in the act is not weighed for those below: somebody could be meant in the
    case before it, or who does it works on it themselves (``weighing``).
    """
    of_the_office = act.user is not None and assignment.works_on(act.case, act.user)
    return of_the_office or not is_for_every_desk(act.case)


def approve_extension(act: AttemptedAct, facts: Facts) -> Facts:
    """The event keeps which clock is longer by how much: the days that were asked for."""
    extension = extending.pending(act.case, act.history, act.today)
    assert extension is not None  # guards.decide_extension has seen to it
    return facts | {
        "days": extension.days,
        "clock": str(extension.clock),
        "day_unit": str(extension.unit),
    }


def add_respondent(act: AttemptedAct, facts: Facts) -> Facts:
    """It is about them too. An event keeps no names, so it points to the rows."""
    given = guards.named(facts)
    facts = hands.include(act.case, respondents.missing(act.case, given), by_staff=True)
    if given.unit and "unit" in facts and act.case.sight == Sight.PLACE:
        # The offices around the accused one would not have read it, had it been said at once. A name alone
        # removes whom it means: else who is put back would not have the case again.
        act.case.sight = sights.of_unit(act.case.unit)
    return facts


def rule_out(act: AttemptedAct, facts: Facts) -> Facts:
    """The office neither has nor sees it any more; the event keeps as ``unit`` who has it now, to be told.

    Only ``above`` where it is the inspection group: an office may have handed it there for what it found out.
    """
    case, avoided = act.case, facts["avoided"]
    thought_there = ruling_out.told_last(act.history) == avoided
    unit = respondents.unit_in_charge_after(case, [ResolvedRespondent(avoided, "", derived=True)])
    respondents.rule_out(case, [avoided])
    moved = {}
    if unit.pk != case.unit_id:
        was = hands.moved(case, unit)
        moved = {"from": was["from"], "to": was["unit"]}
        if case.sight == Sight.PLACE:
            # The offices around the one that is feared would not have read it, had it been said at once.
            case.sight = sights.of_unit(unit)
    hands.free_who_sees_no_more(case)
    if not (moved or thought_there):
        return facts | moved
    told = {"above": True} if case.unit.kind == UnitKind.INSPECTION else {"unit": case.unit_id}
    return facts | moved | told


def put_back(act: AttemptedAct, facts: Facts) -> Facts:
    """Whoever was chosen is hidden from no more."""
    return facts | {"respondents": putting_back.lift(act.case, facts["respondents"])}


def mark_urgent(act: AttemptedAct, facts: Facts) -> Facts:
    """Whoever supervises above finds it on top of their home page."""
    act.case.urgent = True
    return facts


def settle_urgent(act: AttemptedAct, facts: Facts) -> Facts:
    """It leaves their home pages."""
    act.case.urgent = False
    return facts


def recuse(act: AttemptedAct, facts: Facts) -> Facts:
    """They see it no longer and work on it no more; where nobody is left, the unit above has it."""
    case = act.case
    respondents.step_aside(case, facts["person"])
    hands.free_who_sees_no_more(case)
    if readers.reads(case.unit, case, case.respondents.all()):
        return facts
    higher = routing.above(case.unit, act.accused)
    return facts | hands.moved(case, higher) if higher else facts


def readmit(act: AttemptedAct, facts: Facts) -> Facts:
    """They see it again, as if they had not stepped aside."""
    respondents.come_back(act.case, facts["person"])
    return facts


def call_hearing(act: AttemptedAct, facts: Facts) -> Facts:
    """It stands in the calendar of hearings."""
    facts = hearings.facts_of_call(act, facts)
    act.case.hearing_on = date.fromisoformat(facts["hearing_on"])
    return facts


def end_hearing(act: AttemptedAct, facts: Facts) -> Facts:
    """It leaves the calendar of hearings."""
    act.case.hearing_on = None
    return facts


def link(act: AttemptedAct, facts: Facts) -> Facts:
    """Each case names the other, to who sees both."""
    together.tie(act.case, facts["other"])
    return facts


def unlink(act: AttemptedAct, facts: Facts) -> Facts:
    """Neither names the other any more."""
    together.untie(act.case, facts["other"])
    return facts


def merge(act: AttemptedAct, facts: Facts) -> Facts:
    """The other case leads, and the two are linked."""
    together.tie(act.case, facts["other"])
    act.case.merged_into_id = facts["other"]
    return facts


def unmerge(act: AttemptedAct, facts: Facts) -> Facts:
    """It is worked on by itself; the link stays."""
    facts["other"] = act.case.merged_into_id
    act.case.merged_into = None
    return facts


def propose_answer(act: AttemptedAct, facts: Facts) -> Facts:
    """The event keeps where in its text the parts of the opinion stand."""
    return facts | ({"parts": opinions.places(act.parts)} if act.parts else {})


Effect = Callable[[AttemptedAct, Facts], Facts]

#: By the names that the rows of ``workflow`` have.
EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        screen,
        accept,
        assign,
        transfer,
        take_back,
        ask_review,
        hide_from_below,
        heard_above,
        approve_extension,
        add_respondent,
        put_back,
        rule_out,
        mark_urgent,
        settle_urgent,
        recuse,
        readmit,
        call_hearing,
        end_hearing,
        link,
        unlink,
        merge,
        unmerge,
        propose_answer,
    )
}


def apply(act: AttemptedAct) -> Facts:
    """Do to the case what the act does to it, unsaved; return the facts that its event keeps."""
    facts = dict(act.facts or {})
    effect = TRANSITIONS[act.kind].effect
    return EFFECTS[effect](act, facts) if effect else facts
