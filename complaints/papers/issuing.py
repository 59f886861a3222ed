"""Giving a paper: in the transaction of its act, with the next number, frozen from then on."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from complaints.enums import EventKind
from complaints.models import Case, CaseEvent, FormalPaper
from complaints.papers import filling, numbering, wording
from complaints.papers.content import PaperContent, PaperPart, new_salt
from complaints.papers.table import PaperRow, given_by, parts_of
from organizations.enums import UnitKind
from organizations.models import Unit


def paper_of(case: Case, events: Sequence[CaseEvent]) -> tuple[PaperRow, Unit] | None:
    """Return the paper that the last of these events gives, and who gives it; None where it gives none.

    What nobody of the staff did, as an answer that a file of another system brought, gives none.
    """
    event = events[-1]
    if event.actor_id is None:
        return None
    unit = _giver(case, event)
    row = given_by(
        EventKind(event.kind),
        case.kind,
        asked=sum(each.kind == EventKind.ASK_REVIEW for each in events),
        to_discipline=event.kind == EventKind.REFER or case.unit.kind == UnitKind.INSPECTION,
        by_discipline=unit.kind == UnitKind.INSPECTION,
    )
    return (row, unit) if row else None


def _giver(case: Case, event: CaseEvent) -> Unit:
    """Who had the case when the act was done."""
    if event.kind == EventKind.TRANSFER:
        return Unit.objects.select_related("region").get(pk=event.data["from"])
    return case.unit


def issue(case: Case, events: Sequence[CaseEvent], parts: Mapping[str, str]) -> FormalPaper | None:
    """Write the paper that the last event gives, once the clocks are counted; None where it gives none.

    ``parts`` are what was written for the parts of an opinion. The caller holds transaction and lock.
    """
    found = paper_of(case, events)
    if found is None:
        return None
    row, unit = found
    event = events[-1]
    day = timezone.localdate(event.at)
    number, serial = numbering.take(case, unit, row.word, day)
    content = compose(row, filling.Given(case, event, unit, parts), number)
    return FormalPaper.objects.create(
        case=case,
        event=event,
        kind=row.paper,
        unit=unit,
        number=number,
        serial=serial,
        issued_on=day,
        content=content.stored(),
        digest=content.digest(),
    )


def compose(row: PaperRow, given: filling.Given, number: str) -> PaperContent:
    """Return what the paper says, in Chinese whatever language its maker reads the staff site in."""
    values = filling.values(given)
    words = wording.for_unit(given.unit, parts_of(row.paper))
    parts = tuple(
        PaperPart(part.part, words[part.part][0], wording.filled(words[part.part][1], values))
        for part in parts_of(row.paper)
    )
    day = timezone.localdate(given.event.at)
    return PaperContent(row.title, given.unit.name, number, day, parts, row.seal, new_salt())
