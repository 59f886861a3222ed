"""The front page's matter: what became public lately, how promises were kept, guides, the place."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from complaints.enums import DayUnit
from complaints.scoreboard.hiding import FEWEST
from disclosure.models import Batch
from organizations import codes
from organizations.enums import Level
from organizations.models import Region
from portal import charts, frame, preferences
from portal.enums import SUPERSEDED
from portal.models import GuidePage, PolicyPage
from portal.public import public
from portal.service_figures import Point, Series, for_the_public, service_figures

#: Lists and policies each, so that a day of many policies does not hide the lists.
RECENT_EACH = 3
GUIDES = 6
MOST_PLACES = 60

#: Each promise's title, and what was promised.
FIGURES = {
    "informed": (
        gettext_lazy("Told in time who handles their case"),
        gettext_lazy("We promise: complaints within %(days)s %(unit)s of receipt."),
    ),
    "decided": (
        gettext_lazy("Answered in time"),
        gettext_lazy("We promise: complaints within %(days)s %(unit)s of acceptance."),
    ),
    "days": (
        gettext_lazy("Days until the answer, on average"),
        gettext_lazy("Counted from acceptance, holidays included."),
    ),
    "lists": (
        gettext_lazy("Public by its day"),
        gettext_lazy(
            "We promise: every list and text that the disclosure catalogue names, within its working days. "
            "Of all that were due."
        ),
    ),
}


@dataclass(frozen=True)
class Recent:
    """One thing that became public."""

    title: str
    url: str
    at: datetime
    kind: str


@dataclass(frozen=True)
class PromiseFigure:
    """One promise in words, with the numbers of its picture."""

    code: str
    title: str
    promise: str
    value: str
    of: str
    before: str
    bars: list[charts.Bar]
    rows: list[tuple[str, str]]

    @property
    def described(self) -> str:
        """The picture in one sentence, for those who cannot see it."""
        return ", ".join(f"{month} {text}" for month, text in self.rows)


def front_page(request) -> dict[str, object]:
    """Everything the front page shows beside its sentence."""
    place = _place(request)
    today = timezone.localdate()
    return {
        "place": place,
        "places": _places(),
        "recent": recent(place),
        "figures": [figure(series) for series in service_figures(today)],
        "guides": public(GuidePage).order_by("path")[:GUIDES],
    }


def _place(request) -> Region | None:
    code = preferences.place_code(request)
    return Region.objects.filter(pk=code).first() if code else None


def townships_to_choose(request) -> list[tuple[Region, list[Region]]]:
    """The counties of the bureau's city, and the reader's own first, each with its townships."""
    county_code = codes.county_of(preferences.place_code(request))
    counties = list(_places())
    if county_code and county_code not in {county.pk for county in counties}:
        counties = [*Region.objects.filter(pk=county_code, level=Level.COUNTY), *counties]
    below: dict[str, list[Region]] = {county.pk: [] for county in counties}
    townships = Region.objects.filter(parent_id__in=below, level=Level.TOWNSHIP).order_by("code")
    for township in townships.only("code", "name", "parent"):
        below[str(township.parent_id)].append(township)
    return [(county, below[county.pk]) for county in counties]


def _places() -> QuerySet[Region]:
    """The counties of the bureau's city, to choose from."""
    counties = Region.objects.filter(level=3).order_by("code")
    city = frame.bureau().region_code
    if city:
        counties = counties.within(city)
    return counties[:MOST_PLACES]


def recent(place: Region | None = None) -> list[Recent]:
    """What became public lately: lists (of the reader's place where they chose one) and policies."""
    batches = Batch.objects.published().select_related("programme", "region").order_by("-published_at")
    if place:
        # A list is published by its county; a reader's place may be a village in it, or the city above.
        batches = batches.filter(region__in=Region.objects.within(codes.county_of(place.code)))
    # A version from before that is added to the library is no news.
    policies = public(PolicyPage).exclude(validity__in=SUPERSEDED).defer("text", "structure")
    policies = policies.order_by("-first_published_at")
    found = [*map(_list, batches[:RECENT_EACH]), *map(_policy, policies[:RECENT_EACH])]
    return sorted(found, key=lambda item: item.at, reverse=True)


def _list(batch: Batch) -> Recent:
    month = date_format(batch.month, "YEAR_MONTH_FORMAT")
    title = _("%(place)s: %(programme)s, %(month)s") % {
        "place": batch.region.name,
        "programme": batch.programme.label,
        "month": month,
    }
    url = reverse("disclosure:list", args=[batch.region_id, batch.programme_id])
    return Recent(title, url, batch.published_at or batch.uploaded_at, _("List"))


def _policy(policy: PolicyPage) -> Recent:
    return Recent(policy.title, policy.get_url() or "", policy.first_published_at, _("Policy"))


def figure(series: Series) -> PromiseFigure:
    """One promise as the page shows it: the last full month, the one before, and a picture of half a year."""
    title, promise = FIGURES[series.code]
    series = for_the_public(series)
    promised = {"days": series.promised_days, "unit": DayUnit(series.promised_unit or DayUnit.NATURAL).label}
    latest, before = series.latest, series.before
    texts = [_counted(point, series) for point in series.points]
    months = [_month(point.month) for point in series.points]
    short = [date_format(point.month, pgettext("format of a short month", "M")) for point in series.points]
    return PromiseFigure(
        code=series.code,
        title=str(title),
        promise=str(promise) % promised,
        value=_value(latest, series),
        of=_of(latest, series),
        before=_("%(month)s; the month before %(value)s")
        % {"month": _month(latest.month), "value": _value(before, series)},
        bars=charts.bars(
            [point.value for point in series.points],
            short,
            [_short(point, series) for point in series.points],
            top=100 if series.is_percentage else None,
        ),
        rows=list(zip(months, texts, strict=True)),
    )


def _month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def _short(point: Point, series: Series) -> str:
    """The label over a bar, where there is no room for the unit. 99.6 % must not round to a kept promise."""
    if point.value is None:
        return ""
    return str(int(point.value) if series.is_percentage else round(point.value))


def _of(point: Point, series: Series) -> str:
    """What a share is taken from, of lists. Of cases no number is said: who sees all of them but those about
    their own office would subtract (decision 0021).
    """
    if point.value is None or series.is_of_cases:
        return ""
    return _("%(kept)s of %(of)s") % {"kept": round(point.value * point.of / 100), "of": point.of}


def _counted(point: Point, series: Series) -> str:
    value, of = _value(point, series), _of(point, series)
    return _("%(value)s (%(of)s)") % {"value": value, "of": of} if of else value


def _value(point: Point, series: Series) -> str:
    if point.value is None and series.is_of_cases:
        return _("fewer than %(fewest)s cases") % {"fewest": FEWEST}
    if point.value is None:
        return _("nothing due")
    if series.is_percentage:
        # 99.6 % must not read as a promise that was always kept.
        shown = 100 if point.value == 100 else min(99.9, point.value)
        return f"{number_format(shown, 0 if shown == 100 else 1)}%"
    return _("%(days)s days") % {"days": number_format(point.value, 1)}
