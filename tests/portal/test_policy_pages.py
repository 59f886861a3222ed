"""What a policy's page shows."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from disclosure.models import AssistanceStandard, Programme
from organizations.models import Unit
from portal.models import PolicyPage
from portal.preferences import PLACE_COOKIE
from tests.organizations.factories import make_places, make_units


def html(client, page, address="") -> str:
    response = client.get(address or page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_metadata_contents_and_articles(client, rules):
    shown = html(client, rules)
    for text in ("云川市人民政府令第30号", "2020年5月6日", rules.index_number, "临时救助", "有效"):
        assert text in shown
    assert '<a href="#chapter-2">第二章 程序' in shown
    assert '<section class="article" id="article-3-1"' in shown


def test_an_editor_is_told_of_a_text_that_ends_before_it_begins(client, rules, people):
    client.force_login(people.editor)
    edit = reverse("wagtailadmin_pages:edit", args=[rules.pk])
    form = client.get(edit).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "effective_on": "2026年7月1日"}
    refused = client.post(edit, data | {"valid_until": "2026-06-30"})
    assert "失效日期不能早于施行日期" in refused.content.decode()
    assert client.post(edit, data | {"valid_until": "2026-07-01"}).status_code == 302


def test_numbered_headings_of_a_notice(client, notice):
    shown = html(client, notice)
    assert 'id="part-1-2"' in shown
    assert "云川市民政局、云川市监督检查组" in shown
    assert '<p class="document__sign">2021年4月10日印发</p>' in shown


def test_the_titles_of_attached_texts_show_no_mark(client, add_policy):
    page = add_policy(text="# 工作方案\n一、目标\n做好。")
    shown = html(client, page)
    assert '<h2 id="attachment"> 工作方案</h2>' in shown
    assert "# 工作方案" not in html(client, page, f"{page.url}?download=txt")


@pytest.mark.parametrize(
    ("validity", "words"), [("amended", "已经修改"), ("expired", "已经失效"), ("repealed", "已经废止")]
)
def test_a_text_that_no_longer_counts_says_so_on_top_and_names_what_does(
    client, add_policy, rules, validity, words
):
    old = add_policy("旧办法", validity=validity, replaced_by=rules)
    shown = html(client, old)
    assert words in shown
    assert rules.url in shown
    assert shown.index(words) < shown.index('class="document"')


def test_a_replacement_that_is_not_public_is_not_named(client, add_policy):
    draft = add_policy("新办法（起草中）", live=False)
    assert "起草中" not in html(client, add_policy("旧办法", validity="repealed", replaced_by=draft))


def test_a_policy_in_force_has_no_banner(client, rules):
    assert "notice--" not in html(client, rules)


def test_the_text_can_be_downloaded(client, rules):
    response = client.get(f"{rules.url}?download=txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "attachment" in response["Content-Disposition"]
    assert "第十二条 本办法自2020年7月1日起施行。" in response.content.decode()


def test_an_editors_change_of_the_text_changes_the_structure(client, rules):
    rules.text += "\n第十三条 本办法由市民政局解释。"
    rules.save_revision().publish()
    assert 'id="article-13"' in html(client, rules)


def test_a_document_number_belongs_to_one_policy(rules, add_policy):
    other = add_policy("另一份")
    same = {"document_number": rules.document_number, "written_on": rules.written_on}
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyPage.objects.filter(pk=other.pk).update(**same)
    other.document_number = rules.document_number
    with pytest.raises(ValidationError):
        other.full_clean()


def test_policies_without_a_number_live_side_by_side(add_policy):
    assert add_policy("甲").document_number == add_policy("乙").document_number == ""


def test_guides_are_shown_in_the_order_of_the_questions(client, guide):
    shown = html(client, guide)
    assert shown.index("遭遇火灾的家庭") < shown.index("户口簿")
    assert guide.title in html(client, guide, "/guides/")


@pytest.fixture
def standard(guide, site):
    """What the guide's programme pays in the city."""
    guide.programme = Programme.objects.get(pk="rural-dibao")
    guide.save_revision().publish()
    make_places()
    return AssistanceStandard.objects.create(
        programme=guide.programme,
        region_id="3207",
        sort="difference",
        measure="yuan-person",
        amount=700,
        valid_from="2026-01-01",
        document="某民发〔2026〕1号",
        outcome="done",
    )


