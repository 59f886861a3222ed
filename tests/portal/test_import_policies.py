"""``manage.py import_policies``: everything that can be read, or nothing and the reason."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry

from portal.models import PolicyPage
from portal.policies import sorting
from tests.portal.documents import FORWARDING, NOTICE, RULES

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def folder(tmp_path):
    """A folder with three good documents."""
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(FORWARDING.encode("gb18030"))
    (tmp_path / "c.md").write_text(RULES, encoding="utf-8")
    return tmp_path


def run(folder, *options) -> str:
    """What the command says, in its source language."""
    out = StringIO()
    with translation.override("en"):
        call_command("import_policies", str(folder), *options, stdout=out)
    return out.getvalue()


def refused(folder, *options) -> str:
    with pytest.raises(CommandError) as caught:
        run(folder, *options)
    return str(caught.value)


def test_each_document_becomes_a_public_page(folder, client):
    assert run(folder).count("new: ") == 3
    page = PolicyPage.objects.get(document_number="云民〔2021〕7号")
    assert (page.issuer, page.co_issuers, str(page.written_on)) == (
        "云川市民政局",
        "云川市监督检查组",
        "2021-04-10",
    )
    assert (page.topic, page.genre, page.validity) == ("other", "notice", "valid")
    assert page.slug == "yun-min-2021-7-hao"
    assert client.get(page.url).status_code == 200


def test_each_page_has_an_index_number_of_its_own(folder):
    run(folder)
    numbers = set(PolicyPage.objects.values_list("index_number", flat=True))
    assert len(numbers) == 3
    assert all(number.startswith("MZ/") for number in numbers)


def test_an_index_number_is_not_used_again_after_its_page_is_gone(folder):
    run(folder)
    before = set(PolicyPage.objects.values_list("index_number", flat=True))
    for page in PolicyPage.objects.all():
        page.delete()
    run(folder)
    assert not before & set(PolicyPage.objects.values_list("index_number", flat=True))


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = list(PolicyPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "index_number"))
    assert run(folder).count("unchanged: ") == 3
    assert (
        list(PolicyPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "index_number"))
        == before
    )


def test_a_changed_text_updates_its_page_and_keeps_the_editors_choices(folder):
    run(folder)
    page = PolicyPage.objects.get(document_number="云民〔2021〕7号")
    page.topic, page.keywords, page.validity = "supervision", "检查", "amended"
    page.save_revision().publish()
    (folder / "a.txt").write_text(NOTICE.replace("6月10日", "7月10日"), encoding="utf-8")
    assert "updated: " in run(folder)
    page.refresh_from_db()
    assert "7月10日" in page.text
    assert (page.topic, page.keywords, page.validity) == ("supervision", "检查", "amended")


def test_a_page_that_somebody_is_editing_is_left_alone(folder):
    run(folder)
    page = PolicyPage.objects.get(document_number="云民〔2021〕7号")
    page.title = "改到一半"
    page.save_revision()
    (folder / "a.txt").write_text(NOTICE.replace("6月10日", "7月10日"), encoding="utf-8")
    assert "left alone" in run(folder)
    page.refresh_from_db()
    assert "7月10日" not in page.text


def test_a_dry_run_says_what_it_read_and_does_nothing(folder):
    said = run(folder, "--dry-run")
    assert "云民〔2021〕7号 · 云川市民政局、云川市监督检查组 · 2021-04-10" in said
    assert "line 15 joined" in said
    assert not PolicyPage.objects.exists()


def test_drafts_wait_for_the_workflow(folder):
    run(folder, "--draft")
    assert PolicyPage.objects.count() == 3
    assert not PolicyPage.objects.live().exists()


def test_one_unreadable_file_is_named_and_holds_up_no_other(folder):
    (folder / "b0.txt").write_text("", encoding="utf-8")
    (folder / "b1.txt").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    (folder / "b2.txt").write_bytes(b"\n" * (2 * 1024 * 1024 + 1))
    (folder / "b3.txt").write_text("# 只有标题", encoding="utf-8")
    said = refused(folder)
    assert "4 files were left out:" in said
    assert "b0.txt: The file is empty." in said
    assert "b1.txt: This is not a text file." in said
    assert "b2.txt: The file is larger than 2 MB." in said
    assert "b3.txt, line 1: There is no text" in said
    assert PolicyPage.objects.live().count() == 3


def test_the_same_policy_twice_is_one_page_and_another_text_of_it_is_refused(folder):
    (folder / "d.txt").write_text(NOTICE, encoding="utf-8")
    assert run(folder).count("new: ") == 3
    (folder / "d.txt").write_text(NOTICE.replace("6月10日", "7月10日"), encoding="utf-8")
    assert "d.txt: This is the same policy as in a.txt, with another text." in refused(folder)


BARE = "第一条 为了公示，制定本办法。\n\n第二条 按月公示。"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("关于公示的通知\n\n各县民政局：\n\n请照办。", "发文机关是谁"),
        ("关于公示的通知\n\n各县民政局：\n\n请照办。", "文号是什么"),
        (BARE, "未读到标题"),
        (f"# 公示办法\n\n{BARE}", "成文日期是哪天"),
        (f"# 公示办法\n\n{BARE}\n\n第三条 本办法由云川市民政局负责解释。", "由云川市民政局负责解释"),
        (NOTICE.replace("云民〔2021〕7号", "云民 2021-8号"), "第7行：“云民 2021-8号”像是文号"),
        (NOTICE.replace("4月10日印发", "4月31日印发"), "不是日历上有的日子"),
        (RULES.replace("第十二条", "第二条"), "第二条出现第二次"),
    ],
)
def test_what_a_text_does_not_say_is_asked_in_a_draft(tmp_path, text, question):
    (tmp_path / "公示(2021).txt").write_text(text, encoding="utf-8")
    with translation.override("zh-hans"):
        out = StringIO()
        call_command("import_policies", str(tmp_path), stdout=out)
        assert "草稿，有待补充" in out.getvalue()
        page = PolicyPage.objects.get()
        assert not page.live
        assert question in page.asked
        call_command("import_policies", str(tmp_path), stdout=out)
    assert "未变" in out.getvalue()
    assert PolicyPage.objects.count() == 1


def test_a_text_without_a_title_has_its_files_name(tmp_path):
    (tmp_path / "公示办法(2021).txt").write_text(BARE, encoding="utf-8")
    run(tmp_path)
    assert PolicyPage.objects.get().title == "公示办法"


def test_a_text_with_questions_is_not_submitted_nor_approved(tmp_path, client, people):
    (tmp_path / "a.txt").write_text(f"# 公示办法\n\n{BARE}", encoding="utf-8")
    run(tmp_path, "--user", people.editor.username)
    page = PolicyPage.objects.get()
    client.force_login(people.editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(edit).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "issuer": "云川市民政局"}
    refused_form = client.post(edit, data | {"action-submit": "1"})
    assert "请先逐条处理" in refused_form.content.decode()
    assert not PolicyPage.objects.get().workflow_in_progress
    assert client.post(edit, data).status_code == 302, "a draft is kept with its questions"
    assert client.post(edit, data | {"action-submit": "1", "asked": ""}).status_code == 302
    assert PolicyPage.objects.get().workflow_in_progress


def test_other_files_are_left_out_and_named(folder):
    (folder / "list.xlsx").write_bytes(b"PK")
    assert "list.xlsx: left out" in run(folder)


def test_an_empty_or_missing_folder_is_said(tmp_path):
    assert "There is no .txt or .md file" in refused(tmp_path)
    assert "There is no folder" in refused(tmp_path / "nowhere")


def test_an_unknown_staff_member_is_refused(folder):
    assert "There is no staff member nobody" in refused(folder, "--user", "nobody")


def test_publication_is_in_the_audit_log(folder):
    run(folder)
    assert PageLogEntry.objects.filter(action="wagtail.publish").count() == 3


def test_what_an_editor_imports_waits_for_somebody_elses_approval(folder, django_user_model):
    user = django_user_model.objects.create_user("importer", password="x")
    run(folder, "--user", "importer")
    assert not PolicyPage.objects.live().exists()
    assert {page.latest_revision.user for page in PolicyPage.objects.all()} == {user}


def test_what_is_markup_in_a_text_is_shown_as_text(tmp_path, client):
    (tmp_path / "a.txt").write_text(NOTICE.replace("台账", "<script>alert(1)</script>"), encoding="utf-8")
    run(tmp_path)
    html = client.get(PolicyPage.objects.get().url).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("title", "topic", "genre"),
    [
        ("信访工作条例", "petitions", "regulation"),
        ("政府信息公开条例", "disclosure", "regulation"),
        ("关于印发《低保专项整治方案》的通知", "supervision", "notice"),
        ("特困人员认定办法（试行）", "tekun", "measures"),
        ("春节放假公告", "other", "announcement"),
        ("会议纪要", "other", "other"),
    ],
)
def test_titles_are_sorted(title, topic, genre):
    assert (sorting.topic(title), sorting.genre(title)) == (topic, genre)


def test_the_real_documents_become_pages_once(shared_documents, client):
    for _run in range(2):
        run(shared_documents / "policies")
        run(shared_documents / "seeds")
    assert PolicyPage.objects.live().count() == 5
    page = PolicyPage.objects.get(title="社会救助暂行办法")
    html = client.get(page.url).content.decode()
    assert 'id="article-34"' in html
    assert 'href="#chapter-13"' in html
