"""What a keeper may read of a lead that stays theirs while one of its cases is closed to them.

Of such a case they are told that there is one, and nothing else: no number, no text, not what was noted about
it, neither on the page, nor in a letter, nor among what the look-up of list rows begins with. It cannot be
taken out by who may not read it.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from complaints.models import Case
from organizations.models import User
from supervision import leads, visibility
from supervision.models import Lead, Transfer


def closed_to(lead: Lead, user: User) -> frozenset[int]:
    """Return the ids of the cases that are or were in the lead and are not open to the user."""
    return frozenset(visibility.closed_items(user).filter(lead=lead).values_list("case_id", flat=True))


def open_items(lead: Lead, user: User):
    """Return the material that is in the lead now and open to the user, with what its lines show."""
    visible = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    return leads.current_items(lead).filter(Q(case=None) | Exists(visible))


def may_fetch(letters: Iterable[Transfer], user: User, closed: Collection[int]) -> list[Transfer]:
    """Return the letters of a lead that the user may fetch: their own, and all where no case is closed.

    A letter tells of the cases that its maker could read.
    """
    return [letter for letter in letters if not closed or letter.made_by_id == user.pk]
