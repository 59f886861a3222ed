"""The screen: what is typed stays out of addresses and logs, and every state says what to do."""

import json
import re
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail import hooks
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from complaints.enums import CaseKind
from organizations.enums import Role
from search.engines import current
from search.engines.engine import EngineUnreachable, IndexBroken, IndexMissing
from search.models import SearchIndex
from search.workbench.actions import HOOK, CaseSearchAction
from search.workbench.stored_queries import MOST, SLOT, TypedSearches
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person
from tests.search.workbench.asking import URL, broken, search, shown

pytestmark = pytest.mark.django_db


def test_the_address_is_registered_and_in_the_menu(browser_client, cases):
    assert reverse("search:cases") == URL
    assert URL in browser_client.get("/staff/").content.decode()


def test_what_was_typed_is_in_no_address_no_log_and_not_readable_in_the_session(
    browser_client, cases, caplog
):
    with caplog.at_level("DEBUG"):
        page, url = search(browser_client, "王建国", "?kind=report")
    assert re.fullmatch(r"/staff/search/cases/\?kind=report&s=[\w-]{8}", url)
    assert shown(page) == ["反映村干部扣留存折"]
    body = page.content.decode()
    assert 'value="王建国"' in body
    assert "王建国" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', body))
    assert "王建国" not in caplog.text
    assert "王建国" not in json.dumps(dict(browser_client.session), ensure_ascii=False)
    entries = ModelLogEntry.objects.filter(action="search.search")
    assert "王建国" not in str(list(entries.values()))


def test_an_index_that_does_not_answer_is_one_line_in_the_log(browser_client, cases, settings, caplog):
    _page, address = search(browser_client, "王建国")
    settings.SEARCH_URL = "http://127.0.0.1:9,http://127.0.0.1:10"
    for asked in (address, address.replace("?", "export/?")):
        caplog.clear()
        browser_client.get(asked)
        said = [record for record in caplog.records if "search" in record.name or "elastic" in record.name]
        assert [(record.getMessage(), record.exc_info) for record in said] == [
            ("the search of cases does not answer: Elasticsearch: ConnectionError", None)
        ]


def test_a_search_is_one_entry_in_the_audit_log(browser_client, cases, inspector):
    search(browser_client, "存折 -礼物", "?kind=report")
    entry = ModelLogEntry.objects.get(action="search.search")
    assert entry.user == inspector
    assert entry.data == {"hits": 1, "terms": 2, "filters": 1, "page": 1}
    assert entry.object_id == "cases"


def test_hits_show_marks_filters_counts_and_links_that_keep_the_rest(browser_client, cases):
    page, _url = search(browser_client, "存折", "?region=320722&kind=report")
    body = page.content.decode()
    assert "<mark>存折</mark>" in body
    assert reverse("case:inspect", args=[cases["passbook"].number]) in body
    assert "陈小满" not in body
    assert "13905180001" not in body
    key = page.context["address"].data["s"]
    in_force = page.context["applied"]
    assert [each.label for each in in_force] == ["乙市丙县", CaseKind.REPORT.label]
    assert in_force[1].address == f"?region=320722&s={key}"
    assert f'href="?region=320722&amp;kind=report&amp;kind=complaint&amp;s={key}"' in body


@pytest.mark.parametrize(
    "address",
    [
        "?kind=nonsense&region=abc&page=-1&since=yesterday&until=2026-13-40&sort=x&clock=y",
        "?page=999999999999",
        "?region=99",
        "?programme=%EF%BF%BD&kind=&s=",
        "?since=2026-12-31&until=2026-01-01&clock=late&clock=soon",
    ],
)
def test_no_address_is_an_error(browser_client, cases, address):
    assert browser_client.get(URL + address).status_code == 200


def test_dates_the_wrong_way_round_are_turned(browser_client, cases):
    page = browser_client.get(URL + "?since=2026-12-31&until=2026-01-01&clock=soon")
    assert len(page.context["applied"]) == 3
    question = page.context["question"]
    assert question.since < question.until
    assert "已为您对调" in page.content.decode()


def test_nothing_found_says_what_to_do(browser_client, cases):
    page, _url = search(browser_client, "不存在的东西", "?kind=report")
    body = page.content.decode()
    assert page.context["answer"].total == 0
    assert "search-empty" in body
    assert body.count("<li>") >= 3


@pytest.mark.parametrize("text", ["！？…", "the"])
def test_marks_alone_find_nothing_and_say_what_to_do(browser_client, cases, inspector, capsys, text):
    page, url = search(browser_client, text, "?kind=report")
    assert page.context["answer"].total == 0
    body = page.content.decode()
    void = page.context["void"]
    assert f'value="{text}"' in body
    assert void.title in body
    assert void.advice in body
    assert 'href="?kind=report"' in body  # all cases of the filters, without the words
    export = browser_client.get(url.replace(URL, URL + "export/"))
    assert len(b"".join(export.streaming_content).decode().splitlines()) == 1
    call_command("search_cases", text, user=inspector.username)
    said = capsys.readouterr()
    assert said.out == "0 found, page 1 of 1\n"
    assert void.title in said.err


def test_an_empty_query_lists_what_the_filters_leave(browser_client, cases):
    page, _url = search(browser_client, "", "?kind=report")
    assert shown(page) == ["反映村干部扣留存折"]
    assert page.context["void"] is None


