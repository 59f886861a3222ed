"""What of the disclosure catalogue does not apply in the demonstration, each with its reason."""

from datetime import date, datetime, time

from django.utils import timezone

from demonstration.plan import Plan
from disclosure.models import CatalogueItem, NotApplicable
from organizations.models import User

#: The development zone leaves two programmes to the county around it: item, programme, reason.
ZONE = "320771"
LEFT_OUT = (
    (10, "tekun", "开发区不单独办理特困供养，由海州区办理并公开（演示）"),
    (13, "temporary", "开发区的临时救助由海州区办理并公开（演示）"),
)


def load(plan: Plan, by: User) -> None:
    """Say what does not apply: said and true since the first day of the year before the plan's last."""
    since = date(plan.until.year - 1, 1, 1)
    items = {item.number: item for item in CatalogueItem.objects.all()}
    NotApplicable.objects.bulk_create(
        NotApplicable(
            item=items[number],
            programme_id=programme,
            region_id=ZONE,
            reason=reason,
            since=since,
            entered_at=timezone.make_aware(datetime.combine(since, time(9))),
            entered_by=by,
        )
        for number, programme, reason in LEFT_OUT
    )
