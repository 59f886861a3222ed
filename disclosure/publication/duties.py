"""What must be public and by when: the rows of the disclosure catalogue, as they are kept in the database.

A list of people is owed by every county (县级民政部门, 民办函〔2019〕52号) for every month, and is due so
many working days after the end of the month that it is about: a list of a month is made at the latest on
its last day. A programme that no row of the catalogue names owes no list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from disclosure.enums import Proof
from disclosure.models import CatalogueItem, NotApplicable, Programme
from organizations import codes
from protection.cached_tables import while_unchanged
from protection.data_tables import DataTable

#: What is read of a programme with each row of the catalogue.
NAMED = ("code", "name", "name_en")


@dataclass(frozen=True)
class CatalogueLimit:
    """A time that holds where a row of the catalogue has none of its own, in working days."""

    name: str
    days: int
    basis: str


LIMITS = DataTable(Path(__file__).parents[1] / "data" / "catalogue_limits.csv", CatalogueLimit, key=("name",))


def common_limit() -> CatalogueLimit:
    """What holds for a row whose own time is not legible."""
    return next(limit for limit in LIMITS.rows if limit.name == "common")


@dataclass(frozen=True)
class CatalogueDuty:
    """One row of the catalogue: its item, the programmes it speaks of by code (their names alone), where it
    does not apply.
    """

    item: CatalogueItem
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    exceptions: tuple[NotApplicable, ...] = ()

    @property
    def days(self) -> int:
        """Within how many working days."""
        return self.item.days or common_limit().days

    def exception(self, code: str, on: date, programme: str = "") -> NotApplicable | None:
        """Why it does not apply in a place on a day, the nearest reason; of one programme alone where one is
        named. Of a rule of another place that is said by a row that nobody entered.
        """
        if not self.is_of(code):
            return self._of_another_place
        found = [
            one
            for one in self.exceptions
            if one.programme_id in (None, programme or None) and one.covers(code, on)
        ]
        return max(found, key=lambda one: len(one.region_id), default=None)

    @cached_property
    def _of_another_place(self) -> NotApplicable:
        # No row has this key: two of one item are the same.
        reason: Any = _("A rule of another place.")
        return NotApplicable(pk=0, item=self.item, reason=reason, since=date.min)

    def is_of(self, code: str) -> bool:
        """Whether it is a rule of everywhere, or of this place or one around it."""
        return not self.item.region_id or codes.contains(self.item.region_id, code)

    def holds_in(self, code: str, on: date, programme: str = "") -> bool:
        """Whether a place owes it on a day."""
        return self.exception(code, on, programme) is None


@while_unchanged
def catalogue() -> tuple[CatalogueDuty, ...]:
    """The rows of the catalogue in their order; nobody may change one.

    One query, since every public page of lists asks it: a line an item, programme and exception.
    """
    own, theirs = _columns(CatalogueItem), _columns(NotApplicable)
    lines = CatalogueItem.objects.order_by("number", "programmes__sort_order", "programmes__pk")
    items: dict[int, CatalogueItem] = {}
    programmes: dict[int, dict[str, Programme]] = {}
    exceptions: dict[int, dict[int, NotApplicable]] = {}
    asked = [
        *own,
        *(f"programmes__{name}" for name in NAMED),
        *(f"not_applicable__{name}" for name in theirs),
    ]
    for line in lines.values(*asked):
        item = items.setdefault(line["id"], CatalogueItem(**{name: line[name] for name in own}))
        programme = Programme(**{name: line[f"programmes__{name}"] for name in NAMED})
        if programme.pk is not None:
            programmes.setdefault(item.pk, {})[programme.pk] = programme
        exception = NotApplicable(**{name: line[f"not_applicable__{name}"] for name in theirs})
        if exception.pk is not None:
            exceptions.setdefault(item.pk, {})[exception.pk] = exception
    return tuple(
        CatalogueDuty(item, programmes.get(pk, {}), tuple(exceptions.get(pk, {}).values()))
        for pk, item in items.items()
    )


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def of_lists() -> Mapping[str, CatalogueDuty]:
    """The rows that lists answer, by programme; of two for one programme that with less time."""
    found: dict[str, CatalogueDuty] = {}
    for duty in sorted(catalogue(), key=lambda duty: -duty.days):
        if duty.item.proof == Proof.LISTS:
            found.update(dict.fromkeys(duty.programmes, duty))
    return found
