"""What of the disclosure catalogue this room publishes: policies, guides, and whom to call.

A policy counts for the place whose office issued it, and one of a higher or another office for all places.
What somebody loaded as a draft and nobody published is obtained all the same, and late after its time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, Max, OuterRef, Q, When
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from disclosure.catalogue.evidence import (
    COUNTY,
    MONTHS,
    Alike,
    CatalogueDay,
    EvidenceSource,
    Look,
    Past,
    nothing_dated,
    register,
)
from disclosure.catalogue.item_states import InformationPiece, due_on
from disclosure.enums import Proof
from disclosure.months import later
from disclosure.publication.duties import CatalogueDuty
from organizations import codes
from organizations.enums import UnitKind
from organizations.models import Unit
from portal.enums import SUPERSEDED
from portal.models import GuidePage, PolicyPage

#: The restriction of a page or of one above it, in the query itself: one statement less on each page.
_RESTRICTED = PageViewRestriction.objects.filter(page__path=Left(OuterRef("path"), Length("page__path")))
OFFICES = (UnitKind.BUREAU, UnitKind.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy, or several older ones of one topic and issuer: where it counts, and what is known of it."""

    topic: str
    place: str
    is_in_force: bool
    piece: InformationPiece


def _texts(moment: CatalogueDay) -> list[PolicyText]:
    """The policies, one by one where they were written lately; read once a moment.

    Public, or never published: not what two people withdrew.
    """
    if Proof.POLICIES not in moment.kept:
        # What was written before is not measured, or was due longer ago than anybody asks.
        is_recent = Q(written_on__gte=max(moment.lists.first, later(moment.first, -MONTHS)))
        rows = PolicyPage.objects.filter(Q(live=True) & ~Exists(_RESTRICTED) | Q(first_published_at=None))
        rows = (
            rows.exclude(Q(live=False) & ~is_recent)
            .order_by()
            .values(
                "topic",
                "issuer",
                "live",
                "validity",
                made_on=Case(When(is_recent, then="written_on")),
                public_at=Case(When(is_recent, then="first_published_at")),
                one=Case(When(is_recent, then="pk")),
            )
        )
        place_of = _place_of(moment)
        moment.kept[Proof.POLICIES] = [
            PolicyText(
                row["topic"],
                place_of(row["issuer"]),
                row["live"] and row["validity"] not in SUPERSEDED,
                InformationPiece(row["live"], row["made_on"], _day(row["public_at"]), _day(row["touched"])),
            )
            for row in rows.annotate(touched=Max("last_published_at"))
        ]
    return moment.kept[Proof.POLICIES]


def read_policies(moment: CatalogueDay) -> Look:
    """By matter: which policies are in force and public, and what was written lately and is not."""
    found: dict[str, list[PolicyText]] = {}
    for text in _texts(moment):
        if text.is_in_force or not text.piece.is_public:
            found.setdefault(text.topic, []).append(text)

    def look(duty: CatalogueDuty, code: str) -> list[InformationPiece]:
        return [text.piece for text in found.get(duty.item.matter, []) if codes.contains(text.place, code)]

    return look


def alike_for_policies(_moment: CatalogueDay) -> Alike:
    """Places of one county: no text counts for less."""

    def alike(_duty: CatalogueDuty, code: str) -> str:
        return codes.county_of(code) if len(code) > COUNTY else code

    return alike


def past_policies(moment: CatalogueDay, first: date, last: date) -> Iterator[Past]:
    """The texts whose day fell between two days, also those that no longer count."""
    by_matter = {duty.item.matter: duty for duty in moment.of(Proof.POLICIES)}
    for text in _texts(moment):
        duty, made_on = by_matter.get(text.topic), text.piece.made_on
        if duty is None or made_on is None:
            continue
        by, _is_provisional = due_on(made_on, moment.rule(duty), moment.count)
        if first <= by <= last:
            yield Past(duty.item.number, text.place, made_on, by, text.piece.public_on)


def _place_of(moment: CatalogueDay) -> Callable[[str], str]:
    """The county whose name an issuer begins with or bears; "" for every other issuer."""
    counties = [(county.called, code) for code, county in moment.lists.owing.items()]

    def place_of(issuer: str) -> str:
        return next((code for name, code in counties if name in issuer), "")

    return place_of


def read_guides(moment: CatalogueDay) -> Look:
    """By programme: when its guides were last looked through."""
    rows = GuidePage.objects.live().filter(~Exists(_RESTRICTED)).exclude(programme=None).order_by()
    touched = dict(
        rows.values("programme").annotate(on=Max("last_published_at")).values_list("programme", "on")
    )

    def look(duty: CatalogueDuty, _code: str) -> list[InformationPiece]:
        return [
            InformationPiece(True, touched_on=_day(touched[one])) for one in duty.programmes if one in touched
        ]

    return look


def alike_for_guides(_moment: CatalogueDay) -> Alike:
    """All places: a guide is everybody's."""
    return lambda _duty, _code: ""


def read_offices(moment: CatalogueDay) -> Look:
    """By place: whether its office, or the nearest above where it has none, shows telephone and address."""
    rows = Unit.objects.public().filter(kind__in=OFFICES).order_by()
    known: dict[str, bool] = {}
    for region, phone, address in rows.values_list("region_id", "phone", "address"):
        known[region] = known.get(region, False) or bool(phone and address)

    def look(_duty: CatalogueDuty, code: str) -> list[InformationPiece]:
        own = next((one for one in reversed(codes.ancestors_of(code, include_self=True)) if one in known), "")
        return [InformationPiece(True)] if own and known[own] else []

    return look


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _policies_at(duty: CatalogueDuty, _code: str) -> str:
    return f"{reverse('wagtail_serve', args=['policies/'])}?topic={duty.item.matter}"


def _guides_at(_duty: CatalogueDuty, _code: str) -> str:
    return reverse("wagtail_serve", args=["guides/"])


def _offices_at(_duty: CatalogueDuty, code: str) -> str:
    return f"{reverse('wagtail_serve', args=['hotlines/'])}?region={code}"


def prepare() -> None:
    """Tell the catalogue."""
    register(
        Proof.POLICIES, EvidenceSource(read_policies, past_policies, _policies_at, alike=alike_for_policies)
    )
    register(Proof.GUIDES, EvidenceSource(read_guides, nothing_dated, _guides_at, alike=alike_for_guides))
    register(Proof.OFFICES, EvidenceSource(read_offices, nothing_dated, _offices_at))
