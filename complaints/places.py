"""Finding a place by what somebody says on the telephone: 和平镇刘庄, 和平 刘庄, 刘庄."""

from __future__ import annotations

import re

from complaints.names import normal_name
from organizations import codes, scope
from organizations.models import Region

MOST = 20


def find(text: str, user, roles) -> list[tuple[str, str]]:
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
    pattern = re.compile(".*".join(re.escape(character) for character in wanted))
    found = []
    for code, name in names.items():
        path = "".join(everything.get(outer, "") for outer in codes.ancestors_of(code)) + name
        if pattern.search(path):
            found.append((wanted not in path, wanted[-1] not in name, len(path), code, path))
    return [(code, path) for *_rank, code, path in sorted(found)[:MOST]]
