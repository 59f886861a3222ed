"""What follows from words: a case is hidden from whom they mean, and goes up where it would have gone.

Nobody does this: each is an event of its own, without an actor, in the transaction that stores the words,
or when an appointment, an office or the words of the tables change (design, invariant 2).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import matters, routing, sights
from complaints.acts import acts_that
from complaints.enums import EventKind, Sight
from complaints.handling import alike, hands, urgent
from complaints.handling.arriving import include, raise_to
from complaints.handling.record import write_by_itself
from complaints.handling.weighing import Weighed, weigh
from complaints.history import History
from complaints.models import Case, CaseEvent
from complaints.parties import on_file, own_work, respondents, ruling_out, traces
from complaints.permissions import stands_over
from complaints.texts.read_texts import texts_to_read
from complaints.texts.reading import speaks_of_its_handling, speaks_of_somebody
from complaints.visibility import case_filters
from complaints.workflow import DESK, EVERYONE_AT_WORK
from organizations import in_office, scope
from organizations.enums import UnitKind
from organizations.models import Unit, User

NOBODY_ABOVE = _(
    "No office above is left here that could read it first. Nothing was sent, and your text is kept: "
    "let the office that has your case read it, or turn to an office further up outside this site."
)


class NobodyAbove(Exception):
    """Nobody is left who could read what the office that has the case shall not read."""


def read_after_act(case: Case, event: CaseEvent) -> None:
    """What was just written may mean somebody who sees the case: from now on they do not.

    An event of its own says so, without a name and without an actor: the writer accused nobody by an act.
    Raises ``NobodyAbove`` where the writer wants the office above to read it first, and there is none.
    """
    contested = _reopen_where_contested(case, event)
    to_read = texts_to_read(event.kind, on_file.texts_of_event(event), heard=_is_heard(case, event))
    said = [*to_read.whole, *to_read.grievances]
    if event.kind != EventKind.SETTLE_URGENT:  # its reason says what was done about such words
        mark_where_urgent(case, [*said, *to_read.noted], at=event.at)
    traces.keep(case, texts=[*said, *to_read.quoted, *to_read.noted])
    found = on_file.respondents_to_add(case, to_read, event.actor)
    # Who steps aside, or is back, stands in a row of their own, and is not accused by the reason for it.
    parties = [party for party in found if not party.user or party.user != event.data.get("person")]
    before = case.unit
    theirs = event.kind in acts_that("complainants_words")
    if not parties or theirs:
        weighed = weigh(case, event, said, parties, contested=contested)
        raised = _is_due(case, weighed) and _raise_above(case, weighed, at=event.at)
        if theirs and weighed.means_somebody and not raised:
            _leave_hands(case, at=event.at)
    # Those whom it names may be known by now, where the case came to another office.
    if parties := respondents.beside(own_work.beside(case).filter(lifted_at=None), parties):
        include(case, parties, at=event.at, read=event.sequence)
    _hide_own_work(case, at=event.at)
    if event.data.get("above_first"):
        _go_past(case, before, at=event.at)


def _hide_own_work(case: Case, *, at: datetime) -> None:
    """Keep what is not a plain question any more from who worked on what it is about."""
    if parties := own_work.missing(case):
        include(case, parties, at=at)


def mark_where_urgent(case: Case, texts: Iterable[str], *, at: datetime) -> None:
    """Mark the case where words tell that it can not wait."""
    if facts := urgent.told_in(texts, urgent=case.urgent):
        case.urgent = True
        write_by_itself(case, EventKind.MARK_URGENT, facts, at=at)


def _go_past(case: Case, unit: Unit, *, at: datetime) -> None:
    """Keep the case from the unit that had it, also where it has left it already.

    Another inspection group comes first where nobody said where they sit, and else the city, unless something
    went past that before.
    Raises ``NobodyAbove`` where it would stay.
    """
    ruling_out.pass_by(case, unit.pk)
    if case.unit_id != unit.pk:
        return
    if unit.kind != UnitKind.INSPECTION:
        raise NobodyAbove
    first = routing.first_hands(
        case.kind,
        case.matter,
        case.region,
        respondents.accused_units(case),
        someone_meant=True,
        lies_below=False,
        left_open=not case.reach,
    )
    if first.hidden:
        raise NobodyAbove
    raise_to(case, first, case.matter, at=at)


def _leave_hands(case: Case, *, at: datetime) -> None:
    """Take the case from a handler who only opens it since it was given to them: whoever gave it reads first
    what was written, which may be of that very person, and gives it to them or to somebody else.
    """
    handler = case.handler
    if handler is None:
        return
    case.handler = None
    opens_it_anyway = case_filters(handler).admits(case, case.respondents.all())
    case.handler = handler
    if not opens_it_anyway:
        write_by_itself(case, EventKind.HAND_BACK, hands.hand_back(case), at=at)


def _is_heard(case: Case, event: CaseEvent) -> bool:
    """Whether it was written at the hotline, which works on no case and passes on what it is told."""
    actor = event.actor
    return (
        actor is not None
        and scope.has_role(actor, *DESK)
        and not stands_over(actor, case.unit, EVERYONE_AT_WORK - DESK)
    )


def _reopen_where_contested(case: Case, event: CaseEvent) -> bool:
    """Work on the case again whose complainant speaks after staff wrote that they had withdrawn it.

    An event of its own, and nobody's act: no word of another ends what somebody brought (design, 4).
    """
    if event.kind != EventKind.COMPLAINANT_WROTE or not History.of(case).is_withdrawn():
        return False
    write_by_itself(case, EventKind.REOPEN, {}, at=event.at)
    return True


def _is_due(case: Case, weighed: Weighed) -> bool:
    """Whether the office above would have read the case first, had this been said when it came in.

    Somebody new counts only while the place's own office has it; where somebody above has decided that, only
    the complainant's word, if it may be about how or by whom the case is handled since, or if until then
    nobody could be meant. A graver matter counts also afterwards, since whoever decided did not know of it.
    """
    if _leaves_the_office(case, weighed):
        return True
    is_below = case.sight == Sight.PLACE
    screened = case.events.filter(kind=EventKind.SCREEN).order_by("sequence").last()
    if matters.is_graver(weighed.matter, case.matter) and (weighed.theirs or (is_below and not screened)):
        return True
    if not (weighed.means_somebody and is_below):
        return False
    return weighed.contested or screened is None or (weighed.theirs and _is_new(case, weighed.said, screened))


def _leaves_the_office(case: Case, weighed: Weighed) -> bool:
    """Whether the level above the office that has the case reads it, and that office no longer; above an
    inspection group none stands, so that such words mean the group itself (``inspecting``).
    """
    return weighed.blames_its_readers and case.unit.kind != UnitKind.INSPECTION


def _raise_above(case: Case, weighed: Weighed, *, at: datetime) -> bool:
    """Let the office above read the case first; whether there is one that may. It goes to none of those whom
    the same words mean, who are written next.
    """
    accused: list[int | None] = [*respondents.accused_units(case), *(party.unit for party in weighed.parties)]
    leaves = _leaves_the_office(case, weighed)
    if leaves:
        accused.append(case.unit_id)
    try:
        first = routing.first_hands(
            case.kind,
            weighed.matter,
            case.region,
            accused,
            someone_meant=weighed.means_somebody,
            lies_below=on_file.lies_below(case, weighed.matter),
            left_open=not case.reach,
            # Not another office of the same place, which sees it as the one that it left does.
            fit=partial(_is_higher, case) if leaves else None,
        )
    except routing.NoCompetentUnit:  # what was written is kept all the same
        return False
    if not first.screened or first.hidden:
        return False
    if not sights.is_kept_from_more(first.sight, case.sight):
        if not matters.is_graver(weighed.matter, case.matter):
            return False
        # Whoever decided there did not know of it: they decide anew, and no longer alone how it ends.
        first = replace(first, unit=case.unit)
    if leaves and first.unit.kind == UnitKind.INSPECTION:
        # Above the group stands nobody but the office that it left: it does not come back by the next word.
        ruling_out.pass_by(case, case.unit_id)
    raise_to(case, first, weighed.matter, at=at)
    return True


def _is_higher(case: Case, unit: Unit) -> bool:
    """Whether the unit stands above the one that has the case, and above all who see it."""
    level = sights.of_unit(unit)
    return all(sights.is_kept_from_more(level, than) for than in (case.sight, sights.of_unit(case.unit)))


def _is_new(case: Case, said: list[str], screened: CaseEvent) -> bool:
    """Whether who wrote ``screened``, which handed the case down, could not know of what is said now."""
    return speaks_of_its_handling(said) or not _could_mean_somebody(case, before=screened)


def _could_mean_somebody(case: Case, *, before: CaseEvent) -> bool:
    """Whether whoever wrote ``before`` could know of somebody: named, unnamed, or in a file."""
    events = list(case.events.order_by("sequence").prefetch_related("attachments"))
    since = [event for event in events if event.sequence > before.sequence]
    named_since = [row for event in since for row in event.data.get("respondents", ())]
    if own_work.beside(case).exclude(pk__in=named_since).exists():
        return True
    if speaks_of_somebody([case.title, case.narrative]):
        return True
    return any(_means_somebody(event) for event in events if event.sequence < before.sequence)


def _means_somebody(event: CaseEvent) -> bool:
    said = texts_to_read(event.kind, on_file.texts_of_event(event))
    texts = [*said.whole, *said.grievances]
    return bool(event.attachments.all()) or speaks_of_somebody(texts, reported=event.actor is not None)


def read_again(case_id: int) -> CaseEvent | None:
    """Read what is on file of a case anew, after the words have changed; None when it means nobody new."""
    with transaction.atomic():
        in_office.stays()
        case = Case.objects.select_for_update().get(pk=case_id)
        # Tables that know more callings leave more traces.
        traces.keep(case, texts=[*on_file.texts_on_file(case), *on_file.texts_read_in_part(case)])
        alike.keep(case)
        parties = on_file.unread(case)
        return include(case, parties, at=timezone.now()) if parties else None


def rematch_case(case_id: int, whom: User | Unit) -> CaseEvent | None:
    """Write that words on file mean a person or an office not known by them before; None when they do not.

    Nobody's act and with nobody's leave: it follows from an appointment, a new office or a new name, and
    hides the case as if they had been named today (``recognition``).
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        parties = on_file.newly_meant_by(case, whom)
        if not parties:
            return None
        meant = {"accused_unit" if isinstance(whom, Unit) else "user": whom.pk}
        return include(case, parties, at=timezone.now(), **meant)
