"""Rules of single acts that the table of states cannot hold, each with its source.

A guard gets an ``Act`` and yields what stands in the way, in words that a person can act on; all reasons
come at once, not one after the other.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import routing, sights
from complaints.acts import acts_that
from complaints.enums import ClockKind, DeclineGround, EventKind
from complaints.handling import (
    approving,
    assignment,
    elsewhere,
    hearings,
    mediation,
    opinions,
    rating,
    recusal,
    referring,
    together,
    urgent,
)
from complaints.handling.attempted import AttemptedAct, Guard, time_left
from complaints.handling.guards_of_time import ask_review, decide_extension, request_extension
from complaints.models import Case
from complaints.models.people import NAME_LENGTH
from complaints.parties import putting_back, respondents, ruling_out, second_person, watchers
from complaints.permissions import stands_over
from complaints.texts.names import normal_name
from complaints.texts.respondent_matching import ResolvedRespondent, StatedRespondent, accusable
from complaints.workflow import DECIDERS, TRANSITIONS
from organizations.models import Unit, User


def decline(act: AttemptedAct) -> Iterator[str]:
    """Only for a ground that the law names (信访工作条例 19, 36)."""
    if act.facts is not None and act.facts.get("ground") not in DeclineGround.values:
        yield _("Choose the ground on which the matter is not accepted.")


def answer(act: AttemptedAct) -> Iterator[str]:
    """A written opinion has its parts and an outcome (信访工作条例 32); an enquiry gets an answer alone."""
    # What another case leads is answered with it, by an answer that was approved there.
    if approving.standard(act) is not None and not (act.facts or {}).get("approved"):
        yield _("An answer to such a case is approved by a second person. Propose it.")
    yield from hearings.left_open(act)
    yield from opinions.lacking_in(act)


def assign(act: AttemptedAct) -> Iterator[str]:
    """To a handler of the unit itself, and never to somebody the case is about (回避, 信访工作条例 28)."""
    if act.facts is None:
        return
    handler = User.objects.filter(pk=act.facts.get("handler"), is_active=True).first()
    if handler is None or not assignment.works_on(act.case, handler):
        yield _("Choose somebody who holds the post of a handler in the unit in charge.")
    elif not assignment.may_be_given(act.case, handler, act.case.respondents.all()):
        yield _("This person must step aside: the case is about them or their unit.")
    else:
        yield from by_a_second(act, act.case.unit)


#: Why ``routing.may_take`` says no; which of the reasons it is would tell who is accused.
NO_TAKER = gettext_lazy(
    "This unit can not have the case: it is accused or works under the accused, it is no authority for the "
    "place of the case and would not see it, or nobody works there who handles cases."
)


def transfer(act: AttemptedAct) -> Iterator[str]:
    """Never to the accused or to who works under them (信访工作条例 30)."""
    if act.facts is None:
        return
    unit = Unit.objects.filter(pk=act.facts.get("unit") or 0).first()
    if unit is None:
        yield _("Choose the unit that takes over.")
    elif unit.pk == act.case.unit_id:
        yield _("The case is with this unit already. Choose another one.")
    elif not routing.may_take(unit, act.case.region_id, act.accused):
        yield str(NO_TAKER)
    elif _opens_below(act.case, unit) and not (act.user and stands_over(act.user, act.case.unit, DECIDERS)):
        yield _(
            "The case was kept from the offices below. Only a supervisor of its unit gives it to one of them."
        )
    else:
        yield from by_a_second(act, unit)


def _opens_below(case: Case, unit: Unit) -> bool:
    """Whether offices would see the case that do not see it now: the place's, or the county's where the city
    or the inspection group kept it.
    """
    return sights.is_kept_from_more(case.sight, sights.of_unit(unit))


def screen(act: AttemptedAct) -> Iterator[str]:
    """Whoever screens chooses freely among all who are not touched by the accusation, themselves included."""
    if act.facts is None:
        return
    unit = Unit.objects.filter(pk=act.facts.get("handling_unit") or 0).first()
    if unit is None:
        yield _("Choose the unit that handles it.")
    elif unit.pk != act.case.unit_id and not assignment.may_have_it_back(act.case, unit):
        yield str(NO_TAKER)
    elif unit.pk != act.case.unit_id:
        yield from by_a_second(act, unit)


def objection(act: AttemptedAct) -> Iterator[str]:
    """Within 5 working days of the transfer, to the unit that sent it (信访工作条例 23)."""
    sent = act.history.open_transfer()
    if sent is None:
        yield _("The case was not passed on to your unit, so there is nobody to return it to.")
        return
    if sent.data["from"] in routing.forbidden_units(act.accused):
        yield _("The unit that passed it on may not have it back: the case is about it. Choose another one.")
    if act.history.open_objection():
        yield _("It was returned already; the unit that sent it has to answer first.")
    last = time_left(act, ClockKind.RETURN, timezone.localdate(sent.at))
    if last is not None and act.today > last:
        yield _("The time for returning it ended on %(date)s.") % {"date": date_format(last)}


def take_back(act: AttemptedAct) -> Iterator[str]:
    """With the sender's consent (信访工作条例 23), unless the case has turned out to be about the sender."""
    sent = act.history.open_transfer()
    if sent is None or act.history.open_objection() is None:
        yield _("Nobody asked you to take this case back.")
    elif sent.data["from"] in routing.forbidden_units(act.accused):
        yield _("The unit that passed it on may not have it back: the case is about it. Choose another one.")
    else:
        yield from by_a_second(act, Unit.objects.get(pk=sent.data["from"]))


