"""What is counted beforehand is what counting each document gives, whoever asks, and after every write."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded import Embedded
from search.engines.embedded_hits import Hits
from search.engines.query import parse
from search.engines.schema import Document, Facet, Search, Sort
from tests.search.conftest import NOTES, build

NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)
UNTALLIED = replace(NOTES, name="counted", tallied=())
PLACES = ("32", "3207", "320722")
KINDS = ("report", "enquiry", None)


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


notes = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "status": st.sampled_from(("open", "closed")),
        "regions": some(PLACES),
        "hidden_from": some(("a", "b", "c")),
        "at": st.integers(0, 3).map(lambda days: NOON + timedelta(days=days)) | st.none(),
    }
)
searches = st.builds(
    Search,
    query=st.just(parse("")),
    sort=st.sampled_from((Sort("at"), Sort("at", descending=False))),
    selected=st.dictionaries(st.sampled_from(("kind", "status")), some(("report", "open")), max_size=2),
    required=st.just({}) | some(PLACES).map(lambda places: {"regions": places}),
    forbidden=st.just({}) | some(("a", "b")).map(lambda names: {"hidden_from": names}),
    without=some(tuple(range(12))),
    facets=st.just((Facet("kind"), Facet("status"), Facet("regions"), Facet("regions", values=PLACES[1:]))),
    limit=st.sampled_from((0, 3, 20)),
    offset=st.sampled_from((0, 2)),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """An engine over a file of its own."""
    return Embedded(tmp_path_factory.mktemp("tallied") / "search.sqlite3")


@given(
    st.lists(notes, max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.none() | notes), max_size=6),
    st.lists(searches, min_size=1, max_size=4),
)
def test_a_tally_says_what_counting_says(engine, first, later, asked):
    for schema in (NOTES, UNTALLIED):
        build(engine, [Document(number, values) for number, values in enumerate(first)], schema)
        for version, (number, values) in enumerate(later, start=2):
            written = [Document(number, values)] if values else []
            engine.write(schema, version, written, [] if values else [number])
    for search in asked:
        assert engine.search(NOTES, search) == engine.search(UNTALLIED, search)
        assert list(engine.ids(NOTES, search)) == list(engine.ids(UNTALLIED, search))


@pytest.mark.parametrize(
    ("changed", "is_tallied"),
    [
        ({}, True),
        ({"selected": {"kind": ("report",)}, "forbidden": {"hidden_from": ("a",)}, "without": (1,)}, True),
        ({"query": parse("低保")}, False),
        ({"query": parse("-低保")}, False),
        ({"query": parse("，")}, False),
        ({"required": {"hidden_from": ("a",)}}, False),
        ({"facets": (Facet("hidden_from"),)}, False),
        ({"ranges": {"at": (None, None)}}, True),
        ({"ranges": {"at": (NOON, None)}}, False),
    ],
)
def test_only_what_asks_for_nothing_else_is_answered_from_it(engine, changed, is_tallied):
    build(engine, [Document(1, {"title": "低保", "kind": "report", "at": NOON})])
    search = replace(Search(parse(""), Sort("at")), **changed)
    with engine._reading(NOTES) as (connection, generation):
        assert Hits(connection, NOTES, generation, search).is_tallied is is_tallied


def test_no_document_is_read_for_a_page_but_those_on_it(engine):
    """However many there are: by the plan, and the number of rows that are counted."""
    made = {"kind": "report", "status": "open", "regions": ("32",), "hidden_from": ("b",)}
    build(engine, [Document(number, {**made, "at": NOON + timedelta(number)}) for number in range(300)])
    search = Search(
        parse(""),
        Sort("at"),
        required={"regions": ("32",)},
        forbidden={"hidden_from": ("a",)},
        facets=(Facet("kind"),),
        limit=5,
    )
    with engine._reading(NOTES) as (connection, generation):
        found = Hits(connection, NOTES, generation, search)
        assert connection.execute("SELECT count(*) FROM temp.hit").fetchone() == (1,)
        said = []
        connection.set_trace_callback(said.append)
        assert len(list(found.page())) == 5
        connection.set_trace_callback(None)
        (asked,) = said
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked}"))
    assert "USING INDEX" in plan
    assert "TEMP B-TREE" not in plan
