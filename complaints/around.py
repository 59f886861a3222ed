"""The county or township of a place, cut from its code: what indexes over cases begin with.

A range of codes finds the cases of a place, but not in the order in which a list shows them; one value does.
"""

from django.db.models import CharField, Func, Q
from django.db.models.lookups import Exact

from organizations import codes, scope
from organizations.enums import CODE_LENGTH, Level

COUNTY, TOWNSHIP = CODE_LENGTH[Level.COUNTY], CODE_LENGTH[Level.TOWNSHIP]


class Around(Func):
    """The first digits of a division code. The number stands in the SQL itself, as it does in the index."""

    template = "SUBSTR(%(expressions)s, 1, %(digits)s)"
    arity = 1

    def __init__(self, expression, *, digits: int, **extra):
        extra.setdefault("output_field", CharField())
        super().__init__(expression, digits=digits, **extra)


class InWholeCity(Exact):
    """Whether the first digits of a code are these, where lists go through all rows in their order.

    PostgreSQL guesses of the digits that one row in two hundred has them, and gathers and sorts them all for
    that; of a range of codes it knows how many lie in it. SQLite would look a range up, and sort as well.
    """

    def as_postgresql(self, compiler, connection, **_context):
        """The same as a range."""
        (place,) = self.lhs.get_source_expressions()
        column, parameters = compiler.compile(place)
        low, high = codes.bounds(self.rhs)
        return f"({column} >= %s AND {column} < %s)", [*parameters, low, *parameters, high]


def lies_in(code: str) -> Q:
    """Return the condition that a case lies at or below the place with this code.

    A whole city or province is not looked up: nearly all cases lie there, and lists go through them in order.
    Raises ValueError when ``code`` is not a division code.
    """
    within = scope.within(code)
    if len(code) == CODE_LENGTH[Level.VILLAGE]:
        return within
    whole = InWholeCity if len(code) < COUNTY else Exact
    return Q(whole(Around("region", digits=len(code)), code))
