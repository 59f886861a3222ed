"""The index of public pages, over a source that the portal registers."""

from datetime import UTC, datetime, timedelta

import pytest

from search import public, sources
from search.engine import EngineUnreachable, IndexBroken, IndexMissing
from search.following import follow
from search.indexing import note
from search.public import PUBLIC
from search.rebuilding import rebuild
from search.schema import Document

pytestmark = pytest.mark.django_db
START = datetime(2020, 4, 10, tzinfo=UTC)


@pytest.fixture
def pages(site_engine, monkeypatch):
    """Pages by id, which a test may change, and an index of them."""
    monkeypatch.setattr(sources, "_sources", dict(sources._sources))
    pages = {
        1: ("低保审核确认办法", "第三十六条 设立社会救助服务热线。", "policy", "民政部"),
        2: ("临时救助办事指南", "申请临时救助，先到低保窗口领取表格。", "guide", "甲市民政局"),
        3: ("特困供养办法", "照料护理按月发放。", "policy", "甲市民政局"),
    }

    def document(id_):
        title, text, kind, issuer = pages[id_]
        values = {"title": title, "text": text, "kind": kind, "issuer": issuer, "topic": ("社会救助", kind)}
        return Document(
            id_, {**values, "number": f"民发〔2020〕{id_}号", "published_at": START + timedelta(id_)}
        )

    public.register(
        lambda after, limit: [id_ for id_ in sorted(pages) if id_ > after][:limit],
        lambda ids: [document(id_) for id_ in ids if id_ in pages],
    )
    rebuild("public")
    return pages


def test_pages_with_the_words_in_the_title_come_first(pages):
    found = public.search("低保")
    assert (found.total, found.ids, found.page, found.pages) == (2, (1, 2), 1, 1)
    assert found.facets["kind"] == (("guide", 1), ("policy", 1))
    assert public.search("“民发〔2020〕3号”").ids == (3,)
    assert public.search("").ids == (3, 2, 1)


def test_filters_and_pages(pages):
    assert public.search("", {"kind": ["policy"], "topic": []}).ids == (3, 1)
    assert public.search("", {"issuer": ["民政部"], "topic": ["社会救助"]}).ids == (1,)
    second = public.search("", page=2, page_size=2)
    assert (second.ids, second.page, second.pages) == ((1,), 2, 2)
    assert public.search("", page=99, page_size=2).ids == (1,)
    assert public.search("", page=-5, page_size=2).ids == (3, 2)
    with pytest.raises(LookupError):
        public.search("", {"colour": ["red"]})


def test_a_page_that_changed_or_went_is_followed(pages, site_engine):
    pages[2] = ("受灾救助指南", "申请受灾救助。", "guide", "甲市民政局")
    del pages[3]
    note("public", 2)
    note("public", 3)
    assert follow("public") == 2
    site_engine.refresh(PUBLIC)
    assert public.search("受灾").ids == (2,)
    assert public.search("特困").total == 0


@pytest.mark.elasticsearch
def test_what_elasticsearch_refuses_is_told_by_what_can_be_done(elastic):
    from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
    from elasticsearch import ApiError, BadRequestError, ConflictError, NotFoundError

    from search.elastic import told

    def meta(status):
        return ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9200))

    for kind, status, meant in (
        (NotFoundError, 404, IndexMissing),
        (ConflictError, 409, EngineUnreachable),
        (ApiError, 429, EngineUnreachable),
        (ApiError, 504, EngineUnreachable),
        (ApiError, 503, IndexBroken),
        (BadRequestError, 400, BadRequestError),
    ):
        with pytest.raises(meant), told():
            raise kind("refused", meta(status), {})
