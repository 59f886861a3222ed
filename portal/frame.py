"""What stands in the head and foot of every public page, as the tables have it; nobody may change it."""

from complaints.clocks import calendars
from complaints.clocks.calendars import WorkCalendar
from portal.models import Bureau
from portal.opening_hours import Hours
from protection.cached_tables import while_unchanged


@while_unchanged
def bureau() -> Bureau:
    """The bureau and its hotline, as nobody filled it in if nobody did."""
    return Bureau.objects.first() or Bureau()


@while_unchanged
def calendar() -> WorkCalendar:
    """The days on which the hotline is answered."""
    return calendars.load()


def hours(of: Bureau) -> Hours:
    """When a bureau's hotline is answered on a day on which it is."""
    return Hours(of.opens, of.closes, of.break_from, of.break_until)
