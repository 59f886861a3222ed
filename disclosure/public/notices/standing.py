"""What is shown now of notices: of one village row by row, of a larger place how many in each part of it.

For pages, and for whoever prints a village's board.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils import timezone

from disclosure.models import Notice
from disclosure.public import public_lists
from disclosure.public.notices.masked import PublicNotice, public_notice
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region

#: A village has a handful; what is more than so many is said, not shown.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class NoticesOfPart:
    """One place below the one shown, and how many notices are shown in it now."""

    region: Region
    count: int


def standing_notices(region: Region, today: date | None = None) -> list[PublicNotice]:
    """What is being shown now in a place, in public form, those that end first at the top, at most
    MOST_SHOWN; one query, and one for the places' names above a village.
    """
    today = today or timezone.localdate()
    found = Notice.objects.shown(today).within(region.code).defer("id_number")
    places = public_lists.places_of_rows(region)
    shown = []
    for notice in found.order_by("shown_until", "pk")[:MOST_SHOWN]:
        notice.region = places[notice.region_id]
        notice.programme = public_lists.programmes()[notice.programme_id]
        shown.append(public_notice(notice, today))
    return shown


def counts(region: Region, today: date | None = None) -> Mapping[str, int]:
    """How many notices are shown now, by the code of each place directly below; one query.

    As many rows are counted as are shown, whatever was shown before.
    """
    # A place of a level below has a longer code; villages are counted as they are.
    digits = CODE_LENGTH[Level(min(region.level + 1, Level.VILLAGE))]
    found = Notice.objects.shown(today).within(region.code).order_by()
    found = found.annotate(part=Substr("region_id", 1, digits)).values("part")
    return {row["part"]: row["count"] for row in found.annotate(count=Count("pk"))}


def parts(region: Region, today: date | None = None) -> list[NoticesOfPart]:
    """The places directly below in which something is shown now; two queries."""
    found = counts(region, today)
    below = Region.objects.filter(pk__in=found).order_by("code")
    return [NoticesOfPart(one, found[one.code]) for one in below]
