"""Every list on which a household stood, for the staff: also those that were withdrawn or replaced since.

The public has the part of it that may be shown today (``lives``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.history import timeline
from disclosure.history.timeline import Version
from disclosure.models import Recipient
from disclosure.publication.households import COMPARED
from organizations import codes


@dataclass(frozen=True, slots=True)
class Stood:
    """A list and the row that stood on it; ``changed`` names what is not as on the list before.

    ``is_replaced``: a corrected list of the same place and month came after it.
    """

    version: Version
    row: Recipient
    changed: frozenset[str] = frozenset()
    is_replaced: bool = False


def on_lists(programme_id: str, rows: Iterable[Recipient]) -> list[Stood]:
    """The lists of a programme on which one of these rows stood, the latest first. One query.

    The rows are those of one household, each with the lists that opened and closed it.
    """
    own = [row for row in rows if row.programme_id == programme_id]
    versions = timeline.covering(programme_id, {row.region_id for row in own}).versions
    last = {(version.place, version.month): version.pk for version in versions}
    found: list[Stood] = []
    for version in versions:
        for row in own:
            if codes.contains(version.place, row.region_id) and _stands(row, version):
                before = found[-1].row if found else row
                changed = frozenset(name for name in COMPARED if getattr(before, name) != getattr(row, name))
                is_replaced = last[version.place, version.month] != version.pk
                found.append(Stood(version, row, changed, is_replaced))
    return found[::-1]


def _stands(row: Recipient, version: Version) -> bool:
    """Whether the row was opened by this list or an earlier one, and closed by a later one or by none.

    A list that is just becoming public has no moment yet: what it opens stands on no list, and what it closes
    on all.
    """
    opened = row.valid_from.published_at
    closed = row.valid_until.published_at if row.valid_until else None
    is_open = opened is not None and opened <= version.published_at
    return is_open and (closed is None or closed > version.published_at)