@pytest.mark.parametrize(("place", "shown"), [("320722100201", True), ("3209", False), ("", True)])
def test_a_guide_quotes_what_is_paid_in_the_readers_place(client, guide, standard, place, shown):
    if place:
        client.cookies[PLACE_COOKIE] = place
    page = html(client, guide)
    assert ("700元/人/月" in page) == shown
    assert ("每月可以领560元" in page) == shown


@pytest.fixture
def full_guide(guide, standard, rules, notice):
    """A guide with all that may belong to it."""
    units = make_units()
    Unit.objects.filter(pk=units["township"].pk).update(phone="0518-0000002", name="和平镇便民服务中心")
    guide.sources = [
        ("source", {"policy": rules, "article": 2}),
        ("source", {"policy": notice, "article": None}),
    ]
    guide.papers = [("paper", {"title": "救助申请书", "text": "申请人：____\n家庭情况：____"})]
    guide.checked_on = timezone.localdate()
    guide.save_revision().publish()
    return guide


def test_a_guide_leads_to_its_texts_and_to_the_readers_own_window(client, full_guide, rules):
    client.cookies[PLACE_COOKIE] = "320722100201"
    shown = html(client, full_guide)
    assert f'href="{rules.url}#article-2"' in shown
    assert 'id="article-2"' in html(client, rules)
    assert "和平镇便民服务中心" in shown
    assert 'href="tel:0518-0000002"' in shown


def test_a_text_that_was_taken_down_is_not_linked(client, full_guide, rules):
    type(rules).objects.filter(pk=rules.pk).update(live=False)
    assert rules.title not in html(client, full_guide)


def test_a_paper_is_a_file_to_fill_in(client, full_guide):
    assert 'href="?paper=1"' in html(client, full_guide)
    response = client.get(full_guide.url, {"paper": "1"})
    document = Document(io.BytesIO(response.content))
    assert [each.text for each in document.paragraphs] == ["救助申请书", "申请人：____", "家庭情况：____"]
    assert document.core_properties.author == ""
    for number in ("0", "2", "-1", "x", "٣", ""):
        assert client.get(full_guide.url, {"paper": number}).status_code == 404


def test_a_paper_in_a_draft_is_not_public(client, full_guide):
    full_guide.papers.append(("paper", {"title": "草稿", "text": "未审核"}))
    full_guide.save_revision()
    assert "草稿" not in html(client, full_guide)
    assert client.get(full_guide.url, {"paper": "2"}).status_code == 404


@pytest.mark.parametrize(("days", "stale"), [(0, False), (183, False), (184, True)])
def test_a_guide_says_when_it_was_checked_and_that_it_was_long_ago(client, full_guide, days, stale):
    type(full_guide).objects.update(checked_on=timezone.localdate() - timedelta(days=days))
    shown = html(client, full_guide)
    assert "最近核对" in shown
    assert ("出门前请先打电话问清" in shown) == stale


def test_a_check_that_is_still_to_come_is_refused(guide):
    guide.checked_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        guide.full_clean()


def test_a_full_guide_takes_few_queries(client, full_guide, django_assert_max_num_queries):
    client.cookies[PLACE_COOKIE] = "320722100201"
    client.get(full_guide.url)
    with django_assert_max_num_queries(12):
        client.get(full_guide.url)


def test_an_empty_guide_section_says_so(client, site):
    assert 'class="empty"' in html(client, None, "/guides/")


@pytest.mark.parametrize(("address", "number"), [("policy", 13), ("guide", 12), ("guides", 11)])
def test_the_number_of_queries_is_known(client, rules, guide, django_assert_max_num_queries, address, number):
    url = {"policy": rules.url, "guide": guide.url, "guides": "/guides/"}[address]
    client.get(url)
    with django_assert_max_num_queries(number):
        client.get(url)


def test_english_around_a_chinese_text(client, rules):
    shown = html(client, rules, f"/en{rules.url}")
    assert '<html lang="en">' in shown
    assert "Index number" in shown
    assert '<div class="document" lang="zh-Hans">' in shown
