"""Text that was typed into a form of the staff site, kept where its session ended before it was sent.

A form carries a ticket that names its person and its page, encrypted, so that nobody else can write one.
What is sent with a ticket by a session that has ended is stored encrypted and shown again to that person on
that page, and to nobody else who logs in on the machine. A ticket opens nothing.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.utils import timezone

from organizations.models import KeptForm, User
from protection.encryption import Undecipherable, decrypt, encrypt

LIFETIME = timedelta(days=1)
#: The place of tickets (``protection.encryption``).
TICKETS = "form.ticket"
MOST_CHARACTERS = 200_000
#: Forms that are kept for one person; the oldest goes for the next.
MOST_EACH = 20

Typed = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose form it is, and the page on which it stands."""

    user_id: int
    page: str


def ticket_for(user: User, page: str) -> str:
    """What a form of ``user`` on a page of the staff site carries."""
    return encrypt(json.dumps({"kept": user.pk, "page": page, "at": int(time.time())}), TICKETS)


def read_ticket(text: str) -> Ticket | None:
    """The ticket that a form brought; None for anything else, and for one older than a day."""
    try:
        value = json.loads(decrypt(text, TICKETS))
        if time.time() - value["at"] > LIFETIME.total_seconds():
            return None
        return Ticket(value["kept"], value["page"])
    except (Undecipherable, ValueError, KeyError, TypeError):
        return None


def keep(ticket: Ticket, typed: Typed) -> bool:
    """Store what was typed, in place of what was kept for that page before; False where it is too much or its
    person may not log in any more.
    """
    purge()
    if sum(len(value) for values in typed.values() for value in values) > MOST_CHARACTERS:
        return False
    if not User.objects.filter(pk=ticket.user_id, is_active=True).exists():
        return False
    facts = {"typed": {name: list(values) for name, values in typed.items()}, "kept_at": timezone.now()}
    KeptForm.objects.update_or_create(user_id=ticket.user_id, page=ticket.page, defaults=facts)
    newest = KeptForm.objects.filter(user_id=ticket.user_id).order_by("-kept_at").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(newest[MOST_EACH:])).delete()
    return True


def kept_for(user: User, page: str) -> Typed | None:
    """What is kept for a person on a page."""
    rows = KeptForm.objects.filter(user=user, page=page, kept_at__gt=timezone.now() - LIFETIME)
    row = rows.first()
    return cast(Typed, row.typed) if row else None


def forget(user: User, page: str) -> None:
    """It was sent."""
    KeptForm.objects.filter(user=user, page=page).delete()


def purge() -> int:
    """Delete what is older than a day; say how many."""
    return KeptForm.objects.filter(kept_at__lte=timezone.now() - LIFETIME).delete()[0]