def test_notes_on_the_query_are_shown(browser_client, cases):
    page, _url = search(browser_client, "the “存折")
    assert len(page.context["notes"]) == 2
    assert page.context["answer"].total == 2


def test_a_forgotten_search_is_not_taken_for_an_empty_one(browser_client, cases):
    page = browser_client.get(URL + "?s=unknown1&kind=report")
    assert page.context["forgotten"]
    assert "answer" not in page.context
    assert "search-hit" not in page.content.decode()
    assert browser_client.get(URL + "export/?s=unknown1").status_code == 302


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_link_with_words_fills_the_box_and_searches_nothing(browser_client, cases, inspector, language):
    UserProfile.get_for_user(inspector)
    UserProfile.objects.filter(user=inspector).update(preferred_language=language)
    page = browser_client.get(URL, {"q": " 王建国 ", "kind": "report"})
    body = page.content.decode()
    assert 'value="王建国"' in body
    assert ("were not searched for" in body) == (language == "en")
    assert ("没有搜索" in body) == (language == "zh-hans")
    assert "answer" not in page.context
    assert not ModelLogEntry.objects.filter(action="search.search").exists()
    # What the box leads to keeps the filters and leaves the words out.
    assert 'action="?kind=report"' in body
    assert quote("王建国") not in "".join(re.findall(r'(?:href|action)="([^"]*)"', body))
    answer = browser_client.post(URL + "?kind=report&q=x", {"q": "王建国"})
    assert re.fullmatch(r"/staff/search/cases/\?kind=report&s=[\w-]{8}", answer.url)
    assert shown(browser_client.get(answer.url)) == ["反映村干部扣留存折"]


def test_an_empty_word_in_a_link_is_none_and_an_export_by_link_takes_nothing_out(browser_client, cases):
    assert browser_client.get(URL, {"q": " "}).context["answer"].total == 3
    assert browser_client.get(URL + "export/", {"q": "x"}).url == URL + "?q=x"
    assert len(browser_client.get(URL, {"q": "长" * 5000}).context["linked"]) == 1000


@pytest.mark.parametrize("text", ["长" * 1001, "长\0" * 300])
def test_a_text_that_cannot_be_searched_whole_never_shows_all_cases(browser_client, cases, text):
    page = browser_client.get(browser_client.post(URL, {"q": text}).url)
    assert "长" * 200 in page.context["form"].initial["q"]
    assert page.context["answer"].total == 0


def test_only_so_many_searches_are_kept_and_unreadable_ones_are_forgotten():
    session = {}
    typed = TypedSearches(session)
    keys = [typed.keep(f"第{number}次") for number in range(MOST + 2)]
    assert typed.text(keys[0]) is None
    assert typed.text(keys[-1]) == f"第{MOST + 1}次"
    session[SLOT][keys[-1]] = "tampered"
    assert typed.text(keys[-1]) is None
    assert typed.keep("") == ""
    assert typed.text("") == ""


# ------------------------------------------------------------------ who may
@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_other_roles_neither_search_nor_export(client, units, cases, role):
    client.force_login(make_person("别人", (units["city"], role)))
    for address in (URL, URL + "export/"):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert "存折" not in answer.content.decode()
    assert ModelLogEntry.objects.filter(action__startswith="search.").count() == 0


def test_a_superuser_without_a_post_does_not_search(client, cases, django_user_model):
    client.force_login(
        django_user_model.objects.create_superuser("root", "r@example.org", "x" * 12, name="超级")
    )
    assert client.get(URL).status_code in (302, 403)


def test_nobody_searches_without_logging_in(client, cases):
    assert client.get(URL).status_code == 302


# ------------------------------------------------------------------ when the index is not well
@pytest.mark.parametrize("error", [EngineUnreachable, IndexBroken, IndexMissing])
def test_an_index_that_does_not_answer_is_told_in_plain_words(browser_client, cases, monkeypatch, error):
    monkeypatch.setattr(current, "engine", broken(error))
    page, _url = search(browser_client, "存折")
    assert page.status_code == 200
    body = page.content.decode()
    assert page.context["problem"].title in body
    assert "detail for the log" not in body
    assert 'value="存折"' in body
    assert reverse("case:index") in body


def test_a_missing_index_is_built_because_somebody_looked(browser_client, units, embedded, settings):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    make_case()
    assert "problem" in browser_client.get(URL).context
    assert browser_client.get(URL).context["answer"].total == 1
    assert SearchIndex.objects.get(name="cases").enqueued_at is None


# ------------------------------------------------------------------ other rooms
def test_other_rooms_add_buttons_for_ticked_cases(browser_client, cases):
    def offer(user):
        return [CaseSearchAction("立为线索", "/staff/somewhere/", icon="plus")]

    with hooks.register_temporarily(HOOK, offer):
        body = browser_client.get(URL).content.decode()
    assert 'formaction="/staff/somewhere/"' in body
    assert f'name="case" value="{cases["passbook"].number}"' in body


def test_the_page_makes_a_fixed_number_of_queries(browser_client, cases, django_assert_max_num_queries):
    browser_client.get(URL)
    # Six of them write that it was asked into the log, and two are the transaction of that.
    with django_assert_max_num_queries(24):
        browser_client.get(URL)
