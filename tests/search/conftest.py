"""Engines and documents that the tests of this room share."""

import uuid

import pytest
from django.conf import settings

from search.engines.elastic import Elastic
from search.engines.embedded import Embedded
from search.engines.schema import Keyword, Moment, Schema, Text

#: Every field kind, small enough to read.
NOTES = Schema(
    name="notes",
    title="title",
    fields=(
        Text("title"),
        Text("text"),
        Keyword("kind"),
        Keyword("status"),
        Keyword("regions", many=True),
        Keyword("hidden_from", many=True),
        Moment("at"),
        Moment("due"),
    ),
    tallied=("kind", "status", "regions"),
)

ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture
def embedded(tmp_path):
    """An embedded engine over a file of this test."""
    return Embedded(tmp_path / "index" / "search.sqlite3")


@pytest.fixture
def elastic(elasticsearch_url, search_prefix):
    """An Elasticsearch engine whose indexes belong to this test alone."""
    prefix = f"{search_prefix}-{uuid.uuid4().hex[:8]}"
    engine = Elastic((elasticsearch_url,), prefix)
    yield engine
    drop_indexes(engine)


@pytest.fixture(params=ENGINES)
def engine(request):
    """Each engine in turn: a test with this fixture is a promise that both keep."""
    return request.getfixturevalue("embedded" if request.param == "embedded" else "elastic")


@pytest.fixture
def site_engine(engine, monkeypatch):
    """Each engine in turn as the one that the settings name."""
    if engine.name == "embedded":
        monkeypatch.setattr(settings, "SEARCH_URL", "")
        monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", engine.path)
    else:
        node = next(iter(engine.client.transport.node_pool.all()))
        monkeypatch.setattr(settings, "SEARCH_URL", node.base_url)
        monkeypatch.setattr(settings, "SEARCH_PREFIX", engine.prefix)
    return engine


def drop_indexes(engine):
    """Remove every index under the engine's prefix."""
    for name in engine.client.indices.get_alias(index=f"{engine.prefix}-*").body:
        engine.client.indices.delete(index=name, ignore_unavailable=True)


def build(engine, documents, schema=NOTES, version=1):
    """Make ``documents`` the whole of the engine's index."""
    generation = engine.begin(schema)
    engine.fill(schema, generation, version, documents)
    engine.adopt(schema, generation)
