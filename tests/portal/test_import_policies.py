"""``manage.py import_policies``: everything that can be read, or nothing and the reason."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
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


def test_one_unreadable_file_stops_all_and_is_named_with_its_line(folder):
    (folder / "d.txt").write_text(NOTICE.replace("云民〔2021〕7号", "云民 2021-8号"), encoding="utf-8")
    (folder / "e.txt").write_text("", encoding="utf-8")
    said = refused(folder)
    assert "d.txt, line 7: “云民 2021-8号” looks like a document number" in said
    assert "e.txt: The file is empty." in said
    assert "Nothing was imported." in said
    assert not PolicyPage.objects.exists()


def test_the_same_policy_twice_is_refused(folder):
    (folder / "d.txt").write_text(NOTICE, encoding="utf-8")
    assert "d.txt: This is the same policy as in a.txt." in refused(folder)


def test_a_file_that_is_too_large_is_refused(folder):
    (folder / "d.txt").write_bytes(b"\n" * (2 * 1024 * 1024 + 1))
    assert "d.txt: The file is larger than 2 MB." in refused(folder)


def test_a_text_of_nobody_is_refused(folder):
    (folder / "d.txt").write_text("关于公示的通知\n\n各县民政局：\n\n请照办。", encoding="utf-8")
    assert "Nobody is named as the issuer" in refused(folder)


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