def call_back(act: AttemptedAct) -> Iterator[str]:
    """By somebody other than those who handled it (local 12345 rules); taken up again once."""
    answered = [event.actor_id for event in act.history.events if event.kind == EventKind.ANSWER]
    if act.user is not None and act.user.pk in {act.case.handler_id, *answered}:
        yield _("You handled this case; somebody else has to call back.")
    yield from rating.again(act)


def add_respondent(act: AttemptedAct) -> Iterator[str]:
    """A unit around the place, or words for anybody, not on file yet; and somebody is left to handle it."""
    if act.facts is None:
        return
    given = named(act.facts)
    if given.unit and not accusable(act.case.region_id).filter(pk=given.unit).exists():
        yield _("Choose units from the list.")
        return
    if len(given.name) > NAME_LENGTH:
        yield _("This is too long for a name: at most %(most)d characters fit.") % {"most": NAME_LENGTH}
        return
    if not given.unit and not given.name:
        yield _("Choose the unit that the case is about, or write the name.")
        return
    found = respondents.missing(act.case, given)
    if act.user is not None and not watchers.is_one(act.user) and watchers.among(found):
        yield str(watchers.TAKE_IT_DOWN_APART)
        return
    if all(party.derived for party in found):
        yield _("The case is about them already; it is hidden from them since that was put on file.")
        return
    try:
        respondents.unit_in_charge_after(act.case, found)
    except routing.NoCompetentUnit:
        yield _(
            "Nobody would be left who may handle the case. Ask an administrator to enter the discipline "
            "inspection group that answers for this place, then do this again."
        )


def put_back(act: AttemptedAct) -> Iterator[str]:
    """By somebody above whoever was removed, and only what words alone removed."""
    if act.user is None:
        return
    open_ones = {row.pk for row in putting_back.choices(act.case, act.user, None if act.facts else 1)}
    if not open_ones:
        yield _("Words have removed nobody whom you could put back.")
    elif act.facts is not None:
        chosen = set(act.facts.get("respondents", ()))
        if not chosen:
            yield _("Choose whom to put back.")
        elif chosen - open_ones:
            yield _("Somebody above them has to put these people back, or they were put back already.")
        elif second_person.puts_back_whom_they_handed_to(
            act.case, act.history, act.user, putting_back.rows_of(act.case, chosen)
        ):
            yield _("You handed the case to their office. Somebody else has to put them back.")


def rule_out(act: AttemptedAct) -> Iterator[str]:
    """An office of the place, or one that the complainant was told; and somebody is left to take it."""
    if act.facts is None:
        return
    unit = act.facts.get("avoided")
    if unit not in ruling_out.may_be_ruled_out(act.case, act.history):
        yield _("Choose an office that your case names.")
        return
    try:
        respondents.unit_in_charge_after(act.case, [ResolvedRespondent(unit, "", derived=True)])
    except routing.NoCompetentUnit:
        yield _(
            "No other office here could take it, so it stays where it is. "
            "Turn to an office further up as well."
        )


def by_a_second(act: AttemptedAct, unit: Unit) -> Iterator[str]:
    """Nobody alone puts somebody back and hands them the case."""
    if act.user and second_person.hands_to_whom_they_put_back(act.case, act.history, act.user, unit):
        yield _(
            "You put back somebody of this office, or who would see it there. Somebody else has to do it."
        )


def ending(act: AttemptedAct) -> Iterator[str]:
    """What is reported is not ended by whoever alone decided that they handle it (design, invariant 3)."""
    if act.kind not in acts_that("ends_unanswered") or act.user is None:
        return
    decides = stands_over(act.user, act.case.unit, DECIDERS)
    if second_person.ends_alone(act.case, act.history, act.user, act.kind, decides=decides):
        yield _(
            "A report, a case about conduct or money, and what somebody noted as withdrawn, are not ended by "
            "one person alone, supervisors included: somebody else does it than who decided who handles it."
        )


def named(facts: dict[str, Any]) -> StatedRespondent:
    """Whom the facts of the act name."""
    return StatedRespondent(facts.get("accused_unit"), normal_name(facts.get("accused_name", "")))


#: By the names that the rows of ``workflow`` have.
GUARDS: dict[str, Guard] = {
    rule.__name__: rule
    for rule in (
        screen,
        decline,
        elsewhere.elsewhere,
        answer,
        approving.propose_answer,
        approving.return_answer,
        approving.approve_answer,
        assign,
        transfer,
        objection,
        take_back,
        request_extension,
        decide_extension,
        call_back,
        rating.rate,
        ask_review,
        add_respondent,
        put_back,
        rule_out,
        urgent.mark_urgent,
        urgent.settle_urgent,
        recusal.step_aside,
        recusal.ask_recusal,
        recusal.recuse,
        recusal.refuse_recusal,
        recusal.readmit,
        referring.refer,
        referring.take_up,
        referring.give_back,
        referring.reopen,
        hearings.call_hearing,
        hearings.end_hearing,
        mediation.mediate,
        together.link,
        together.unlink,
        together.merge,
    )
}


def reasons_against(act: AttemptedAct) -> list[str]:
    """Everything that stands in the way of the act, beyond state and role."""
    if act.user and act.kind not in acts_that("left_to_the_named") and _was_put_back(act, act.user):
        return [_("The case was about you. You may read it and write a note; others decide.")]
    if act.user and second_person.judges_own_work(act.case, act.kind, act.user):
        return [
            _(
                "You worked on the notice or the list that this is about. A colleague who did not, or the "
                "office above, decides."
            )
        ]
    guard = TRANSITIONS[act.kind].guard
    return [
        *recusal.suspended(act),
        *together.leads_others(act),
        *ending(act),
        *(GUARDS[guard](act) if guard else ()),
    ]


def _was_put_back(act: AttemptedAct, user: User) -> bool:
    return bool(act.history.count(EventKind.PUT_BACK)) and second_person.was_put_back(act.case, user)
