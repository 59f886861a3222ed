"""Looking up list rows for a lead, within the inspector's region."""

from django.db.models import Q

from disclosure.models import Programme, Recipient
from organizations import codes, scope
from organizations.models import Region, User
from supervision import closed_cases
from supervision.models import Lead

#: More than a page of rows is a question asked too widely.
MOST_ROWS = 50


def find(user: User, lead: Lead, *, name: str = "", place: str = "", programme: Programme | None = None):
    """Return at most MOST_ROWS rows in the lead's region that the user may see and that answer the question.

    ``name`` is the holder's whole name or its beginning, ``place`` a division code or a part of a village's
    or township's name. Without a question: the rows that the lead's cases point to.
    """
    rows = (
        Recipient.objects.visible_to(user)
        .filter(scope.within(lead.region_id))
        .select_related("programme", "region", "valid_from", "valid_until")
    )
    if not (name or place or programme):
        reported = closed_cases.open_items(lead, user).order_by().values("case__recipient")
        return rows.filter(pk__in=reported)[:MOST_ROWS]
    if name:
        rows = rows.filter(holder_name__startswith=name.strip())
    if programme:
        rows = rows.filter(programme=programme)
    if place:
        rows = rows.filter(_in_place(place.strip(), lead.region_id))
    return rows.order_by("region_id", "programme_id", "-pk")[:MOST_ROWS]


def _in_place(text: str, within: str) -> Q:
    if codes.is_code(text):
        return scope.within(text)
    condition = Q()
    for code in Region.objects.within(within).filter(name__contains=text).values_list("code", flat=True)[:20]:
        condition |= scope.within(code)
    return condition or scope.NOTHING
