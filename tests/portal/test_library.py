"""The policy library: filters, counts, search within, pages."""

import pytest

from portal.policies import library

pytestmark = pytest.mark.usefixtures("site")


def titles(response) -> list[str]:
    return [policy.title for policy in response.context["library"].page]


def counts(response, name: str) -> dict[str, int]:
    chosen = next(f for f in response.context["library"].filters if f.name == name)
    return {option.value: option.count for option in chosen.options}


def test_the_newest_text_comes_first(client, rules, notice):
    assert titles(client.get("/policies/")) == [notice.title, rules.title]


@pytest.mark.parametrize(
    "query",
    ["issuer=乙市民政局", "year=2020", "topic=temporary", "q=村民委员会", "q=政府令", "q=云川市 救助 乡镇"],
)
def test_each_filter_leaves_what_fits(client, rules, notice, query):
    assert titles(client.get(f"/policies/?{query}")) == [rules.title]


def test_filters_work_together_and_count_what_each_would_leave(client, rules, notice, add_policy):
    add_policy("旧办法", validity="repealed", topic="temporary")
    response = client.get("/policies/?topic=temporary")
    assert counts(response, "validity") == {"valid": 1, "repealed": 1}
    assert counts(response, "topic") == {"temporary": 2, "supervision": 1}
    response = client.get("/policies/?topic=temporary&validity=repealed")
    assert titles(response) == ["旧办法"]
    assert counts(response, "topic") == {"temporary": 1}


def test_values_that_mean_nothing_are_ignored(client, rules):
    response = client.get("/policies/?year=abcd&topic=nonsense&validity=%EF%BF%BD&page=99")
    assert titles(response) == [rules.title]


def test_a_filter_without_result_is_shown_with_a_way_back(client, rules):
    html = client.get("/policies/?q=不存在的词").content.decode()
    assert 'class="empty"' in html
    assert client.get("/policies/?issuer=别处").context["library"].issuers.value == "别处"


def test_an_empty_library_says_so(client):
    assert 'class="empty"' in client.get("/policies/").content.decode()


def test_drafts_are_not_shown(client, add_policy):
    add_policy("还没发布", live=False)
    assert titles(client.get("/policies/")) == []


def test_pages_keep_the_filters(client, add_policy, monkeypatch):
    monkeypatch.setattr(library, "PAGE_SIZE", 2)
    for number in range(5):
        add_policy(f"通知{number}", topic="dibao")
    html = client.get("/policies/?topic=dibao&page=2").content.decode()
    assert "?topic=dibao&amp;page=3" in html
    assert 'aria-current="page"' in html


def test_the_number_of_queries_does_not_grow_with_the_policies(client, add_policy, django_assert_num_queries):
    add_policy("第一份")
    client.get("/policies/")
    with django_assert_num_queries(QUERIES):
        client.get("/policies/")
    for number in range(12):
        add_policy(f"通知{number}", written_on="2024-01-01")
    with django_assert_num_queries(QUERIES):
        client.get("/policies/")


QUERIES = 14
