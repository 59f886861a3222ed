"""Versions of a law: the newest counts, whichever comes first; the older ones stay, marked and linked."""

from datetime import date, timedelta
from io import StringIO
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from portal.models import PolicyPage
from portal.policies import versions
from portal.policies.reading import read

pytestmark = pytest.mark.usefixtures("site")

PASSED = "2014年2月21日云川市人民政府令第49号公布"
TEXTS = {
    2014: f"# 云川市救助办法\n\n（{PASSED}）\n\n第一条 按年公示。",
    2019: f"# 云川市救助办法\n\n（{PASSED} 根据2019年3月2日《修改规章的决定》修订）\n\n第一条 按季公示。",
    2024: f"# 云川市救助办法\n\n（{PASSED} 2024年5月6日云川市人民政府令第80号修订）\n\n第一条 按月公示。",
}


def take(folder, *texts) -> None:
    for text in texts:
        (folder / "law.md").write_text(text, encoding="utf-8")
        call_command("import_policies", str(folder), stdout=StringIO())


def state() -> dict[int, tuple]:
    """Each version by its year: what it is today, and the year of what took its place."""
    return {
        page.written_on.year: (page.standing.value, page.replaced_by and page.replaced_by.written_on.year)
        for page in PolicyPage.objects.select_related("replaced_by")
    }


@pytest.mark.parametrize("order", list(permutations(TEXTS)))
def test_the_newest_counts_in_whatever_order_they_come(tmp_path, order):
    take(tmp_path, *(TEXTS[year] for year in order))
    assert state() == {2014: ("amended", 2019), 2019: ("amended", 2024), 2024: ("valid", None)}


def test_an_equal_text_changes_nothing(tmp_path):
    take(tmp_path, *TEXTS.values())
    before = list(PolicyPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "text"))
    take(tmp_path, *TEXTS.values())
    assert list(PolicyPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "text")) == before


def test_an_equal_text_is_the_same_version_whatever_its_file_is_called(tmp_path):
    take(tmp_path, TEXTS[2014])
    (tmp_path / "law.md").unlink()
    (tmp_path / "云川市救助办法(2019-03-02).md").write_text(TEXTS[2014], encoding="utf-8")
    call_command("import_policies", str(tmp_path), stdout=StringIO())
    assert state() == {2019: ("valid", None)}


def test_every_version_keeps_its_own_text_and_address(tmp_path, client):
    take(tmp_path, TEXTS[2024])
    current = PolicyPage.objects.get()
    take(tmp_path, TEXTS[2014])
    assert "按月公示" in client.get(current.url).content.decode()
    old = PolicyPage.objects.exclude(pk=current.pk).get()
    shown = client.get(old.url).content.decode()
    assert "按年公示" in shown
    assert "已经修改" in shown
    assert current.url in shown


def test_the_page_shows_the_versions_with_their_days(tmp_path, client):
    take(tmp_path, *TEXTS.values())
    for page in PolicyPage.objects.all():
        shown = client.get(page.url).content.decode()
        listed = shown[shown.index("历次版本") : shown.index('class="document"')]
        days = [listed.index(day) for day in ("2024年5月6日", "2019年3月2日", "2014年2月21日")]
        assert days == sorted(days)
        assert (listed.count("现行有效"), listed.count("已修订")) == (1, 2)


def test_a_version_that_is_not_yet_in_force_leaves_the_present_one_in_force(tmp_path, client):
    soon = timezone.localdate() + timedelta(days=30)
    words = f"{soon.year}年{soon.month}月{soon.day}日"
    take(tmp_path, TEXTS[2014], TEXTS[2024] + f"\n\n第二条 本办法自{words}起施行。")
    assert state() == {2014: ("valid", 2024), 2024: ("upcoming", None)}
    assert "尚未生效" in client.get(PolicyPage.objects.get(written_on__year=2024).url).content.decode()
    assert words in client.get(PolicyPage.objects.get(written_on__year=2014).url).content.decode()
    library = client.get("/policies/?validity=valid")
    assert [policy.written_on.year for policy in library.context["library"].page] == [2014]
    PolicyPage.objects.filter(written_on__year=2024).update(effective_on=timezone.localdate())
    assert state() == {2014: ("amended", 2024), 2024: ("valid", None)}


def test_a_draft_of_a_newer_version_changes_nothing_public_until_it_is_published(tmp_path, people):
    take(tmp_path, TEXTS[2014])
    (tmp_path / "law.md").write_text(TEXTS[2024], encoding="utf-8")
    call_command("import_policies", str(tmp_path), user=people.editor.username, stdout=StringIO())
    assert state()[2014] == ("valid", None)
    PolicyPage.objects.get(written_on__year=2024).latest_revision.publish()
    assert state()[2014] == ("amended", 2024)


