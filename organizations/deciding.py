"""What every decision on something that waits for a second administrator begins with."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from organizations import in_office

Row = TypeVar("Row", bound=Model)


def locked(row: Row, *, among: QuerySet[Row], seen: str, shown: Callable[[Row], str], otherwise: str) -> Row:
    """Return the row as it is now, locked, while nobody reads who is in office. Call it in a transaction.

    Raises ValidationError with ``otherwise`` where it is not ``among`` what waits for who decides, and when
    a screen would show something else than the mark ``seen``.
    """
    in_office.changes()
    # The row alone: PostgreSQL locks no outer join.
    now = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if not among.filter(pk=row.pk).exists():
        raise ValidationError(otherwise)
    if seen != shown(now):
        raise ValidationError(_("This was changed meanwhile. Please look at it again."))
    return now


def needs_reason(reason: str) -> None:
    """Raise ValidationError for a refusal without a reason."""
    if not reason.strip():
        raise ValidationError(_("Say why you refuse; it is kept in the log."))
