"""Site search: by the index, and without it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import site_search
from portal.public_index import SOURCE, text_of
from search.models import Change


@pytest.fixture
def indexed(rules, notice, guide):
    """Three pages, all in the index."""
    call_command("rebuild_index", "public", verbosity=0)
    return rules, notice, guide


@pytest.fixture(params=["index", "database"])
def either_way(request, rules, notice, guide):
    """Each page findable by the index and, where there is none, by the database."""
    if request.param == "index":
        call_command("rebuild_index", "public", verbosity=0)


def found(client, words, **more):
    response = client.get("/search/", {"q": words, **more})
    assert response.status_code == 200
    return [hit.page.title for hit in response.context["found"].hits]


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("村民委员会", {"云川市临时救助办法"}),
        ("救助 乡镇", {"云川市临时救助办法"}),
        ("户口簿", {"申请临时救助"}),
        ("临时救助", {"云川市临时救助办法", "申请临时救助", "关于开展救助资金发放检查的通知"}),
        ("临时救助 -户口簿", {"云川市临时救助办法", "关于开展救助资金发放检查的通知"}),
        ("监督检查组", {"关于开展救助资金发放检查的通知"}),
        ("没有这个词", set()),
        ("   ", set()),
        ("。，", set()),
    ],
)
def test_pages_are_found_by_title_text_and_facts(client, words, titles):
    assert set(found(client, words)) == titles


def test_words_found_are_marked_and_the_rest_is_escaped(client, add_policy):
    add_policy("通知", "按月<b>公示</b>名单。")
    call_command("rebuild_index", "public", verbosity=0)
    shown = client.get("/search/", {"q": "名单"}).content.decode()
    assert "<mark>名单</mark>" in shown
    assert "&lt;b&gt;公示" in shown


def test_a_page_taken_down_a_moment_ago_is_not_shown(client, indexed):
    rules, _notice, _guide = indexed
    type(rules).objects.filter(pk=rules.pk).update(live=False)
    assert "云川市临时救助办法" not in found(client, "临时救助")


def test_drafts_and_private_pages_are_never_indexed(indexed, add_policy):
    draft = add_policy("草稿", live=False)
    assert draft.pk not in SOURCE.ids(0, 100)
    assert SOURCE.documents([draft.pk]) == []
    assert len(SOURCE.ids(0, 100)) == 3


@pytest.mark.parametrize("change", ["publish", "unpublish", "delete"])
def test_every_change_is_noted_for_the_index(rules, change):
    Change.objects.all().delete()
    page_id = rules.pk
    if change == "publish":
        rules.save_revision().publish()
    else:
        getattr(rules, change)()
    assert Change.objects.filter(index="public", object_id=page_id).exists()


def test_a_guides_words_stand_apart(guide):
    assert "遭遇火灾的家庭\n" in text_of(guide) + "\n"
    assert "<" not in text_of(guide)


def test_pages_of_results(client, add_policy, monkeypatch):
    monkeypatch.setattr(site_search, "PAGE_SIZE", 2)
    for number in range(3):
        add_policy(f"公示通知{number}")
    call_command("rebuild_index", "public", verbosity=0)
    first, second = found(client, "公示"), found(client, "公示", page=2)
    assert (len(first), len(second)) == (2, 1)
    assert not set(first) & set(second)
    assert found(client, "公示", page=99) == second


def test_nothing_asked_shows_only_the_form(client, site):
    shown = client.get("/search/").content.decode()
    assert 'class="empty"' not in shown
    assert 'id="search-words"' in shown


def test_nothing_found_says_what_to_try(client, indexed):
    assert "请换一个更短的词" in client.get("/search/?q=没有这个词").content.decode()


def test_the_number_of_queries_does_not_grow_with_older_versions(client, add_policy, rules):
    def count():
        call_command("rebuild_index", "public", verbosity=0)
        client.get("/search/?q=公示通知")
        with CaptureQueriesContext(connection) as queries:
            html = client.get("/search/?q=公示通知").content.decode()
        assert "已修订" in html
        return len(queries)

    add_policy("公示通知0", validity="amended", replaced_by=rules)
    before = count()
    for number in range(1, 5):
        add_policy(f"公示通知{number}", validity="amended", replaced_by=rules)
    assert count() == before


def test_the_number_of_queries_is_known(client, indexed, django_assert_max_num_queries):
    client.get("/search/?q=临时救助")
    with django_assert_max_num_queries(9):
        client.get("/search/?q=临时救助")
