"""The policy library: search within it, and filters that say how many each would leave.

Works on a queryset that is passed in, so that it neither knows the page tree nor any request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.utils import timezone

from portal.enums import NO_LONGER_COUNTS, Topic, Validity

PAGE_SIZE = 20
LONGEST_QUERY = 200
HEAVY = ("text", "structure", "replaced_by__text", "replaced_by__structure")


@dataclass(frozen=True)
class Option:
    """One value of a filter and how many policies it would leave, the other filters kept."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass
class PolicyFilter:
    """One filter: its name in the address, and its options."""

    name: str
    options: list[Option] = field(default_factory=list)
    value: str = ""


@dataclass
class Library:
    """What the page shows."""

    words: str
    issuers: PolicyFilter
    years: PolicyFilter
    topics: PolicyFilter
    validities: PolicyFilter
    page: Page

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or any(f.value for f in self.filters))

    @property
    def filters(self) -> list[PolicyFilter]:
        return [self.issuers, self.years, self.topics, self.validities]


def look_up(policies: QuerySet, query: Mapping[str, str]) -> Library:
    """Filter policies by what the address asks; values that mean nothing are ignored."""
    words = query.get("q", "").strip()[:LONGEST_QUERY]
    found = _with_words(policies.annotate(standing_now=_standing(timezone.localdate())), words)
    conditions = {
        "issuer": _equal("issuer", query.get("issuer", "")[:100]),
        "year": _year(query.get("year", "")),
        "topic": _equal("topic", _known(query.get("topic", ""), Topic)),
        "validity": _equal("standing_now", _known(query.get("validity", ""), Validity)),
    }
    chosen = {name: value for name, (value, _condition) in conditions.items()}

    def others(name: str) -> QuerySet:
        """The policies under every filter but one: what that one's counts are taken from."""
        left = found
        for other, (_value, condition) in conditions.items():
            if other != name:
                left = left.filter(condition)
        return left.order_by()

    years = others("year").filter(written_on__isnull=False).annotate(year=ExtractYear("written_on"))
    result = others("").select_related("replaced_by").defer(*HEAVY)
    result = result.order_by("-written_on", "-published_on", "-pk")
    standings = _counts(others("validity"), "standing_now")
    return Library(
        words=words,
        issuers=_filter("issuer", _counts(others("issuer"), "issuer"), chosen["issuer"]),
        years=_filter("year", sorted(_counts(years, "year"), reverse=True), chosen["year"]),
        topics=_filter("topic", _counts(others("topic"), "topic"), chosen["topic"], Topic),
        validities=_filter("validity", standings, chosen["validity"], Validity),
        page=Paginator(result, PAGE_SIZE).get_page(query.get("page", "1")),
    )


def _with_words(policies: QuerySet, words: str) -> QuerySet:
    """The policies in which each of the words stands somewhere."""
    for word in words.split():
        policies = policies.filter(
            Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(document_number__icontains=word)
            | Q(issuer__icontains=word)
            | Q(co_issuers__icontains=word)
            | Q(keywords__icontains=word)
        )
    return policies


def _standing(today: date) -> Case:
    """What each text is today, as ``PolicyPage.standing`` says it of one."""
    valid = Value(Validity.VALID.value)
    return Case(
        When(validity__in=NO_LONGER_COUNTS, then="validity"),
        When(valid_until__lt=today, then=Value(Validity.EXPIRED.value)),
        When(effective_on__gt=today, then=Value(Validity.UPCOMING.value)),
        When(validity=Validity.UPCOMING, then=valid),
        When(validity=Validity.AMENDED, replaced_by__effective_on__gt=today, then=valid),
        default="validity",
        output_field=CharField(),
    )


def _equal(name: str, value: str) -> tuple[str, Q]:
    return (value, Q(**{name: value})) if value else ("", Q())


def _year(value: str) -> tuple[str, Q]:
    if not (value.isascii() and value.isdigit() and len(value) == 4 and value > "1900"):
        return "", Q()
    # A range, not a function of the column, so that an index can serve it.
    return value, Q(written_on__range=(f"{value}-01-01", f"{value}-12-31"))


def _known(value: str, choices) -> str:
    return value if value in choices.values else ""


def _counts(policies: QuerySet, name: str) -> list[tuple[str, int]]:
    rows = policies.values_list(name).annotate(number=Count("pk")).order_by("-number", name)
    return [(str(value), number) for value, number in rows]


def _filter(name: str, counts: list[tuple[str, int]], chosen: str, choices=None) -> PolicyFilter:
    if chosen and chosen not in {value for value, _number in counts}:
        counts = [*counts, (chosen, 0)]
    labels = dict(choices.choices) if choices else {}
    options = [Option(value, labels.get(value, value), number, value == chosen) for value, number in counts]
    return PolicyFilter(name, options, chosen)
