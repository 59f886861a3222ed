"""Whether somebody wants to be told: by their own act alone, and not for whoever may be afraid."""

from django.utils import timezone

from complaints.enums import ReporterIdentity
from complaints.models import Case, TellingWish
from complaints.telling import gateways


def may_wish(case: Case) -> bool:
    """Whether it is offered: there is a way, and the complainant gave their name openly.

    Who is confidential or anonymous has said that somebody must not know; a telephone lies on a table.
    """
    return case.openness == ReporterIdentity.OPEN and bool(gateways.ways())


def wish(case: Case, way: str, address: str) -> None:
    """Tell from now on, this way and no other. Raises ValueError where it is not offered."""
    if not may_wish(case) or way not in gateways.ways():
        raise ValueError(way)
    said = {"way": way, "address": address, "since": timezone.now()}
    TellingWish.objects.update_or_create(case=case, defaults=said)


def end(case: Case) -> None:
    """Tell no more; number and address are forgotten, and what waits is not sent."""
    TellingWish.objects.filter(case=case).delete()


def current(case: Case) -> TellingWish | None:
    """The wish of a case, if there is one."""
    return TellingWish.objects.filter(case=case).first()
