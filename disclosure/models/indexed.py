"""What indexes over rows of lists are made of, and what finds by them: written so that a statement that does
not ask for such an index is never led to it.
"""

from typing import Any

from django.db.models import BigIntegerField, CharField, Func


class ListKey(Func):
    """The key of the list that opened a row, or closed it, where its rows are wanted in the order of their
    places, the first few of many.

    Of a bare key a planner without statistics believes that few rows have it, joins by it whatever else would
    find a household, and so reads a whole list for one row. Nothing but this expression meets these indexes.
    """

    template = "(%(expressions)s * 1)"
    arity = 1

    def __init__(self, expression: Any, **extra: Any) -> None:
        extra.setdefault("output_field", BigIntegerField())
        super().__init__(expression, **extra)


class InCodePoints(Func):
    """A text as it is compared and ordered in every database: by its characters, in no language's order."""

    template = "%(expressions)s"
    arity = 1

    def __init__(self, expression: Any, **extra: Any) -> None:
        extra.setdefault("output_field", CharField())
        super().__init__(expression, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Whatever the collation of the database."""
        return super().as_sql(compiler, connection, template='(%(expressions)s COLLATE "C")', **context)
