"""Loads the whole demonstration, in one transaction: a run that is killed leaves nothing behind."""

from collections.abc import Callable

from django.db import transaction

from demonstration import cases, catalogue, leads, lists, notices, pages, places, staff, standards, units
from demonstration.matters import Matters
from demonstration.models import Loading
from demonstration.plan import Plan
from organizations.enums import Level
from organizations.models import Region, User

Said = Callable[[str], None]


class NotEmpty(Exception):
    """The database holds somebody's data; a demonstration is not mixed with it."""


def load(plan: Plan, say: Said = lambda step: None, password: str | None = None) -> Loading | None:
    """Load what the plan says and return the mark; None where a demonstration is loaded already.

    Raises NotEmpty where there are users or cases of somebody else.
    """
    with transaction.atomic():
        if Loading.objects.exists():
            return None
        if User.objects.filter(posts__isnull=False).exists():
            raise NotEmpty
        say("places")
        places.load()
        offices = units.load()
        say("staff")
        users = staff.load(offices, password)
        listed = places.villages()
        standards.load(plan)
        catalogue.load(plan, users["guanli"])
        say("lists")
        households = lists.publish(plan, listed, users)
        say("cases")
        matters = Matters(plan, listed, places.villages(_other_townships())).all()
        filed = cases.load(plan, matters, offices, users)
        say("notices")
        filed += notices.load(plan, listed, users)
        say("leads")
        leads.load(offices, users, listed)
        say("pages")
        pages.load(plan, users["gongkai"])
        return Loading.objects.create(seed=plan.seed, until=plan.until, households=households, cases=filed)


def _other_townships() -> tuple[str, ...]:
    """Return the townships without lists, from where a few cases come too."""
    others = Region.objects.filter(level=Level.TOWNSHIP).exclude(pk__in=places.TOWNSHIPS)
    return tuple(others.order_by("code").values_list("code", flat=True))
