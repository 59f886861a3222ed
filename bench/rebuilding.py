"""Building the index of cases anew: each case is fetched, redacted, analysed and written.

Floor: the same number of documents that were ready before, in the engine's own form, written in one go and
taken into use. The difference is what reading a case costs.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator

from django.test.utils import override_settings

from bench import casemaking, index_size, searching
from bench.harness import Act, Bench, Pair

BATCH = 500


def embedded(sizes: list[int]) -> Iterator[Pair]:
    """Into the embedded index; the floor inserts rows whose words were cut before."""
    yield from _pairs(sizes, _embedded_floor)


def on_elasticsearch(sizes: list[int]) -> Iterator[Pair]:
    """Into a real node; the floor posts requests that were written before."""
    with searching.node() as url, override_settings(SEARCH_URL=url, SEARCH_PREFIX="portal-bench"):
        try:
            yield from _pairs(sizes, lambda: _elasticsearch_floor(url))
        finally:
            searching.clear(url)


def _pairs(sizes: list[int], floor: Callable[[], Act]) -> Iterator[Pair]:
    from search.indexing.rebuilding import rebuild

    for size in sizes:
        casemaking.make_cases_up_to(size)
        ready = floor()
        yield Pair(size, lambda: rebuild("cases"), ready)
        print(index_size.said(size), flush=True)


def _documents() -> list:
    from search.workbench.case_documents import ids, read

    found: list = []
    last = 0
    while more := ids(last, BATCH):
        found += read(more)
        last = more[-1]
    return found


def _batches(ready: list) -> list[list]:
    return [ready[at : at + BATCH] for at in range(0, len(ready), BATCH)]


def _embedded_floor() -> Act:
    from django.conf import settings

    from search.engines.embedded import Embedded
    from search.engines.embedded_sql import Tables, row
    from search.workbench.case_documents import CASES

    batches = _batches([row(CASES, document) for document in _documents()])

    def floor() -> None:
        engine = Embedded(settings.SEARCH_INDEX_PATH)
        generation = engine.begin(CASES)
        for batch in batches:
            with engine._writing() as connection:
                Tables(CASES, int(generation)).put(connection, 1, batch)
        engine.adopt(CASES, generation)

    return floor


def _elasticsearch_floor(url: str) -> Act:
    from search.engines import elastic_dsl as dsl
    from search.engines.elastic import Elastic
    from search.workbench.case_documents import CASES

    def lines(batch: list) -> bytes:
        parts: list[dict] = []
        for document in batch:
            parts += [{"index": {"_id": str(document.id)}}, dsl.body(CASES, document)]
        return "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in parts).encode()

    bodies = [lines(batch) for batch in _batches(_documents())]

    def floor() -> None:
        engine = Elastic((url,), "portal-bench")
        generation = engine.begin(CASES)
        for body in bodies:
            headers = {"Content-Type": "application/x-ndjson"}
            asked = urllib.request.Request(f"{url}/{generation}/_bulk", body, headers)  # noqa: S310
            with searching.DIRECTLY.open(asked) as answer:
                assert not json.load(answer)["errors"]
        engine.adopt(CASES, generation)

    return floor


_TITLE = "the index of all cases built anew"
_FLOOR = "the bare bulk of ready documents"
EMBEDDED = Bench("rebuild-embedded", _TITLE, _FLOOR, "cases", embedded)
ELASTICSEARCH = Bench(
    "rebuild-elasticsearch", _TITLE, _FLOOR, "cases", on_elasticsearch, searching.missing_node
)
