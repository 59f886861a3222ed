"""A schema as a mapping, a document as a body, a search as a request in ``elasticsearch_dsl``."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any

from elasticsearch_dsl import Boolean, Date, Index, Long, Q, analyzer, token_filter
from elasticsearch_dsl import Keyword as KeywordField
from elasticsearch_dsl import Mapping as IndexMapping
from elasticsearch_dsl import Search as Request
from elasticsearch_dsl import Text as TextField
from elasticsearch_dsl.query import Query as Condition

from search.engines import tokens
from search.engines.query import Term
from search.engines.schema import Document, Keyword, Schema, Search, Text, keywords, millis

#: Every Chinese character also by itself, in the place of the pair that begins with it.
SINGLE = analyzer(
    "cjk_single",
    type="custom",
    tokenizer="standard",
    filter=["cjk_width", "lowercase", token_filter("cjk_single", "cjk_bigram", output_unigrams=True)],
)

SETTINGS = {
    # One shard holds a city's cases with ease, and counts and ranks exactly.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
}

#: A removed document stays as a tombstone: Elasticsearch forgets the version of a deleted one after a minute,
#: and a slow rebuild that read it before would bring it back.
GONE = Q("term", gone=True)
#: Elasticsearch takes 65,536 values in one condition.
MOST_TERMS = 50_000
PRESENT = Q("bool", must_not=[GONE])


def index(schema: Schema, aliases: Mapping[str, Any]) -> dict[str, Any]:
    """Settings, mapping and aliases of a new index. It keeps no source: nobody reads documents from it."""
    mapping = IndexMapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", enabled=False)
    mapping.field("id", Long())
    mapping.field("gone", Boolean())
    mapping.field("digest", KeywordField(index=False))
    for each in schema.fields:
        mapping.field(each.name, _field(each))
    made = Index(schema.name).settings(**SETTINGS).aliases(**aliases)
    made.mapping(mapping)
    return made.to_dict()


def _field(field: object) -> Any:
    if isinstance(field, Text):
        # The search text of the subfield comes with its tokens separated.
        single = TextField(analyzer=SINGLE, search_analyzer="whitespace", norms=False)
        return TextField(analyzer="cjk", norms=False, fields={"single": single})
    if isinstance(field, Keyword):
        return KeywordField()
    return Date(format="epoch_millis")


def body(schema: Schema, document: Document) -> dict[str, Any]:
    """What is sent of a document: texts folded as the embedded engine folds them."""
    sent: dict[str, Any] = {"id": document.id, "digest": document.digest()}
    for each in schema.fields:
        value = document.values.get(each.name)
        if isinstance(each, Text):
            sent[each.name] = tokens.plain(str(value or ""))
        elif isinstance(each, Keyword):
            values = keywords(value)
            sent[each.name] = list(values if each.many else values[:1])
        else:
            sent[each.name] = millis(value)  # type: ignore[arg-type]
    return sent


def digests(after: int, until: int | None, size: int) -> dict[str, Any]:
    """The request for what is kept of the ids in (after, until], by id, ``size`` at a time."""
    bounds = {"gt": after} if until is None else {"gt": after, "lte": until}
    request = Request().query(Q("bool", filter=[Q("range", id=bounds)], must_not=[GONE]))
    request = request.source(False).sort("id")
    return request.extra(size=size, track_total_hits=False, docvalue_fields=["digest"]).to_dict()


def tombstone(id_: int) -> dict[str, Any]:
    """What is sent in place of a document that is gone."""
    return {"id": id_, "gone": True}


def request(schema: Schema, search: Search) -> Request:
    """The request without page and counts. Nothing but a number of title hits goes into the score."""
    fields = [each.name for each in schema.of(Text)]
    bounds = [
        *(_phrase(term, fields) for term in search.query.wanted),
        *(_terms(schema, field, values) for field, values in search.required.items()),
        *(_range(schema, field, since, until) for field, (since, until) in search.ranges.items()),
    ]
    if search.query.void:
        bounds.append(Q("match_none"))
    hidden = [
        GONE,
        *(_phrase(term, fields) for term in search.query.excluded),
        *(_terms(schema, field, values) for field, values in search.forbidden.items() if values),
        *_ids(search.without),
    ]
    ranked = []
    if search.sort.title_first:
        ranked = [
            Q("constant_score", filter=_phrase(term, [schema.title]), boost=1) for term in search.query.wanted
        ]
    schema.field(search.sort.field)
    order: list[Any] = [{"_score": "desc"}] if search.sort.title_first else []
    direction = "desc" if search.sort.descending else "asc"
    order += [{search.sort.field: {"order": direction, "missing": "_last"}}, {"id": "desc"}]
    condition = Q("bool", filter=bounds, must_not=hidden, should=ranked, minimum_should_match=0)
    found = Request().query(condition).source(False).sort(*order)
    chosen = [_terms(schema, field, values) for field, values in search.selected.items()]
    return found.post_filter(reduce(and_, chosen)) if chosen else found


def with_facets(request: Request, search: Search) -> Request:
    """Add the counts: of each facet under all selections but its own."""
    for facet in search.facets:
        others = [
            Q("terms", **{name: list(values)})
            for name, values in search.selected.items()
            if name != facet.field
        ]
        counts = request.aggs.bucket(facet.field, "filter", filter=Q("bool", filter=others))
        options: dict[str, Any] = {"size": facet.size}
        if facet.values is not None:
            # An empty list would mean any value; no keyword is the empty string.
            options = {"size": max(len(facet.values), 1), "include": list(facet.values) or [""]}
        order = [{"_count": "desc"}, {"_key": "asc"}]
        counts.bucket("values", "terms", field=facet.field, order=order, **options)
    return request


def _phrase(term: Term, fields: list[str]) -> Condition:
    return Q("bool", should=[phrase for way in term.ways for phrase in _phrases(way, fields)])


def _phrases(term: Term, fields: list[str]) -> list[Condition]:
    suffix = ".single" if term.single else ""
    text = " ".join(term.words) if term.single else tokens.plain(term.text)
    return [Q("match_phrase", **{name + suffix: text}) for name in fields]


def _ids(ids: Sequence[int]) -> list[Condition]:
    return [Q("terms", id=ids[start : start + MOST_TERMS]) for start in range(0, len(ids), MOST_TERMS)]


def _terms(schema: Schema, field: str, values: tuple[str, ...]) -> Condition:
    if not isinstance(schema.field(field), Keyword):
        raise LookupError(f"{field} is not a keyword field")
    return Q("terms", **{field: list(values)})


def _range(schema: Schema, field: str, since: Any, until: Any) -> Condition:
    schema.field(field)
    if since is None and until is None:
        return Q("match_all")
    bounds = {"gte": millis(since), "lt": millis(until)}
    return Q("range", **{field: {key: bound for key, bound in bounds.items() if bound is not None}})
