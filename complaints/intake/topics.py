"""The tree of matters: matter, heading, point. An administrator keeps it; trees of others come by file.

What is shipped (``data/topics.csv``) are the five fields and the funds that the bureau's notice of 2020 on
the campaign in social assistance names (连民〔2020〕12号, 一(一)–(五), 二(二), 二(四)), said as
citizens would.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from complaints import matters
from complaints.enums import Matter
from complaints.models import CaseTopic
from protection.data_tables import DataTable, read

#: The language of those who work on cases.
_OF_STAFF = "zh-hans"


@dataclass(frozen=True, kw_only=True)
class ShippedTopic:
    """A row of a tree by file."""

    code: str
    matter: Matter
    heading: str
    heading_en: str = ""
    name: str
    name_en: str = ""
    asks_since: bool = False
    asks_amount: bool = False
    asks_month: bool = False
    asks_present: bool = False


#: What a row says of its point.
_COLUMNS = [column.name for column in fields(ShippedTopic) if column.name != "code"]
TABLE = DataTable(Path(__file__).parents[1] / "data" / "topics.csv", ShippedTopic, key=("code",))

#: What may be asked, in this order, by the name of the answer; a point asks what its ``asks_`` say.
QUESTIONS = {
    "since": _("Since when?"),
    "amount": _("How much money is it about?"),
    "month": _("Which months?"),
    "present": _("Who was there?"),
}
#: How the answer begins in the story: in words that by themselves raise no matter and blame nobody.
_LINES = {
    "since": pgettext_lazy("line of a story", "Since: %s"),
    "amount": pgettext_lazy("line of a story", "Sum: %s"),
    "month": pgettext_lazy("line of a story", "Months: %s"),
    "present": pgettext_lazy("line of a story", "Present: %s"),
}


def offered(matter: str) -> list[CaseTopic]:
    """Return the points in use of a matter, heading by heading; none where nobody said what it is about."""
    return list(CaseTopic.objects.filter(matter=matter, in_use=True)) if matter else []


def in_use() -> list[CaseTopic]:
    """Return the points in use of all matters, the lightest matter first."""
    found = CaseTopic.objects.filter(in_use=True)
    return sorted(found, key=lambda point: (matters.ORDER.index(point.matter), point.position))


def questions_of(points: Iterable[CaseTopic]) -> list[str]:
    """Return the names of what any of these points asks."""
    points = list(points)
    return [name for name in QUESTIONS if any(getattr(point, f"asks_{name}") for point in points)]


def grouped(points: Iterable[CaseTopic]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return points as the grouped choices of a field, each by its code."""
    return [
        (heading, [(point.code, point.shown) for point in under])
        for heading, under in groupby(points, key=lambda point: point.heading_shown)
    ]


def find(code: str) -> CaseTopic | None:
    """Return the point of this code that is in use."""
    return CaseTopic.objects.filter(code=code, in_use=True).first() if code else None


def at_least(matter: str, topic: CaseTopic | None) -> str:
    """Return the graver of what it was said to be about and of what the point belongs to."""
    return topic.matter if topic and matters.is_graver(topic.matter, than=matter) else matter


def told_with(narrative: str, answers: Mapping[str, str]) -> str:
    """Return the story with what was answered beside it, a line each.

    They become part of the story, so that whatever is done with its words is done with these: they are read
    for whom they mean, stored encrypted, masked and searched.
    """
    with override(_OF_STAFF):
        lines = [str(_LINES[name]) % text for name in _LINES if (text := answers.get(name, "").strip())]
    return "\n".join([narrative, *lines])


def fill() -> int:
    """Add the shipped points that are missing and return how many; what an administrator changed stays."""
    known = set(CaseTopic.objects.values_list("code", flat=True))
    return _add(row for row in enumerate(TABLE.rows) if row[1].code not in known)


def take_over(path: Path) -> tuple[int, int]:
    """Add the points of a file (columns as in ``data/topics.csv``), change those it names, and return how
    many of each. Raises ``TableRefused``, which names the line, and then nothing was changed.

    Points that the file leaves out stay: an administrator takes them out of use.
    """
    rows = list(enumerate(read(path, ShippedTopic, key=("code",))))
    known = CaseTopic.objects.in_bulk([row.code for _at, row in rows], field_name="code")
    added = _add(each for each in rows if each[1].code not in known)
    changed = [_filled(known[row.code], at, row) for at, row in rows if row.code in known]
    CaseTopic.objects.bulk_update(changed, ["position", *_COLUMNS])
    return added, len(changed)


def _add(rows: Iterable[tuple[int, ShippedTopic]]) -> int:
    new = [_filled(CaseTopic(code=row.code), at, row) for at, row in rows]
    return len(CaseTopic.objects.bulk_create(new))


def _filled(topic: CaseTopic, position: int, row: ShippedTopic) -> CaseTopic:
    topic.position = position
    for name in _COLUMNS:
        setattr(topic, name, getattr(row, name))
    topic.clean_fields()
    return topic
