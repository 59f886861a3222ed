"""Counting no further than anybody reads: "1,000+" costs the same however many rows there are.

Whoever reads further goes on from a row (``behind``), which costs the same too.
"""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import IntegerField, Model, Q, QuerySet, Subquery
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

MOST = 1000


class BoundedCount(Subquery):
    """How many rows a queryset has, as an expression: one more than ``most`` where there are more."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet, most: int = MOST):
        super().__init__(queryset.order_by().values("pk")[: most + 1])


def counted(querysets: Sequence[QuerySet], most: int = MOST) -> list[int]:
    """Return how many rows each queryset has, bounded, in one statement; 0 for one that can have none."""
    asked = [BoundedCount(rows, most) for rows in querysets]
    # One row to hang the counts on: a table that always has some, in which the first is found at once.
    row = ContentType.objects.order_by("pk").values_list(*asked)[:1].get()
    return [number or 0 for number in row]


def in_words(number: int, most: int = MOST) -> str:
    """Return a bounded count as it is shown: 37, or 1,000+."""
    return f"{intcomma(most)}+" if number > most else intcomma(number)


def behind(rows: QuerySet, row: Model) -> QuerySet:
    """Return the rows that stand behind ``row`` in the order of ``rows``, which names columns and ends with
    a key; none where ``row`` has no value for one of them, since then it stands nowhere.
    """
    columns = [(name.removeprefix("-"), name.startswith("-")) for name in rows.query.order_by]
    if any(getattr(row, name) is None for name, _descending in columns):
        return rows.none()
    further = Q()
    for name, descending in reversed(columns):
        value = getattr(row, name)
        same = Q((name, value)) & further if further else Q()
        further = Q((f"{name}__{'lt' if descending else 'gt'}", value)) | same
    # What an index is entered by: a bound of its first column.
    first, descending = columns[0]
    return rows.filter(Q((f"{first}__{'lte' if descending else 'gte'}", getattr(row, first))), further)


class BoundedPaginator(WagtailPaginator):
    """Pages of the first rows; whoever looks for one behind them narrows the list, or goes on."""

    most = MOST

    @cached_property
    def found(self) -> int:
        """How many rows there are, and one more than ``most`` where there are more than that."""
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return self.object_list.order_by()[: self.most + 1].count()

    def page(self, number):
        """A page whose keys are found first, so that nothing is joined to the rows before it, nor, where
        PostgreSQL has no statistics yet, to all of them before they are sorted.

        The rows are asked for under the list's own conditions again.
        """
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        bottom = (self.validate_number(number) - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        keys = self.object_list.select_related(None).values_list("pk", flat=True)[bottom:top]
        return self._get_page(self.object_list.filter(pk__in=list(keys)), number, self)

    @property
    def has_more(self) -> bool:
        """Whether some rows are on no page."""
        return self.found > self.most

    @cached_property
    def count(self) -> int:
        """How many rows are on the pages."""
        return min(self.found, self.most)

    @cached_property
    def items_count_label(self) -> str:
        """The number in words, below the list."""
        return f"{in_words(self.found, self.most)} {self.verbose_name_plural}"
