"""What follows from words: a case is hidden from whom they mean, and goes up where it would have gone.

Nobody does this: each is an event of its own, without an actor, in the transaction that stores the words,
or when an appointment, an office or the words of the tables change (design, invariant 2).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints import assignment, effects, levels, matters, respondents, routing, traces, whoever
from complaints.accused import Party
from complaints.enums import CaseKind, CaseStatus, EventKind, Sight
from complaints.history import History
from complaints.models import Case, CaseEvent
from complaints.nearby import Nearby
from complaints.permissions import stands_over
from complaints.plain import says_nothing_else, takes_back
from complaints.read_texts import texts_to_read
from complaints.reading import speaks_of_its_handling, speaks_of_somebody
from complaints.record import write_by_itself
from complaints.visibility import case_filters, is_kept_from_more
from complaints.workflow import DESK, EVERYONE_AT_WORK
from organizations import in_office, scope
from organizations.enums import UnitKind
from organizations.models import Unit, User

#: Whose texts are the complainant's words; in a note an office that finds out about another goes on.
_OF_THE_COMPLAINANT = frozenset(
    {
        EventKind.COMPLAINANT_WROTE,
        EventKind.NOTE_CALL,
        EventKind.ASK_REVIEW,
        EventKind.CALL_BACK,
        EventKind.WITHDRAW,
    }
)


def follow(case: Case, event: CaseEvent) -> None:
    """What was just written may mean somebody who sees the case: from now on they do not.

    An event of its own says so, without a name and without an actor: the writer accused nobody by an act.
    """
    contested = _reopen_where_contested(case, event)
    to_read = texts_to_read(event.kind, respondents.texts_of(event), heard=_is_heard(case, event))
    said = [*to_read.whole, *to_read.grievances]
    traces.keep(case, texts=said)
    parties = respondents.newly_said(case, to_read, event.actor)
    matter = matters.raised(case.matter, said)
    theirs = event.kind in _OF_THE_COMPLAINANT
    if not parties or theirs:
        beyond = theirs and _goes_beyond_plain_words(case, event, said)
        # What it speaks of raises it whomever it means: both count as if they had been said at once.
        someone = (
            contested
            or _adds_somebody(case, event)
            or _brings_unread_files(case, event)
            or (theirs and (bool(parties) or speaks_of_somebody(said, reported=event.actor is not None)))
            or beyond
        )
        blamed = theirs and _blames_its_readers(case, event, said, parties)
        # A knock at the door at night is known by no word, so it may be about whoever has the case.
        contested = contested or (beyond and case.kind != CaseKind.ENQUIRY)
        raised = _raise_where_due(
            case,
            matter,
            someone or blamed,
            said=said,
            theirs=theirs,
            contested=contested,
            blamed=blamed,
            meant=parties,
            at=event.at,
        )
        if theirs and (someone or blamed) and not raised:
            _leave_hands(case, at=event.at)
    if parties:
        _include(case, parties, at=event.at, read=event.sequence)


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
        write_by_itself(case, EventKind.HAND_BACK, effects.hand_back(case), at=at)


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


def _adds_somebody(case: Case, event: CaseEvent) -> bool:
    """Whether the event names somebody because of whom the office above would have read it first.

    A stranger may be anybody of the place. An office that has the case and finds out about another goes on
    with it; where somebody else says so, the office above decides.
    """
    if respondents.adds_a_stranger(event):
        return True
    if _is_of_its_own(case, event):
        return False
    return respondents.adds_a_unit(event) and "unit" not in event.data


def _is_of_its_own(case: Case, event: CaseEvent) -> bool:
    """Whether somebody who works on cases in the unit that has this one wrote it, of what they found.

    Not what they were told when they called back, unless it is that somebody is content: whoever handled it
    reads that.
    """
    if event.actor is None or not assignment.works_on(case, event.actor):
        return False
    return event.kind != EventKind.CALL_BACK or _is_content(event)


def _is_content(event: CaseEvent) -> bool:
    said = [event.reason, event.text]
    grieves = speaks_of_its_handling(said) or speaks_of_somebody(said, reported=True)
    return bool(event.data.get("satisfied")) and not grieves


def _brings_unread_files(case: Case, event: CaseEvent) -> bool:
    """Whether the complainant sent files that the office did not ask for: no machine reads whom they mean."""
    if event.kind != EventKind.COMPLAINANT_WROTE or not event.attachments.exists():
        return False
    before = case.events.filter(sequence__lt=event.sequence).latest("sequence")
    return before.status != CaseStatus.WAITING


def _blames_its_readers(case: Case, event: CaseEvent, said: list[str], parties: list[Party]) -> bool:
    """Whether what the complainant says may be of whoever reads the case above the place, at work or not:
    of who came, of pressure, of any grievance that is not clearly of somebody below.

    What asks for a review goes above by itself. What has ended does not: after an end people say who came to
    their door.
    """
    if whoever.is_spoken_of(said):
        return True
    asks_above = event.kind == EventKind.ASK_REVIEW
    if case.sight == Sight.PLACE or asks_above or _is_of_its_own(case, event):
        return False
    grieves = speaks_of_its_handling(whoever.without_thanks(said))
    return grieves and not levels.lies_below(said, parties, Nearby(case.region))


def _goes_beyond_plain_words(case: Case, event: CaseEvent, said: list[str]) -> bool:
    """Whether more is said than is asked in a question about the rules, so that it may mean who has the case:
    also in the answer to what they asked. Who has the case and took it down themselves has heard it.
    """
    if _is_of_its_own(case, event):
        return False
    return takes_back(said) or not says_nothing_else(said, case.region, reported=event.actor is not None)


def _raise_where_due(
    case: Case,
    matter: str,
    someone: bool,
    *,
    said: list[str],
    theirs: bool,
    contested: bool,
    blamed: bool,
    meant: list[Party],
    at: datetime,
) -> bool:
    """Let the office above read the case first where it would have, had this been said when it came in.

    Returns whether it does.

    Somebody new counts only while the place's own office has it; where somebody above has decided that, only
    the complainant's word, if it may be about how or by whom the case is handled since, or if until then
    nobody could be meant. A graver matter counts also afterwards, since whoever decided did not know of it.
    ``said`` is what is read; ``theirs``: it is the complainant's word; ``contested``: it says that staff
    wrote down as theirs what was not, or may be about whoever has the case.

    ``blamed``: it speaks of whoever has the case, at whatever office. Then the level above that office reads
    it, and the office itself no longer; an inspection group keeps it, above which no office stands.
    ``meant`` is whom the same words mean: they are written next, and the case goes to none of them before.
    """
    is_below = case.sight == Sight.PLACE
    screened = case.events.filter(kind=EventKind.SCREEN).order_by("sequence").last()
    raised = matters.is_graver(matter, case.matter) and (theirs or (is_below and not screened))
    leaves = blamed and case.unit.kind != UnitKind.INSPECTION
    if not (raised or leaves) and not (
        someone and is_below and (contested or screened is None or (theirs and _is_new(case, said, screened)))
    ):
        return False
    accused: list[int | None] = [*respondents.accused_units(case), *(party.unit for party in meant)]
    if leaves:
        accused.append(case.unit_id)
    try:
        first = routing.first_hands(
            case.kind,
            matter,
            case.region,
            accused,
            someone_meant=someone,
            lies_below=respondents.lies_below(case, matter),
        )
    except routing.NoCompetentUnit:  # what was written is kept all the same
        return False
    if not first.screened or first.hidden or not is_kept_from_more(first.sight, case.sight):
        return False
    write_by_itself(case, EventKind.RAISE, effects.raise_above(case, first, matter), at=at)
    return True


def _is_new(case: Case, said: list[str], screened: CaseEvent) -> bool:
    """Whether who wrote ``screened``, which handed the case down, could not know of what is said now."""
    return speaks_of_its_handling(said) or not _could_mean_somebody(case, before=screened)


def _could_mean_somebody(case: Case, *, before: CaseEvent) -> bool:
    """Whether whoever wrote ``before`` could know of somebody: named, unnamed, or in a file."""
    events = list(case.events.order_by("sequence").prefetch_related("attachments"))
    since = [event for event in events if event.sequence > before.sequence]
    named_since = [row for event in since for row in event.data.get("respondents", ())]
    if case.respondents.filter(avoided=False).exclude(pk__in=named_since).exists():
        return True
    if speaks_of_somebody([case.title, case.narrative]):
        return True
    return any(_means_somebody(event) for event in events if event.sequence < before.sequence)


def _means_somebody(event: CaseEvent) -> bool:
    said = texts_to_read(event.kind, respondents.texts_of(event))
    texts = [*said.whole, *said.grievances]
    return bool(event.attachments.all()) or speaks_of_somebody(texts, reported=event.actor is not None)


def read_again(case_id: int) -> CaseEvent | None:
    """Read what is on file of a case anew, after the words have changed; None when it means nobody new."""
    with transaction.atomic():
        in_office.stays()
        case = Case.objects.select_for_update().get(pk=case_id)
        # Tables that know more callings leave more traces.
        traces.keep(case, texts=respondents.written(case))
        parties = respondents.unread(case)
        return _include(case, parties, at=timezone.now()) if parties else None


def _include(case: Case, parties: list[Party], *, at: datetime, **facts: Any) -> CaseEvent:
    """Make the case be about the parties by nobody's act.

    Where it was kept from the place and leaves its office by that, the next one decides first who handles it,
    and the complainant is told.
    """
    before = case.unit_id
    event = write_by_itself(case, EventKind.ADD_RESPONDENT, effects.include(case, parties) | facts, at=at)
    if case.unit_id != before and case.sight != Sight.PLACE and event.status != CaseStatus.SCREENING:
        write_by_itself(case, EventKind.RAISE, {"from": before, "unit": case.unit_id}, at=at)
    return event


def recognise(case_id: int, whom: User | Unit) -> CaseEvent | None:
    """Write that words on file mean a person or an office not known by them before; None when they do not.

    Nobody's act and with nobody's leave: it follows from an appointment, a new office or a new name, and
    hides the case as if they had been named today (``recognition``).
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        parties = respondents.newly_meant_by(case, whom)
        if not parties:
            return None
        meant = {"accused_unit" if isinstance(whom, Unit) else "user": whom.pk}
        return _include(case, parties, at=timezone.now(), **meant)
