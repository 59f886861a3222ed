"""What was written, weighed: whether it may mean who has the case, or anybody because of whom the office
above would have read it first (``later_messages`` draws the consequence).
"""

from dataclasses import dataclass

from complaints import matters
from complaints.acts import acts_that
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling import assignment
from complaints.kinds import kind_of
from complaints.models import Case, CaseEvent, Respondent
from complaints.reach import levels
from complaints.texts import whoever
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.plain import says_nothing_else, takes_back
from complaints.texts.reading import speaks_of_its_handling, speaks_of_somebody
from complaints.texts.respondent_matching import ResolvedRespondent


@dataclass(frozen=True)
class Weighed:
    """What was written, as far as it decides who reads the case next.

    ``said`` is what is read of it, ``parties`` whom that means, ``matter`` what the case is about with it;
    ``theirs``: it is the complainant's word. ``contested``: it says that staff wrote down as theirs what was
    not, or may be about whoever has the case by no word that tells. ``blames_its_readers``: it speaks of
    whoever has the case, at whatever office, or shall not be read by them.
    """

    said: list[str]
    parties: list[ResolvedRespondent]
    matter: str
    theirs: bool
    means_somebody: bool
    contested: bool
    blames_its_readers: bool


def weigh(
    case: Case, event: CaseEvent, said: list[str], parties: list[ResolvedRespondent], *, contested: bool
) -> Weighed:
    """Weigh what an event says. ``parties`` is whom it means, ``contested``: it undoes what staff wrote."""
    theirs = event.kind in acts_that("complainants_words")
    beyond = theirs and _goes_beyond_plain_words(case, event, said)
    blames = theirs and (_shall_go_above(event, beyond) or _blames_its_readers(case, event, said, parties))
    # What it speaks of raises it whomever it means: both count as if they had been said at once.
    somebody = (
        contested
        or _adds_somebody(case, event)
        or _brings_unread_files(case, event)
        or (theirs and (bool(parties) or speaks_of_somebody(said, reported=event.actor is not None)))
        or beyond
        or blames
    )
    # A knock at the door at night is known by no word, so it may be about whoever has the case.
    may_be_of_them = beyond and not kind_of(case.kind).may_only_ask
    return Weighed(
        said,
        parties,
        matters.raised(case.matter, said),
        theirs,
        somebody,
        contested or may_be_of_them,
        blames,
    )


def _adds_somebody(case: Case, event: CaseEvent) -> bool:
    """Whether the event names somebody because of whom the office above would have read it first.

    A stranger may be anybody of the place. An office that has the case and finds out about another goes on
    with it; where somebody else says so, the office above decides.
    """
    if _adds_a_stranger(event):
        return True
    if _is_of_its_own(case, event):
        return False
    return _adds_a_unit(event) and "unit" not in event.data


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


def _shall_go_above(event: CaseEvent, beyond: bool) -> bool:
    """Whether the complainant wants the office above to read it first, or may want it: the hotline asks no
    caller.
    """
    return bool(event.data.get("above_first")) or (event.kind == EventKind.NOTE_CALL and beyond)


def _blames_its_readers(
    case: Case, event: CaseEvent, said: list[str], parties: list[ResolvedRespondent]
) -> bool:
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
    said = whoever.without_thanks(rightly(said))
    grieves, of_the_county = speaks_of_its_handling(said), case.sight == Sight.COUNTY
    if not (grieves or of_the_county):
        return False
    around = Nearby(case.region)
    if of_the_county and not levels.spares_the_county(said, parties, around, later=True):
        return True
    return grieves and not levels.lies_below(said, parties, around)


def _goes_beyond_plain_words(case: Case, event: CaseEvent, said: list[str]) -> bool:
    """Whether more is said than is asked in a question about the rules, so that it may mean who has the case:
    also in the answer to what they asked. Who has the case and took it down themselves has heard it.
    """
    if _is_of_its_own(case, event):
        return False
    return takes_back(said) or not says_nothing_else(said, case.region, reported=event.actor is not None)


def _adds_a_stranger(event: CaseEvent) -> bool:
    """Whether the event names somebody as accused whom we do not know: it may be anybody of the place."""
    if event.kind != EventKind.ADD_RESPONDENT:
        return False
    said = Respondent.objects.filter(pk__in=event.data.get("respondents", ()), unit=None).exclude(name="")
    known = Respondent.objects.filter(case_id=event.case_id, derived=True).values("name")
    return said.exclude(name__in=known).exists()


def _adds_a_unit(event: CaseEvent) -> bool:
    """Whether the event names an office that was chosen as the one complained about."""
    if event.kind != EventKind.ADD_RESPONDENT:
        return False
    said = Respondent.objects.filter(pk__in=event.data.get("respondents", ()), derived=False)
    return said.exclude(unit=None).exists()
