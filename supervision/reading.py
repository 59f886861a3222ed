"""Whom a lead's title and summary mean: free text that is read as a case's is (`complaints.reading`).

An inspector writes there whose relative got what, while the page that asks who it is about stays empty. The
writer and the writer's own units are left out, as in staff's notes on a case: they keep the lead.
"""

from collections.abc import Iterable

from complaints.accused import Party
from complaints.nearby import Nearby
from complaints.reading import read
from organizations import scope
from organizations.models import Region
from supervision.models import Lead


def meant_by(texts: Iterable[str], region: Region, writer, rows: Iterable[Party] = ()) -> list[Party]:
    """Return whom the texts of a lead about this place mean, beside those who are on file as `rows`."""
    known = {(row.unit, row.user) for row in rows}
    mine = {holding.unit_id for holding in scope.holdings(writer)}
    found: dict[Party, None] = {}
    for party in read(texts, Nearby(region)):
        if party.user == writer.pk:
            continue
        unit = None if party.unit in mine else party.unit
        if (unit or party.user) and (unit, party.user) not in known:
            found[party._replace(unit=unit)] = None
    return list(found)


def texts_of(lead: Lead) -> list[str]:
    """Return the texts of a lead that are read."""
    return [lead.title, lead.summary]
