"""The rows that stood on a list at some time, as far as the public may see them now."""

from django.db.models import QuerySet

from disclosure.history.timeline import CoveredPlace, Timeline
from disclosure.models import Recipient
from disclosure.models.recipient import SHOWN_COLUMNS
from organizations.scope import within

#: What of a row the public sees, and what tells who opened and closed it.
COLUMNS = (*SHOWN_COLUMNS, "programme", "valid_from", "valid_until")


def standing(programme_id: str, piece: CoveredPlace, timeline: Timeline) -> QuerySet[Recipient]:
    """The rows of one piece of a village or township that stood on its list, in a fixed order: opened by it
    or by an earlier one, and closed by none of these. Nobody, where the list is withdrawn.

    Nobody in it is hidden today. Rows that stand now and rows that ended have each their index.
    """
    if piece.version.is_withheld:
        return Recipient.objects.none()
    public_by = timeline.public_by(piece.version.published_at)
    rows = Recipient.objects.filter(within(piece.place), programme_id=programme_id).unhidden()
    for place in piece.without:
        rows = rows.exclude(within(place))
    rows = rows.detached().filter(opened_by__in=public_by).only(*COLUMNS)
    later = rows.filter(valid_until__isnull=False).exclude(closed_by__in=public_by)
    return rows.left_open().union(later, all=True).order_by("region_id", "pk")
