"""Finding what somebody means on the telephone: a place (和平镇刘庄, 和平 刘庄, 刘庄), a row, a notice."""

from uuid import UUID

from complaints.texts.names import normal_name
from disclosure.models import Notice, Recipient
from organizations import codes, scope
from organizations.models import Region, User

MOST_PLACES = 20


def find_places(text: str, user: User, roles) -> list[tuple[str, str]]:
    """Return up to 20 (code, path name) within the scope of the user's posts, best match first.

    The characters must occur in the path in their order; where they stand together counts more, and a
    shorter path more than a longer one.
    """
    wanted = normal_name(text)
    if not wanted:
        return []
    names = dict(Region.objects.filter(scope.scope_q(user, roles, "code")).values_list("code", "name"))
    above = {outer for code in names for outer in codes.ancestors_of(code) if len(outer) > 2} - names.keys()
    around = dict(Region.objects.filter(code__in=above).values_list("code", "name")) if above else {}
    everything = {**around, **names}
    found = []
    for code, name in names.items():
        path = "".join(everything.get(outer, "") for outer in codes.ancestors_of(code)) + name
        left = iter(path)
        if all(character in left for character in wanted):  # each is sought behind the one before
            found.append((wanted not in path, wanted[-1] not in name, len(path), code, path))
    return [(code, path) for *_rank, code, path in sorted(found)[:MOST_PLACES]]


def find_rows(region_code: str, name: str, programme_code: str | None = None) -> list[UUID]:
    """Return the public ids of the current rows of this household within the place, at most two.

    Two are enough to know that the name is not clear; nothing about the rows is told.
    """
    rows = Recipient.objects.current().within(region_code).filter(holder_name=normal_name(name))
    if programme_code:
        rows = rows.filter(programme_id=programme_code)
    return list(rows.order_by("pk").values_list("public_id", flat=True)[:2])


def find_notices(region_code: str, name: str, programme_code: str | None = None) -> list[UUID]:
    """Return the public ids of the notices of this household that are shown now, in the same way."""
    found = Notice.objects.shown().within(region_code).filter(holder_name=normal_name(name))
    if programme_code:
        found = found.filter(programme_id=programme_code)
    return list(found.order_by("pk").values_list("public_id", flat=True)[:2])
