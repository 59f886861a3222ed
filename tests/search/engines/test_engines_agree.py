"""Both engines and a naive reading of the promise find the same in generated Chinese and Latin texts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import tokens
from search.engines.query import parse
from search.engines.schema import Document, Facet, Search, Sort
from tests.search import oracle
from tests.search.conftest import NOTES, build

START = datetime(2026, 1, 1, tzinfo=UTC)

#: Few letters, so that texts and queries meet; marks, widths and figures in between, because that is where
#: tokenizers differ.
ALPHABET = "低保名单單户戶村aB9１Ａ０,，、。 -“”·\u3000"
texts = st.lists(
    st.one_of(
        st.text(ALPHABET, max_size=8),
        st.sampled_from(
            ["低保金", "名单", "the", "of", "Aid", "1,234元", "ＡＢ", "320722-2026", "村", "１２"]
        ),
    ),
    max_size=6,
).map("".join)
queries = st.lists(
    st.builds(
        oracle.Wanted,
        st.text(ALPHABET.replace("“", "").replace("”", ""), min_size=1, max_size=5).filter(str.strip),
        st.booleans(),
    ),
    max_size=3,
)
documents = st.lists(
    st.builds(
        lambda title, text, kind, regions, day: {
            "title": title,
            "text": text,
            "kind": kind,
            "regions": regions,
            "at": START + timedelta(days=day),
        },
        texts,
        texts,
        st.sampled_from(["complaint", "report", None]),
        st.lists(st.sampled_from(["32", "3207", "320722"]), max_size=2).map(tuple),
        st.integers(0, 3),
    ),
    max_size=12,
)
selections = st.dictionaries(
    st.sampled_from(["kind", "regions"]),
    st.lists(st.sampled_from(["complaint", "report", "32", "3207"]), max_size=2).map(tuple),
)


def typed(terms):
    """The query as a person would type it: every term in quotation marks."""
    return " ".join(("-" if term.excluded else "") + f"「{term.text}」" for term in terms)


def expected(rows, terms, selected):
    """Ids in order and the counts by kind, from the promise alone."""
    found = [
        (id_, row) for id_, row in enumerate(rows, 1) if oracle.admits(terms, (row["title"], row["text"]))
    ]

    def chosen(row, but=None):
        holds = {"kind": {row["kind"]}, "regions": set(row["regions"])}
        return all(holds[field] & set(values) for field, values in selected.items() if field != but)

    hits = [(row["at"], id_) for id_, row in found if chosen(row)]
    kinds = [row["kind"] for _id, row in found if chosen(row, but="kind") and row["kind"]]
    counts = sorted(((kind, kinds.count(kind)) for kind in set(kinds)), key=lambda pair: (-pair[1], pair[0]))
    return [id_ for _at, id_ in sorted(hits, reverse=True)], tuple(counts)


def check(engine, rows, asked):
    """Build the index and compare every answer with what is expected."""
    build(engine, [Document(id_, row) for id_, row in enumerate(rows, 1)])
    for terms, selected in asked:
        search = Search(parse(typed(terms)), Sort("at"), selected=selected, facets=(Facet("kind"),))
        answer = engine.search(NOTES, search)
        ids, counts = expected(rows, terms, selected)
        assert list(answer.ids) == ids
        assert answer.total == len(ids)
        assert answer.facets["kind"] == counts


asked = st.lists(st.tuples(queries, selections), min_size=5, max_size=25)
generated = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(generated, max_examples=60)
@given(rows=documents, asked=asked)
def test_embedded_finds_what_was_promised(embedded, rows, asked):
    check(embedded, rows, asked)


@pytest.mark.elasticsearch
@settings(generated, max_examples=20)
@given(rows=documents, asked=asked)
def test_elasticsearch_finds_what_was_promised(elastic, rows, asked):
    check(elastic, rows, asked)


@pytest.mark.elasticsearch
@settings(generated, max_examples=15)
@given(
    rows=st.lists(st.tuples(st.text(max_size=30), texts), max_size=12),
    asked=st.lists(st.one_of(st.text(max_size=12), texts), min_size=5, max_size=25),
    title_first=st.booleans(),
)
def test_engines_agree_on_any_text_and_any_query(embedded, elastic, rows, asked, title_first):
    for engine in (embedded, elastic):
        build(
            engine,
            [
                Document(id_, {"title": title, "text": text, "at": START})
                for id_, (title, text) in enumerate(rows, 1)
            ],
        )
    for text in [*asked, *(title for title, _text in rows)]:
        search = Search(parse(text), Sort("at", title_first=title_first))
        assert embedded.search(NOTES, search) == elastic.search(NOTES, search)


@pytest.mark.elasticsearch
@settings(generated, max_examples=60)
@given(
    text=st.one_of(
        st.text(max_size=60), texts, st.text(st.characters(categories=["L", "N", "M"]), max_size=60)
    )
)
def test_tokens_are_those_of_lucenes_cjk_analyzer(lucene, text):
    assert tokens.bigrams(text) == lucene("cjk", tokens.plain(text))
    assert tokens.unigrams(text) == [
        token for token in lucene("cjk_single", tokens.plain(text)) if not pair(token)
    ]


def pair(token):
    """Whether a token is two Chinese characters; the subfield holds those as well."""
    return len(token) == 2 and tokens.is_cjk(token)


@pytest.fixture
def lucene(elastic):
    """The analysis that the real node makes of a text."""
    name = elastic.begin(NOTES)

    def analyse(analyzer, text):
        if not text:
            return []
        answer = elastic.client.indices.analyze(index=name, analyzer=analyzer, text=text)
        return [token["token"] for token in answer["tokens"]]

    return analyse


# Only what may or may not touch its neighbour: marks where the text has none, and none where it has some.
touching = st.text("低保金a，", max_size=9)


@settings(generated, max_examples=150)
@given(
    rows=st.lists(st.tuples(touching, touching), max_size=10),
    asked=st.lists(st.text("低保金a，", min_size=1, max_size=7), min_size=5, max_size=25),
)
def test_marks_in_texts_and_queries_part_words_as_promised(embedded, rows, asked):
    rows = [{"title": title, "text": text, "kind": None, "regions": (), "at": START} for title, text in rows]
    check(embedded, rows, [([oracle.Wanted(text)], {}) for text in asked])
