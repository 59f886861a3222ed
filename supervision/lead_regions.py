"""Which place a lead may be about, so that an inspector picks from a page's worth of places."""

from collections.abc import Iterable

from organizations import codes, scope
from organizations.models import Region, User
from supervision.visibility import LEAD_ROLES, LEAD_UNITS


def common_region(region_codes: Iterable[str]) -> str | None:
    """Return the code of the smallest place that holds all of these; None for none or different provinces."""
    paths = [codes.ancestors_of(code, include_self=True) for code in region_codes]
    if not paths:
        return None
    shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return shared[-1] if shared else None


def choices(user: User, region_codes: Iterable[str] = ()) -> list[Region]:
    """Return the places a lead with material in ``region_codes`` may be about, the smallest fitting one
    first.

    Without material: the inspector's own regions and what lies directly in them.
    """
    own = scope.region_codes(user, LEAD_ROLES, LEAD_UNITS)
    common = common_region(region_codes)
    if common:
        fitting = [
            code
            for code in codes.ancestors_of(common, include_self=True)
            if any(codes.contains(outer, code) for outer in own)
        ]
        return list(Region.objects.filter(code__in=fitting).order_by("-level"))
    regions = Region.objects.filter(code__in=own) | Region.objects.filter(parent_id__in=own)
    return list(regions.order_by("code"))
