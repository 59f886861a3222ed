"""What both engines promise: found, counted, filtered, ordered and kept up to date alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from search.engines import current
from search.engines.engine import EngineUnreachable, IndexBroken, IndexMissing
from search.engines.query import Query, parse
from search.engines.schema import LAST_HIT, Document, Facet, Search, Sort
from tests.search.conftest import NOTES, build

NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)
NEWEST = Sort("at")


def note(id_, title="", text="", *, day=None, due=None, **values):
    return Document(
        id_,
        {
            "title": title,
            "text": text,
            "at": NOON + timedelta(days=id_ if day is None else day),
            "due": due,
            **values,
        },
    )


DOCUMENTS = [
    note(
        1,
        "低保金停发三个月",
        "村里说名单上没有我们家，从２０２６年８月起没有发放。",
        kind="complaint",
        status="open",
    ),
    note(2, "咨询临时救助", "请问 temporary aid 的条件是什么？ABC-123", kind="enquiry", status="closed"),
    note(3, "反映村干部扣留存折", "存折由村会计保管，低保金每月只给1,234元。", kind="report", status="open"),
    note(4, "名单公示问题", "公示栏没有电话；低保，名单都过期了。", kind="complaint", status="closed"),
    note(5, "乡里", "The village of the county", kind="report", status="open"),
]


def ask(engine, text="", **options):
    return engine.search(NOTES, Search(parse(text), options.pop("sort", NEWEST), **options))


def found(engine, text="", **options):
    return list(ask(engine, text, **options).ids)


@pytest.fixture
def notes(engine):
    build(engine, DOCUMENTS)
    return engine


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("低保", [4, 3, 1]),
        ("低保 名单", [4, 1]),
        ("低保金", [3, 1]),
        ("“低保名单”", []),  # only 低保，名单 stands there, with a mark between
        ("金低", []),
        ("村", [3, 1]),
        ("乡", [5]),
        ("低保 -名单", [3]),
        ("-低保", [5, 2]),
        ("－村 －乡", [4, 2]),
        ("2026年8月", [1]),  # single characters between the figures
        ("２０２６", [1]),
        ("TEMPORARY Ａid", [2]),
        ("“temporary aid”", [2]),
        ("“aid temporary”", []),
        ("abc-123", [2]),
        ("低保戶", []),
        ("名單", [4, 1]),
        ("“三個月”", [1]),
        ("村會計", [3]),
        ("1234元", [3]),
        ("1,234元", [3]),
        ("village county", [5]),
        ("“village of the county”", [5]),
        ("the", []),  # nothing that can be searched for is not a search for everything
        ("！？…", []),
        ("-，", []),
        ("“”", []),
        (" \u3000", [5, 4, 3, 2, 1]),
        ("temporary 咨询 -乡", [2]),
    ],
)
def test_words_and_phrases_find_what_holds_them(notes, text, ids):
    answer = ask(notes, text)
    assert list(answer.ids) == ids
    assert answer.total == len(ids)
    assert list(notes.ids(NOTES, Search(parse(text), NEWEST))) == ids


def test_a_term_is_met_by_what_may_stand_instead(notes):
    term = replace(parse("名单").terms[0], others=(parse("乡").terms[0], parse("2026年").terms[0]))
    for sort in (NEWEST, Sort("at", title_first=True)):
        answer = notes.search(NOTES, Search(Query((term,)), sort))
        assert set(answer.ids) == {5, 4, 1}
    without = Query((parse("低保").terms[0], replace(term, excluded=True)))
    assert set(notes.search(NOTES, Search(without, NEWEST)).ids) == {3}


def test_a_selection_filters_hits_and_total_but_not_its_own_counts(notes):
    facets = (Facet("kind"), Facet("status"))
    everything = ask(notes, facets=facets)
    assert everything.facets == {
        "kind": (("complaint", 2), ("report", 2), ("enquiry", 1)),
        "status": (("open", 3), ("closed", 2)),
    }
    open_reports = ask(notes, facets=facets, selected={"kind": ("report",), "status": ("open",)})
    assert (open_reports.total, open_reports.ids) == (2, (5, 3))
    assert open_reports.facets["kind"] == (("report", 2), ("complaint", 1))
    assert open_reports.facets["status"] == (("open", 2),)
    both = ask(notes, selected={"kind": ("report", "enquiry")})
    assert both.ids == (5, 3, 2)


def test_counts_of_named_values_only_and_of_the_most_frequent_only(notes):
    named = ask(notes, facets=(Facet("kind", values=("enquiry", "other")), Facet("status", values=())))
    assert named.facets == {"kind": (("enquiry", 1),), "status": ()}
    assert ask(notes, facets=(Facet("kind", size=1),)).facets["kind"] == (("complaint", 2),)


def test_what_is_left_out_by_its_id_is_in_no_hit_and_no_count(notes):
    assert ask(notes, without=(5, 3, 999)).ids == (4, 2, 1)
    counted = ask(notes, without=(5,), facets=(Facet("kind"),))
    assert (counted.total, counted.facets["kind"]) == (4, (("complaint", 2), ("enquiry", 1), ("report", 1)))
    assert ask(notes, without=tuple(range(60_000))).total == 0


def test_a_field_with_several_values_is_met_by_any_of_them(engine):
    build(
        engine,
        [
            note(1, regions=("32", "3207", "320722"), hidden_from=("7",)),
            note(2, regions=("32", "3207", "320723"), hidden_from=("7", "8", "")),
            note(3, regions=("32", "3208")),
            note(4),
        ],
    )
    assert found(engine, required={"regions": ("3207",)}) == [2, 1]
    assert found(engine, required={"regions": ("3208", "320722")}) == [3, 1]
    assert found(engine, required={"regions": ("3207",)}, forbidden={"hidden_from": ("8", "9")}) == [1]
    assert found(engine, forbidden={"hidden_from": ("7",)}) == [4, 3]
    assert found(engine, forbidden={"hidden_from": (), "kind": ("report",)}) == [4, 3, 2, 1]
    counts = ask(
        engine,
        selected={"regions": ("320722",)},
        facets=(Facet("regions", values=("320722", "320723")), Facet("hidden_from")),
    )
    assert counts.facets == {"regions": (("320722", 1), ("320723", 1)), "hidden_from": (("7", 1),)}


def test_no_required_value_means_nothing_is_open(notes):
    closed = ask(notes, required={"regions": ()}, facets=(Facet("kind"),))
    assert (closed.total, closed.ids, closed.facets) == (0, (), {"kind": ()})


def test_a_range_begins_with_its_start_and_ends_before_its_end(notes):
    day = timedelta(days=1)
    assert found(notes, ranges={"at": (NOON + 2 * day, NOON + 4 * day)}) == [3, 2]
    assert found(notes, ranges={"at": (NOON + 4 * day, None)}) == [5, 4]
    assert found(notes, ranges={"at": (None, NOON + 2 * day)}) == [1]
    assert found(notes, ranges={"at": (None, None)}) == [5, 4, 3, 2, 1]


def test_order_by_a_date_puts_those_without_one_last(engine):
    build(
        engine,
        [
            note(1, due=date(2026, 12, 4)),
            note(2),
            note(3, due=date(2026, 11, 30)),
            note(4, due=date(2026, 11, 30)),
        ],
    )
    assert found(engine, sort=Sort("due", descending=False)) == [4, 3, 1, 2]
    assert found(engine, sort=Sort("due")) == [1, 4, 3, 2]


def test_relevance_puts_words_in_the_title_first_then_the_newest(notes):
    assert found(notes, "低保 名单", sort=Sort("at", title_first=True)) == [4, 1]
    assert found(notes, "低保", sort=Sort("at", title_first=True)) == [1, 4, 3]
    assert found(notes, "", sort=Sort("at", title_first=True)) == [5, 4, 3, 2, 1]
    assert found(notes, "村", sort=Sort("at", title_first=True)) == [3, 1]
    everything = Search(parse("低保"), Sort("at", title_first=True))
    assert list(notes.ids(NOTES, everything)) == [1, 4, 3]


def test_pages_follow_each_other_and_end_where_the_window_ends(notes):
    assert found(notes, limit=2) == [5, 4]
    assert found(notes, limit=2, offset=4) == [1]
    assert found(notes, limit=0) == []
    assert found(notes, limit=10, offset=LAST_HIT - 10) == []
    with pytest.raises(ValueError, match="beyond"):
        ask(notes, limit=10, offset=LAST_HIT - 9)


def test_all_ids_come_in_order_whatever_their_number(engine):
    build(engine, [note(id_, day=id_ % 7) for id_ in range(1, 2301)])
    expected = sorted(range(1, 2301), key=lambda id_: (-(id_ % 7), -id_))
    assert list(engine.ids(NOTES, Search(parse(""), NEWEST))) == expected
    assert ask(engine).total == 2300
    assert engine.state(NOTES).documents == 2300


def test_a_field_that_the_index_lacks_is_a_mistake_of_the_caller(notes):
    for options in (
        {"selected": {"colour": ("red",)}},
        {"required": {"title": ("x",)}},
        {"sort": Sort("colour")},
        {"ranges": {"colour": (None, None)}},
    ):
        with pytest.raises(LookupError):
            ask(notes, **options)


def test_a_write_replaces_removes_and_adds(notes):
    notes.write(NOTES, 2, [note(1, "新的标题"), note(6, "低保复查")], [3])
    notes.refresh(NOTES)
    assert found(notes, "低保") == [6, 4]
    assert found(notes, "新的标题") == [1]
    assert found(notes, facets=(Facet("kind"),)) == [6, 5, 4, 2, 1]
    assert notes.state(NOTES).documents == 5


def test_an_older_write_never_wins(notes):
    notes.write(NOTES, 5, [note(1, "最新")], [2])
    notes.write(NOTES, 4, [note(1, "过时"), note(2, "过时")], [])
    notes.write(NOTES, 4, [], [1])
    notes.write(NOTES, 5, [note(1, "最新")], [2])
    notes.refresh(NOTES)
    assert found(notes, "过时") == []
    assert found(notes, "最新") == [1]
    assert 2 not in found(notes)
    notes.write(NOTES, 6, [note(2, "恢复")], [])
    notes.refresh(NOTES)
    assert found(notes, "恢复") == [2]


def test_without_an_index_it_says_so_and_creates_none(engine):
    assert engine.state(NOTES).live is None
    for attempt in (
        lambda: ask(engine),
        lambda: list(engine.ids(NOTES, Search(parse(""), NEWEST))),
        lambda: engine.write(NOTES, 1, [note(1)], [2]),
    ):
        with pytest.raises(IndexMissing):
            attempt()
    assert engine.state(NOTES).live is None


def test_what_is_being_built_is_not_searched_but_written_to(notes):
    generation = notes.begin(NOTES)
    assert notes.state(NOTES).building == (generation,)
    notes.write(NOTES, 3, [note(1, "重建期间改的")], [4])
    # The rebuild had read both before they changed.
    notes.fill(NOTES, generation, 2, [note(1, "重建前读的"), note(2, "不变的"), note(4, "已删的")])
    notes.refresh(NOTES)
    assert found(notes, "不变的") == []
    assert found(notes, "重建期间") == [1]
    notes.adopt(NOTES, generation)
    assert found(notes) == [2, 1]
    assert found(notes, "重建期间") == [1]
    assert notes.state(NOTES).live == generation
    assert notes.state(NOTES).building == ()


def test_a_discarded_generation_leaves_the_live_one_alone(notes):
    generation = notes.begin(NOTES)
    kept = notes.begin(NOTES)
    assert notes.discard(NOTES, keep=kept) == 1
    with pytest.raises(IndexMissing):
        notes.fill(NOTES, generation, 2, [note(1)])
    with pytest.raises(IndexMissing):
        notes.adopt(NOTES, generation)
    assert notes.state(NOTES).building == (kept,)
    assert notes.discard(NOTES) == 1
    assert notes.discard(NOTES) == 0
    assert len(found(notes)) == 5


@pytest.mark.elasticsearch
def test_a_node_that_is_down_stops_nothing(elastic, elasticsearch_url):
    from search.engines.elastic import Elastic

    build(elastic, DOCUMENTS)
    two = Elastic(("http://127.0.0.1:9", elasticsearch_url), elastic.prefix)
    for _ in range(3):
        assert found(two, "存折") == [3]
    two.write(NOTES, 2, [note(6, "另一本存折")], [3])
    two.refresh(NOTES)
    assert found(two, "存折") == [6]


@pytest.mark.elasticsearch
def test_a_process_has_one_client_of_all_nodes(settings):
    settings.SEARCH_URL = "http://127.0.0.1:9, http://127.0.0.1:10"
    client = current.engine().client
    assert current.engine().client is client
    assert len(client.transport.node_pool) == 2


@pytest.mark.elasticsearch
@pytest.mark.parametrize("address", ["127.0.0.1:9200", "http://127.0.0.1:9,embedded:", "ftp://127.0.0.1"])
def test_an_address_that_is_none_is_refused(settings, address):
    settings.SEARCH_URL = address
    with pytest.raises(ValueError, match="SEARCH_URL"):
        current.engine()


@pytest.mark.elasticsearch
def test_what_elasticsearch_refuses_is_told_by_what_can_be_done(elastic):
    from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
    from elasticsearch import ApiError, BadRequestError, ConflictError, NotFoundError

    from search.engines.elastic import translate_errors

    def meta(status):
        return ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9200))

    for kind, status, meant in (
        (NotFoundError, 404, IndexMissing),
        (ConflictError, 409, EngineUnreachable),
        (ApiError, 429, EngineUnreachable),
        (ApiError, 504, EngineUnreachable),
        (ApiError, 503, EngineUnreachable),
        (ApiError, 500, IndexBroken),
        (BadRequestError, 400, BadRequestError),
    ):
        with pytest.raises(meant), translate_errors():
            raise kind("refused", meta(status), {})