def test_the_next_edit_of_an_old_version_does_not_bring_it_back(tmp_path):
    take(tmp_path, TEXTS[2014], TEXTS[2024])
    old = PolicyPage.objects.get(written_on__year=2014).get_latest_revision_as_object()
    old.keywords = "救助"
    old.save_revision().publish()
    assert state()[2014] == ("amended", 2024)


def test_what_an_editor_marked_as_repealed_stays_so(tmp_path):
    take(tmp_path, TEXTS[2014])
    page = PolicyPage.objects.get()
    page.validity = "repealed"
    page.save_revision().publish()
    take(tmp_path, TEXTS[2024])
    assert state()[2014] == ("repealed", 2024)


def test_a_version_is_dated_by_its_files_name_where_the_text_lacks_its_amendment(tmp_path):
    file = tmp_path / "云川市救助办法(2019-03-02).md"
    file.write_text(TEXTS[2014].replace("按年", "按季"), encoding="utf-8")
    out = StringIO()
    call_command("import_policies", str(tmp_path), stdout=out)
    assert "云川市救助办法(2019-03-02).md" in out.getvalue()
    assert "2014-02-21" in out.getvalue()
    file.unlink()
    take(tmp_path, TEXTS[2014])
    assert state() == {2014: ("amended", 2019), 2019: ("valid", None)}


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("自2022年1月1日起施行，有效期至2026年12月31日。", "2026-12-31"),
        ("自2022年1月1日起施行，有效期5年。", "2026-12-31"),
        ("自2020年2月29日起施行，有效期为三年。", "2023-02-28"),
        ("自2022年1月1日起施行，有效期限截止到二〇二六年六月三十日。", "2026-06-30"),
        ("自2022年1月1日起施行。证明有效期由市民政局规定。", ""),
        ("有效期五年。", ""),
    ],
)
def test_until_when_a_text_counts_is_read(words, until):
    reading = read(f"# 云川市救助办法\n\n第一条 按年公示。\n\n第二条 本办法{words}")
    assert str(reading.valid_until or "") == until


def test_a_text_whose_time_is_over_says_so_by_itself(tmp_path, client):
    last = timezone.localdate()
    words = f"{last.year}年{last.month}月{last.day}日"
    take(tmp_path, TEXTS[2014] + f"\n\n第二条 本办法自2014年5月1日起施行，有效期至{words}。")
    page = PolicyPage.objects.get()
    assert page.standing == "valid"
    PolicyPage.objects.update(valid_until=last - timedelta(days=1))
    page.refresh_from_db()
    assert (page.standing, page.counts) == ("expired", False)
    assert "已经失效" in client.get(page.url).content.decode()
    assert client.get("/policies/?validity=valid").context["library"].page.paginator.count == 0


def test_an_undated_text_of_the_same_title_is_asked_about(tmp_path):
    take(tmp_path, TEXTS[2024], "# 云川市救助办法\n\n第一条 按日公示。")
    draft = PolicyPage.objects.get(live=False)
    assert "同名文件" in draft.asked
    assert "按月公示" in PolicyPage.objects.get(live=True).text


def test_versions_may_share_a_number_and_nothing_else_may(tmp_path, add_policy):
    take(tmp_path, TEXTS[2014], TEXTS[2019])
    assert PolicyPage.objects.filter(document_number="云川市人民政府令第49号").count() == 2
    other = add_policy("另一份通知")
    other.document_number = "云川市人民政府令第49号"
    with pytest.raises(ValidationError):
        other.full_clean()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("中华人民共和国监察法", "全国人民代表大会"), ("监察法", "全国人民代表大会常务委员会"), True),
        (("特困人员认定办法", "民政部"), ("特困人员认定办法（试行）", "民政部"), True),
        (("特困人员认定办法", "民政部"), ("特困人员认定办法", "云川市民政局"), False),
        (("社会救助条例", "江苏省人民代表大会常务委员会"), ("社会救助条例", "江苏省人民代表大会"), True),
        (("关于做好春节慰问的通知", "民政部"), ("关于做好春节慰问的通知", "民政部"), False),
        (("民政部关于印发《特困人员认定办法》的通知", "民政部"), ("特困人员认定办法", "民政部"), False),
        (("特困人员认定办法", ""), ("特困人员认定办法", ""), False),
    ],
)
def test_which_texts_are_one_law(one, other, same):
    first, second = versions.family(*one), versions.family(*other)
    assert bool(first and first == second) is same


def test_days_are_compared_by_their_kind():
    class Text:
        def __init__(self, written=None, effective=None):
            self.written_on, self.effective_on = written, effective

    day, later = date(2021, 6, 11), date(2021, 7, 1)
    assert versions.same_day(Text(day), Text(day, later)) is True
    assert versions.same_day(Text(day), Text(later)) is False
    assert versions.same_day(Text(None, later), Text(day, later)) is True
    assert versions.same_day(Text(day), Text(None, day)) is None
