"""What the inspector's workbench asks and gets: the one way for the screen, the command and the export.

Everything that comes out went through visibility twice: the index is asked only for what the user may see,
and the cases found are read again through ``Case.objects.visible_to``. So the index may lag, but shows nobody
a case that the database hides from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from complaints import exports
from complaints.clocks import calendars, deadlines
from complaints.models import Case
from complaints.visibility import case_filters
from organizations.models import User
from protection import audit
from search.engines import current
from search.engines.query import Query, parse
from search.engines.schema import LAST_HIT, Search, Sort
from search.models import SearchIndex
from search.workbench import facets, surroundings
from search.workbench.case_documents import CASES, hiding_keys, is_wide, wide
from search.workbench.case_hits import CaseHit, hits
from search.workbench.facets import FacetGroup

PAGE_SIZE = 20
LAST_PAGE = LAST_HIT // PAGE_SIZE
EXPORT_CHUNK = 500

SORTS = {
    "newest": Sort("received_at"),
    "due": Sort("due_on", descending=False),
    "title": Sort("received_at", title_first=True),
}
CLOCKS = ("late", "soon")


@dataclass(frozen=True)
class CaseQuestion:
    """What the person asks. Dates are days in Asia/Shanghai, both ends included."""

    text: str = ""
    region: str = ""
    kind: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    clock: str = ""
    sort: str = "newest"
    page: int = 1

    @property
    def filters(self) -> int:
        """How many filters are set."""
        lists = (self.kind, self.channel, self.status, self.programme)
        return sum(map(len, lists)) + sum(map(bool, (self.region, self.since, self.until, self.clock)))


@dataclass(frozen=True)
class CaseHitPage:
    """One page of hits with all counts. ``lagging`` of the user's cases have changes that the index lacks;
    ``path`` is the chosen place in words.
    """

    query: Query
    total: int
    page: int
    pages: int
    hits: list[CaseHit]
    facets: list[FacetGroup] = field(default_factory=list)
    lagging: int = 0
    path: str = ""

    @property
    def first(self) -> int:
        """The number of the first hit of this page, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def beyond(self) -> bool:
        """Whether there are more hits than pages: who needs all of them exports them."""
        return self.total > LAST_HIT


def ask(user: User, question: CaseQuestion) -> CaseHitPage:
    """Answer a question with what ``user`` may see; log that it was asked, not what. Raises EngineError."""
    query = parse(question.text)
    around = surroundings.read(user, question.region)
    groups = facets.wanted(around)
    page = min(max(question.page, 1), LAST_PAGE)
    search = _search(user, question, query, groups, page, around.hidden)
    results = current.engine().search(CASES, search)
    pages = max(1, -(-min(results.total, LAST_HIT) // PAGE_SIZE))
    if page > pages:
        page = pages
        results = current.engine().search(CASES, replace(search, offset=_offset(page)))
    # Its row is asked for only where the statement before found none.
    index = SearchIndex(name=CASES.name) if around.lagging is not None else _index()
    facts: dict[str, Any] = {"terms": len(query.terms), "filters": question.filters, "page": page}
    audit.record("search.search", index, user=user, hits=results.total, **facts)
    return CaseHitPage(
        query=query,
        total=results.total,
        page=page,
        pages=pages,
        hits=hits(user, results.ids, query),
        facets=facets.filled(groups, results.facets, question),
        lagging=around.lagging or 0,
        path=around.path,
    )


def export(user: User, question: CaseQuestion) -> tuple[int, Iterator[list[str]]]:
    """The number of all cases that meet the question, and their rows in its order, read as needed.

    Raises EngineError at once when the index cannot answer.
    """
    hidden = tuple(surroundings.hidden(user).values_list("pk", flat=True))
    search = _search(user, question, parse(question.text), [], 1, hidden)
    index = current.engine()
    total = index.search(CASES, search).total
    audit.record("search.export", _index(), user=user, hits=total, filters=question.filters)
    return total, _rows(user, index.ids(CASES, search))


def _search(
    user: User,
    question: CaseQuestion,
    query: Query,
    groups: list[facets.FilterGroup],
    page: int,
    hidden: tuple[int, ...],
) -> Search:
    seen = case_filters(user)
    chosen = {name: getattr(question, name) for name in ("kind", "channel", "status", "programme")}
    # What a person may see at all, and the place: no place outside of it is counted beside them.
    bounds = {"wide_scopes" if wide(seen.scopes) == seen.scopes else "scopes": seen.scopes}
    if question.region:
        bounds["areas" if is_wide(question.region) else "regions"] = (question.region,)
    return Search(
        query=query,
        sort=SORTS.get(question.sort, SORTS["newest"]),
        selected={name: values for name, values in chosen.items() if values},
        required=bounds,
        forbidden={
            "withheld_from": tuple(sorted(seen.worked_in)),
            "respondent_units": tuple(str(unit) for unit in sorted(seen.hidden_units)),
            "respondent_name_keys": hiding_keys(seen.hidden_names),
            "respondent_users": tuple(str(pk) for pk in sorted(seen.hidden_users)),
        },
        without=hidden,
        ranges={"received_at": (question.since, _after(question.until)), **_due(question.clock)},
        facets=tuple(group.facet for group in groups),
        offset=_offset(page),
        limit=PAGE_SIZE,
    )


def _offset(page: int) -> int:
    return (page - 1) * PAGE_SIZE


def _due(clock: str) -> dict:
    """Bounds on the next deadline: before today, or within the days that count as soon."""
    today = timezone.localdate()
    if clock == "late":
        return {"due_on": (None, today)}
    if clock == "soon":
        return {"due_on": (today, _after(deadlines.soon_until(today, calendars.load())))}
    return {}


def _after(day: date | None) -> date | None:
    """The end of a range that includes ``day``."""
    return day + timedelta(days=1) if day else None


def _rows(user: User, ids: Iterator[int]) -> Iterator[list[str]]:
    chunk: list[int] = []
    for id_ in ids:
        chunk.append(id_)
        if len(chunk) == EXPORT_CHUNK:
            yield from _chunk_rows(user, chunk)
            chunk = []
    yield from _chunk_rows(user, chunk)


def _chunk_rows(user: User, ids: list[int]) -> Iterator[list[str]]:
    cases = Case.objects.visible_to(user).filter(pk__in=ids)
    numbers = dict(cases.values_list("pk", "number"))
    full = cases.select_related("latest_event", "region__parent", "unit", "handler")
    rows = {row[0]: row for row in exports.rows(full.prefetch_related("clocks"))}
    return (rows[numbers[id_]] for id_ in ids if numbers.get(id_) in rows)


def _index() -> SearchIndex:
    """The row of the index, which entries of the log are about."""
    return SearchIndex.objects.get_or_create(name=CASES.name)[0]
