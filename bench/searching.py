"""An inspector's search: words, a filter, all counts, hits read again from the database and marked.

Floor: the very requests that the engine got, sent again with nothing around them. The difference is what
visibility, redaction, marking and the audit entry cost.
"""

import json
import os
import random
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.conf import settings
from django.test.utils import override_settings

from bench import casemaking, index_size, making
from bench.harness import Act, Bench, Pair
from organizations.enums import Role
from tests.servers import elasticsearch

#: A proxy in the environment is for the outside.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
TIMES = 5


def embedded(sizes: list[int]) -> Iterator[Pair]:
    """On the embedded index; the floor sends its SQL again over an open connection."""
    yield from _pairs(sizes, _embedded_floor)


def on_elasticsearch(sizes: list[int]) -> Iterator[Pair]:
    """On a real node; the floor posts its JSON again."""
    with node() as url, override_settings(SEARCH_URL=url, SEARCH_PREFIX="portal-bench"):
        try:
            yield from _pairs(sizes, lambda ask: _elasticsearch_floor(ask, url))
        finally:
            clear(url)


def clear(url: str) -> None:
    """Take the bench's index from a node that goes on running."""
    from search.engines.elastic import Elastic
    from search.workbench.case_documents import CASES

    engine = Elastic((url,), "portal-bench")
    if live := engine.state(CASES).live:
        engine.client.indices.delete(index=live)


def _pairs(sizes: list[int], floor_of) -> Iterator[Pair]:
    from search.engines import current
    from search.indexing.rebuilding import rebuild
    from search.workbench import case_search
    from search.workbench.case_documents import CASES

    inspector = making.make_person("inspector", Role.INSPECTOR, "乙市民政局")
    rng = random.Random(2)
    questions = [
        case_search.CaseQuestion(text=topic, kind=("complaint", "report"), region=making.COUNTY)
        for topic in rng.sample(making.TOPICS, TIMES)
    ]

    def work() -> None:
        for question in questions:
            answer = case_search.ask(inspector, question)
            assert answer.hits, "the index answers nothing"

    for size in sizes:
        casemaking.make_cases_up_to(size)
        rebuild(CASES.name)
        current.engine().refresh(CASES)
        print(index_size.said(size), flush=True)
        yield Pair(size, work, floor_of(work))


def _embedded_floor(ask: Act) -> Act:
    """Record the statements of one round of searches; replay them on one connection."""
    from search.engines.embedded import CACHE_KIB

    said: list[str] = []
    connect = sqlite3.connect

    def listening(*args, **kwargs):
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(said.append)
        return connection

    with mock.patch("search.engines.embedded.sqlite3.connect", listening):
        ask()
    # All that a search says but the opening of the file: the hits are put into a table of their own first.
    statements = [line for line in said if line.lstrip().upper().startswith(("SELECT", "CREATE TEMP"))]
    assert any("CREATE TEMP" in line for line in statements), "a floor without the hits would count nothing"
    connection = connect(settings.SEARCH_INDEX_PATH, isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def floor() -> None:
        for statement in statements:
            if statement.lstrip().upper().startswith("CREATE TEMP"):
                connection.execute("DROP TABLE IF EXISTS temp.hit")
            connection.execute(statement).fetchall()

    return floor


def _elasticsearch_floor(ask: Act, url: str) -> Act:
    """Record the requests of one round of searches; post them again."""
    from search.engines.elastic import Elasticsearch

    sent: list[tuple[str, bytes]] = []
    search = Elasticsearch.search
    words = {"from_": "from", "source": "_source"}

    def listening(client, *, index, **arguments):
        body = {words.get(name, name): value for name, value in arguments.items()}
        sent.append((f"{url}/{index}/_search", json.dumps(body).encode()))
        return search(client, index=index, **arguments)

    with mock.patch.object(Elasticsearch, "search", listening):
        ask()

    def floor() -> None:
        for address, body in sent:
            headers = {"Content-Type": "application/json"}
            with DIRECTLY.open(urllib.request.Request(address, body, headers)) as answer:  # noqa: S310
                json.load(answer)

    return floor


@contextmanager
def node() -> Iterator[str]:
    """The address of a node: the one that was named, or one of the bench's own."""
    given = os.environ.get("BENCH_ELASTICSEARCH", "")
    if given.startswith("http"):
        yield given.rstrip("/")
    else:
        with elasticsearch.node() as url:
            yield url


def missing_node() -> str | None:
    """Why there is no node, None when there is one."""
    given = os.environ.get("BENCH_ELASTICSEARCH", "").startswith("http")
    return None if given else elasticsearch.missing()


_TITLE = f"{TIMES} searches with a word, two filters and all counts"
EMBEDDED = Bench("search-embedded", _TITLE, "the bare SQL", "cases", embedded)
ELASTICSEARCH = Bench(
    "search-elasticsearch", _TITLE, "the bare HTTP requests", "cases", on_elasticsearch, missing_node
)
