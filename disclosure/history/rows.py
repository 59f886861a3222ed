"""The rows that stood on a list at some time, as far as the public may see them now."""

from django.db.models import F, QuerySet, Value

from disclosure.history.timeline import Piece, Timeline
from disclosure.models import Recipient
from organizations.scope import within

#: What of a row ``public.masking`` looks at, what orders rows, and what tells who opened and closed it.
COLUMNS = (
    *("public_id", "programme", "region", "holder_name", "people", "amount", "category", "since", "adult_on"),
    *("valid_from", "valid_until"),
)


def standing(programme_id: str, piece: Piece, timeline: Timeline) -> QuerySet[Recipient]:
    """The rows of one piece of a village or township that stood on its list, in a fixed order: opened by it
    or by an earlier one, and closed by none of these. Nobody, where the list is withdrawn.

    Nobody in it is hidden today. Whoever opened and closed a row is asked for so that no index serves it: by
    that a planner would walk the whole list. Rows that stand now and rows that ended have each their index.
    """
    if piece.version.is_withheld:
        return Recipient.objects.none()
    public_by = timeline.public_by(piece.version.published_at)
    rows = Recipient.objects.filter(within(piece.place), programme_id=programme_id).unhidden()
    for place in piece.without:
        rows = rows.exclude(within(place))
    rows = rows.alias(opened_by=F("valid_from_id") + Value(0)).filter(opened_by__in=public_by).only(*COLUMNS)
    ended = rows.filter(valid_until__isnull=False).alias(closed_by=F("valid_until_id") + Value(0))
    later = ended.exclude(closed_by__in=public_by)
    return rows.left_open().union(later, all=True).order_by("region_id", "pk")
