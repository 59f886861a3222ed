"""The columns of a county's file of a month, each with what it means: the file and its dictionary are made
of this one table.

What is said of a household comes from ``PublicRow`` alone, and only where the programme's public list shows
that column (``masking.columns_of``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.models import Programme
from disclosure.public import columns as public_columns
from disclosure.public.columns import Medium
from disclosure.public.masking import PublicRow
from organizations import codes
from organizations.models import Region


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One row of a list with where and of when it is. ``shown``: the columns of its programme's list."""

    month: date
    village: Region
    township: str
    programme: Programme
    row: PublicRow
    shown: frozenset[str]

    def of_list(self, name: str) -> Any:
        """A column of the public list; None where the programme's list has none."""
        return getattr(self.row, name) if name in self.shown else None


@dataclass(frozen=True, slots=True)
class BulkColumn:
    """One column: its name in JSON, its heading in CSV, what it means, how it is written, where it is from.

    ``is_of_list``: its public basis is that of the column of the same name in ``data/public_columns.csv``.
    """

    name: str
    heading: Promise
    meaning: Promise
    form: Promise
    source: Promise
    value: Callable[[BulkRow], Any]
    is_of_list: bool = False

    @property
    def bases(self) -> list[str]:
        """The laws and house rules by which a list shows it, each once."""
        rows = [row for row in public_columns.TABLE.rows if row.medium == Medium.WEB]
        return list(dict.fromkeys(row.basis for row in rows if self.is_of_list and row.column == self.name))


_MONTH = _("A month: 2026-10")
_TEXT = _("Text")
_NUMBER = _("A whole number")
_OF_LIST = _("The public list")
_DIVISIONS = _("The administrative division codes of the state")

COLUMNS = (
    BulkColumn(
        "month",
        _("Month"),
        _("The month whose list the row stands on, in the last version of that list."),
        _MONTH,
        _OF_LIST,
        lambda one: f"{one.month:%Y-%m}",
    ),
    BulkColumn(
        "county_code",
        _("Code of the county"),
        _("The county, district or city whose file this is."),
        _("6 digits; keep it as text"),
        _DIVISIONS,
        lambda one: codes.county_of(one.village.code),
    ),
    BulkColumn(
        "township_code",
        _("Code of the township"),
        _("The township or subdistrict in which the household lives."),
        _("9 digits; keep it as text"),
        _DIVISIONS,
        lambda one: codes.township_of(one.village.code),
    ),
    BulkColumn(
        "township",
        _("Township"),
        _("Its name."),
        _TEXT,
        _DIVISIONS,
        lambda one: one.township,
    ),
    BulkColumn(
        "code",
        _("Code"),
        _("The village or community in which the household lives; the address is no closer than that."),
        _("12 digits; keep it as text"),
        _DIVISIONS,
        lambda one: one.village.code,
    ),
    BulkColumn(
        "village",
        _("Village"),
        _("Its name."),
        _TEXT,
        _OF_LIST,
        lambda one: one.of_list("village"),
        is_of_list=True,
    ),
    BulkColumn(
        "programme",
        _("Code of the programme"),
        _("The programme, the same in every language and month."),
        _("Letters and hyphens"),
        _("This portal"),
        lambda one: one.programme.pk,
    ),
    BulkColumn(
        "programme_name",
        _("Programme"),
        _("The name of the programme."),
        _TEXT,
        _OF_LIST,
        lambda one: one.of_list("programme"),
    ),
    BulkColumn(
        "name",
        _("Name"),
        _("Who applied for the household, masked as on the page; of a minor that it is one, and no name."),
        _TEXT,
        _OF_LIST,
        lambda one: one.of_list("name"),
        is_of_list=True,
    ),
    BulkColumn(
        "people",
        _("People"),
        _(
            "How many people in the household are assisted; empty where something was paid once"
            ", and where the list does not say it."
        ),
        _NUMBER,
        _OF_LIST,
        lambda one: one.of_list("people"),
        is_of_list=True,
    ),
    BulkColumn(
        "amount",
        _("Yuan"),
        _(
            "What the household gets a month, or got once; empty where the programme pays nothing"
            ", and where the list does not say it."
        ),
        _("Yuan with two decimals: 460.00"),
        _OF_LIST,
        lambda one: one.of_list("amount"),
        is_of_list=True,
    ),
    BulkColumn(
        "paid_once",
        _("Paid once"),
        _("Whether the amount was paid once; otherwise it is paid each month."),
        _("1 or 0"),
        _("This portal"),
        lambda one: int(one.programme.pays_once),
    ),
    BulkColumn(
        "reason",
        _("Granted for"),
        _("For what something was paid once, as one of a few classes; otherwise empty."),
        _TEXT,
        _OF_LIST,
        lambda one: one.of_list("reason"),
        is_of_list=True,
    ),
    BulkColumn(
        "since",
        _("Since"),
        _("The month in which assistance began; of what was paid once, the month of approval."),
        _MONTH,
        _OF_LIST,
        lambda one: _as_month(one.of_list("since")),
        is_of_list=True,
    ),
)
#: The columns of the dictionary as a file.
DICTIONARY = (_("Column"), _("Name in JSON"), _("Meaning"), _("Format"), _("Source"), _("Basis"))


def record(entry: BulkRow) -> Mapping[str, Any]:
    """A row by the names of its columns, in their order."""
    return {column.name: column.value(entry) for column in COLUMNS}


def dictionary() -> Iterator[list[Any]]:
    """The lines of the dictionary."""
    for one in COLUMNS:
        yield [one.heading, one.name, one.meaning, one.form, one.source, "；".join(one.bases)]


def _as_month(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None
