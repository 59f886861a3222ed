"""Mails to editors about what the catalogue asks of their places.

On working days alone: when something will be due in three working days, when something fell late since the
working day before, and on the first working day of a week about all that is late or stale. Whoever has no
address reads the same on the home of the staff site. Nothing is remembered: a day on which no worker ran is
made up for by the next week's first mail.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from wagtail.users.models import UserProfile

from disclosure.catalogue import overview as overviews
from disclosure.catalogue.offices import OfficeItem, PublishingOffice, lines
from disclosure.catalogue.overview import CatalogueOverview
from disclosure.enums import OVERDUE
from organizations import codes, mails
from organizations.enums import Role
from organizations.models import Post, User

#: Working days before something is due, at which it is told (house rule).
AHEAD = 3
#: Lines in one mail; the rest as a number.
SHOWN = 10


def remind(address: str, today: date | None = None) -> int:
    """Write to the editors whom something of today concerns, and say how many mails left.

    ``address``: of the page of the staff site where all of it stands.
    """
    overview = overviews.read(today or timezone.localdate())
    if not _is_working(overview, overview.moment.today):
        return 0
    sent = 0
    for user, area in _editors():
        if told := _told_today(overview, lines(overview, _counties_in(overview, area))):
            sent += _mail(user, told, address)
    return sent


def _editors() -> Iterator[tuple[User, set[str]]]:
    """Those who bring in what is published and have an address, with their places."""
    posts = Post.objects.active().filter(
        role=Role.EDITOR, user__is_active=True, user__held_back=False, user__last_login__isnull=False
    )
    found: dict[User, set[str]] = {}
    for post in posts.exclude(user__email="").select_related("user", "unit").order_by("user_id"):
        found.setdefault(post.user, set()).add(post.unit.region_id)
    yield from found.items()


def _counties_in(overview: CatalogueOverview, area: set[str]) -> list[PublishingOffice]:
    return [
        PublishingOffice(code, county.name)
        for code, county in overview.counties.items()
        if any(codes.contains(place, code) for place in area)
    ]


def _told_today(overview: CatalogueOverview, found: Sequence[OfficeItem]) -> list[OfficeItem]:
    """What of some items is told on this day: nothing on most."""
    today = overview.moment.today
    before = _working_day_before(overview, today)
    over = [one for one in found if one.cell.state in OVERDUE]
    if over and _is_first_of_week(overview, today):
        return [*over, *(one for one in found if _is_ahead(overview, one))]
    # What was due by the last working day, or on a day between, was in time until today.
    fell = [one for one in over if one.cell.by and before <= one.cell.by < today]
    return [*fell, *(one for one in found if _is_ahead(overview, one))]


def _is_ahead(overview: CatalogueOverview, line: OfficeItem) -> bool:
    """Whether it is due, for the first time or again, so many working days from now."""
    soon = overview.moment.count(overview.moment.today, AHEAD)[0]
    return line.cell.state not in OVERDUE and line.cell.by == soon


def _is_working(overview: CatalogueOverview, day: date) -> bool:
    return overview.moment.count(day - timedelta(days=1), 1)[0] == day


def _working_day_before(overview: CatalogueOverview, day: date) -> date:
    day -= timedelta(days=1)
    while not _is_working(overview, day):
        day -= timedelta(days=1)
    return day


def _is_first_of_week(overview: CatalogueOverview, day: date) -> bool:
    return _working_day_before(overview, day) < day - timedelta(days=day.weekday())


def _mail(user: User, told: list[OfficeItem], address: str) -> bool:
    profile = UserProfile.objects.filter(user=user).first()
    with translation.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(count)s item of the disclosure catalogue",
            "%(count)s items of the disclosure catalogue",
            len(told),
        ) % {"count": len(told)}
        more = gettext("… and %(count)s more") % {"count": len(told) - SHOWN} if len(told) > SHOWN else ""
        text = "\n".join(filter(None, [*map(_words, told[:SHOWN]), more]))
        text += "\n\n" + gettext("All of it, on the staff site: %(address)s") % {
            "address": f"{settings.WAGTAILADMIN_BASE_URL}{address}"
        }
    return mails.deliver(user, subject, text)


def _words(line: OfficeItem) -> str:
    """An item, its place, its state and its day."""
    item, cell = line.cell.duty.item, line.cell
    return gettext("%(place)s: %(matter)s, %(item)s: %(state)s (%(day)s)") % {
        "place": line.office.name,
        "matter": item.get_matter_display(),
        "item": item.label,
        "state": cell.state.label,
        "day": date_format(cell.by, "DATE_FORMAT") if cell.by else "—",
    }
