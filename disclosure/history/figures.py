"""The totals of earlier lists, from those that publication wrote: nothing is added up from rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from disclosure.history.timeline import ListsInForce, Version
from disclosure.models import ListTotal


@dataclass(frozen=True, slots=True)
class HistoryFigures:
    """What was so of one place: the list that covered it, if one did, and what it came to.

    ``total`` is None where nobody stood on the list, where there was none, and where it is withdrawn.
    """

    version: Version | None
    total: ListTotal | None
    is_withheld: bool
    has_list: bool


def of_places(programme_id: str, codes: list[str], snapshot: ListsInForce) -> Mapping[str, HistoryFigures]:
    """By code the figures of some places; one query."""
    reaching = {code: snapshot.reaching(code) for code in codes}
    wanted = {version.pk for versions in reaching.values() for version in versions}
    totals = ListTotal.objects.filter(Q(region_id__in=codes), programme_id=programme_id, batch__in=wanted)
    found: dict[tuple[str, int], ListTotal] = {}
    for total in totals.telling().select_related("batch").defer("batch__reason"):
        found[total.region_id, total.batch_id] = total
    return {code: _figures(code, snapshot, reaching[code], found) for code in codes}


def _figures(
    code: str, snapshot: ListsInForce, reaching: list[Version], found: Mapping[tuple[str, int], ListTotal]
) -> HistoryFigures:
    version = snapshot.governing(code)
    if reaching and all(one.is_withheld for one in reaching):
        return HistoryFigures(version, None, True, True)
    # A list of a part that came later had the sum above it written again.
    by_day = sorted(reaching, key=lambda one: one.published_at, reverse=True)
    total = next((found[code, one.pk] for one in by_day if (code, one.pk) in found), None)
    if version and total and total.batch_id == version.pk and version.is_withheld:
        total = None
    if total and total.is_withdrawn:
        return HistoryFigures(version, None, True, True)
    return HistoryFigures(version, total, False, bool(reaching))
