"""The node that tools/elasticsearch-node assembles does what the portal asks of an Elasticsearch."""

import pytest
from elasticsearch import Elasticsearch

pytestmark = pytest.mark.elasticsearch

INDEX = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {
        "properties": {
            "text": {
                "type": "text",
                "analyzer": "cjk",
                "fields": {"unigram": {"type": "text", "analyzer": "standard"}},
            }
        }
    },
}


@pytest.fixture
def client(elasticsearch_url):
    with Elasticsearch(elasticsearch_url) as client:
        yield client


@pytest.fixture
def index(client, search_prefix):
    name = f"{search_prefix}-node"
    client.indices.create(index=name, **INDEX)
    yield name
    client.indices.delete(index=name)


def test_the_root_answers_the_official_client(client):
    info = client.info()
    assert info.meta.headers["x-elastic-product"] == "Elasticsearch"
    assert info["version"]["number"].startswith("8.19.")
    assert client.ping()


def test_an_unknown_method_of_the_root_is_still_refused(client):
    answer = client.options(ignore_status=405).perform_request(
        "POST", "/", headers={"content-type": "application/json", "accept": "application/json"}, body={}
    )
    assert answer.meta.status == 405


def test_chinese_is_found_by_bigrams_and_one_character_by_the_unigram_field(client, index):
    client.index(index=index, id="1", document={"text": "村委会扣发低保金三个月"}, refresh=True)
    client.index(index=index, id="2", document={"text": "咨询临时救助的条件"}, refresh=True)

    def found(query):
        return {hit["_id"] for hit in client.search(index=index, query=query)["hits"]["hits"]}

    assert found({"match_phrase": {"text": "低保金"}}) == {"1"}
    assert found({"match_phrase": {"text": "保低"}}) == set()
    assert found({"match": {"text.unigram": "村"}}) == {"1"}
    assert found({"match": {"text": "救助"}}) == {"2"}


def test_full_width_letters_are_folded(client, index):
    tokens = client.indices.analyze(index=index, analyzer="cjk", text="ＡＢＣ低保")["tokens"]
    assert [token["token"] for token in tokens] == ["abc", "低保"]
