"""Which texts of which acts are read for whom they mean, and why: the table ``data/read_texts.csv``.

What staff write in ordinary work names their own office and colleagues; of some of their texts only the
grievances are read, of others nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from complaints.texts.reading import grievances
from protection.data_tables import DataTable


@dataclass(frozen=True)
class TextRule:
    """One row: how a text of an act is read. A complaint counts as an act; texts not named are not read."""

    act: str
    field: Literal["title", "narrative", "text", "reason", "files"]
    read: Literal["all", "others", "people", "no"]
    why: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "read_texts.csv", TextRule, key=("act", "field"))


class TextsToRead(NamedTuple):
    """What is read of an act: texts as a whole, and the grievances of those of which no more is read.

    ``noted`` are the same texts as a whole: somebody else whom they name in full is meant by any sentence.
    ``quoted`` are grievances in what an office writes to somebody: of these only whom they mean counts, and
    not what they speak of, which the office answers.
    """

    whole: list[str]
    grievances: list[str]
    quoted: list[str]
    noted: Sequence[str] = ()


def texts_to_read(act: str, texts: Mapping[str, str], *, heard: bool = False) -> TextsToRead:
    """Return what is read of the texts of an act, which come by the name of their field.

    ``heard``: the hotline wrote down what somebody told, so that more is read than grievances.
    """
    ways: dict[str, str] = {rule.field: rule.read for rule in TABLE.rows if rule.act == act}
    if heard:
        ways = {field: "all" if way in ("others", "people") else way for field, way in ways.items()}
    written = [(ways.get(field, "no"), text) for field, text in texts.items() if text]
    return TextsToRead(
        whole=[text for way, text in written if way == "all"],
        grievances=[grievances(text) for way, text in written if way == "others"],
        quoted=[grievances(text) for way, text in written if way == "people"],
        noted=[text for way, text in written if way == "others"],
    )
