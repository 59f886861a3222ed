"""Whom a lead's texts mean: title and summary are read as a case's story is (``complaints.texts.reading``).

An inspector writes there whose relative got what, while the page that asks who it is about stays empty. Of
notes, results and reasons only the grievances are read: in ordinary work they name colleagues. The writer and
the writer's own units are left out, as in staff's notes on a case: they keep the lead.
"""

from collections.abc import Iterable

from complaints.texts.nearby import Nearby
from complaints.texts.reading import grievances, read
from complaints.texts.respondent_matching import ResolvedRespondent
from organizations import scope
from organizations.models import Region
from supervision.enums import LeadEventKind as Kind
from supervision.models import Lead, LeadEvent

#: Why somebody was put back names them, and accuses nobody.
_NOT_READ = frozenset({Kind.PUT_BACK})


def meant_by(
    texts: Iterable[str], region: Region, writer, rows: Iterable[ResolvedRespondent] = ()
) -> list[ResolvedRespondent]:
    """Return whom the texts of a lead about this place mean, beside those who are on file as ``rows``."""
    known = {(row.unit, row.user) for row in rows}
    mine = {holding.unit_id for holding in scope.holdings(writer)}
    found: dict[ResolvedRespondent, None] = {}
    for party in read(texts, Nearby(region)):
        if party.user == writer.pk:
            continue
        unit = None if party.unit in mine else party.unit
        if (unit or party.user) and (unit, party.user) not in known:
            found[party._replace(unit=unit)] = None
    return list(found)


def texts_of(lead: Lead) -> list[str]:
    """Return the texts of a lead that are read; prefetch ``events`` for many."""
    return [lead.title, lead.summary, *(text for event in lead.events.all() if (text := text_of(event)))]


def text_of(event: LeadEvent) -> str:
    """Return what is read of the words that stand with an event."""
    return "" if event.kind in _NOT_READ else grievances(event.reason)


def newly_meant_by(lead: Lead, event: LeadEvent) -> list[ResolvedRespondent]:
    """Return whom the words of an event mean and who sees the lead; also who was put back before."""
    text = text_of(event)
    if not text:
        return []
    standing = lead.respondents.filter(lifted_at=None)
    rows = [ResolvedRespondent(row.unit_id, row.name, row.user_id, row.derived) for row in standing]
    return meant_by([text], lead.region, event.actor, rows)
