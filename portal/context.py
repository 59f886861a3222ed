"""What every public page needs to know: who publishes it, who answers now, and how the reader likes it.

Everything that asks the database is lazy: the staff site's pages run through here too, and use none of it.
"""

from datetime import date, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from portal import frame, frame_parts, opening_hours, preferences
from portal.models import Bureau

#: Django's code, the tag browsers know, and the word to click.
LANGUAGE_LABELS = (("zh-hans", "zh-Hans", "中文"), ("en", "en", "EN"))


class Weight(Enum):
    """How much room an entry of the navigation may claim where there is little."""

    #: What people come for: on every phone without opening the menu.
    ACT = "act"
    PART = "part"
    #: Left out of the large-type mode.
    SECONDARY = "secondary"


#: Address, its arguments, label, and its weight.
NAVIGATION = (
    ("disclosure:places", (), gettext_noop("Check a list"), Weight.ACT),
    ("complaints:new", (), gettext_noop("File a complaint"), Weight.ACT),
    ("complaints:status", (), gettext_noop("Follow a case"), Weight.ACT),
    ("wagtail_serve", ("guides/",), gettext_noop("How to apply"), Weight.ACT),
    ("wagtail_serve", ("policies/",), gettext_noop("Policies"), Weight.SECONDARY),
    ("wagtail_serve", ("hotlines/",), gettext_noop("Whom to call"), Weight.PART),
)


def site(request: HttpRequest) -> dict[str, object]:
    """The names that base.html and its parts use."""
    bureau = cast(Bureau, SimpleLazyObject(frame.bureau))
    return {
        "demonstration": settings.DEMONSTRATION,
        "bureau": bureau,
        "hotline": SimpleLazyObject(lambda: _hotline(bureau)),
        "large_type": preferences.large_type(request),
        "place_code": preferences.place_code(request),
        "here": _here(request),
        "language_links": SimpleLazyObject(lambda: _language_links(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
    }


def _here(request: HttpRequest) -> str:
    """Where a change of language or type size leads back to; what was posted is never sent again."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.path


def _language_links(request: HttpRequest) -> list[dict[str, str]]:
    here, current = _here(request), get_language()
    links = _kept_links if frame_parts.is_kept(here) else _links
    return links(here, current, settings.ROOT_URLCONF)


def _links(here: str, current: str | None, _addresses: str) -> list[dict[str, str]]:
    """In the language that is shown the address is this one; else it is looked up and made anew."""
    return [
        {
            "code": code,
            "tag": tag,
            "label": label,
            "url": here if code == current else translate_url(here, code),
        }
        for code, tag, label in LANGUAGE_LABELS
    ]


_kept_links = lru_cache(maxsize=frame_parts.MOST)(_links)


def _navigation(request: HttpRequest) -> list[dict[str, object]]:
    entries = []
    for name, arguments, label, weight in NAVIGATION:
        url = reverse(name, args=arguments)
        entries.append(
            {
                "url": url,
                "label": _(label),
                "current": request.path.startswith(url),
                "is_act": weight is Weight.ACT,
                "secondary": weight is Weight.SECONDARY,
            }
        )
    return entries


def _hotline(bureau: Bureau) -> dict[str, object]:
    hours = frame.hours(bureau)
    now = timezone.localtime()
    state = opening_hours.state(now, hours, frame.calendar().is_working)
    spans = pgettext("between hours", " and ").join(
        f"{clock(start)}–{clock(end)}" for start, end in hours.spans()
    )
    return {
        "number": bureau.hotline,
        "dial": "".join(character for character in bureau.hotline if character in "+0123456789"),
        "is_open": state.is_open,
        "state": state_in_words(state, now.date()),
        "word": _("Answered now") if state.is_open else _("Not answered now"),
        "hours": _("On working days %(spans)s") % {"spans": spans},
    }


def clock(moment: time) -> str:
    """A time of day as people write it: 8:30."""
    return f"{moment.hour}:{moment.minute:02d}"


def state_in_words(state: opening_hours.OpeningState, today: date) -> str:
    """What stands beside the number: answered now and until when, or answered again when."""
    if state.is_open and state.until:
        return _("Answered now, until %(time)s") % {"time": clock(state.until)}
    if state.opens_on is None or state.opens_at is None:
        return _("Not answered now")
    if state.opens_on == today:
        return _("Not answered now; again today at %(time)s") % {"time": clock(state.opens_at)}
    if state.opens_on == today + timedelta(days=1):
        return _("Not answered now; again tomorrow at %(time)s") % {"time": clock(state.opens_at)}
    day = date_format(state.opens_on, "MONTH_DAY_FORMAT")
    return _("Not answered now; again on %(day)s at %(time)s") % {"day": day, "time": clock(state.opens_at)}
