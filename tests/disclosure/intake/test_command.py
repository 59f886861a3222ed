"""manage.py import_list, and the room's reference data."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure import setup
from disclosure.messages import AHEAD
from disclosure.models import Batch, Programme
from organizations.enums import Role
from tests.disclosure import lists
from tests.disclosure.lists import household
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(county, tmp_path, capsys):
    def run(rows, **options):
        file = tmp_path / "名单.csv"
        file.write_bytes(rows if isinstance(rows, bytes) else lists.rural_csv(rows).getvalue())
        given = {
            "programme": "rural-dibao",
            "region": "320722",
            "month": "2026-10",
            "user": county.editor.username,
        }
        call_command("import_list", str(file), **{**given, **options})
        return capsys.readouterr().out

    return run


def test_it_tells_what_was_accepted_and_refused(run):
    output = run([household(1), {**household(2), "合计（元）": "很多"}])
    assert "名单.csv · 第 3 行 · 合计(元)" in output
    assert "通过 1 行，未通过 1 行" in output
    batch = Batch.objects.get()
    assert (batch.source_name, batch.accepted_count) == ("rural-dibao-320722-2026-10.csv", 1)


def test_a_refused_file_is_an_error_and_leaves_nothing(run, capsys):
    with pytest.raises(CommandError):
        run(b"PK\x03\x04")
    assert "文件已损坏" in capsys.readouterr().out
    assert not Batch.objects.exists()


def test_many_refusals_are_cut_short(run, monkeypatch):
    from disclosure.management.commands import import_list

    monkeypatch.setattr(import_list, "SHOWN", 2)
    assert "还有更多" in run([{**household(n), "户主姓名": ""} for n in range(4)])


@pytest.mark.parametrize(
    "options",
    [
        {"region": "999999"},
        {"user": "nobody"},
        {"month": "2020-13"},
        {"programme": "unknown"},
        {"region": "320723"},
    ],
)
def test_wrong_options_are_explained(run, options):
    with pytest.raises(CommandError) as error:
        run([household(1)], **options)
    assert str(error.value)
    assert not Batch.objects.exists()


def test_a_month_ahead_is_told_and_one_further_is_refused(run):
    after = timezone.localdate().replace(day=28) + timedelta(days=7)
    assert str(AHEAD) not in run([household(1)])
    assert str(AHEAD) in run([household(1)], month=f"{after:%Y-%m}")
    with pytest.raises(CommandError, match="请核对年份和月份"):
        run([household(1)], month=f"{after.replace(day=28) + timedelta(days=7):%Y-%m}")


def test_a_missing_file_is_explained(county):
    with pytest.raises(CommandError):
        call_command(
            "import_list", "nowhere.csv", programme="rural-dibao", region="320722", month="2026-10", user=None
        )


def test_the_only_editor_need_not_be_named(run, county):
    run([household(1)], user=None)
    assert Batch.objects.get().uploaded_by == county.editor
    make_person("编辑丙", (county.units["county"], Role.EDITOR))
    with pytest.raises(CommandError, match="2"):
        run([household(1)], user=None)


def test_without_programmes_it_says_so(run):
    Programme.objects.all().delete()
    with pytest.raises(CommandError, match="prepare_site"):
        run([household(1)])


def test_preparing_twice_keeps_what_was_edited(prepared):
    Programme.objects.filter(pk="tekun").update(name_masking="full")
    Programme.objects.filter(pk="marginal").delete()
    setup.prepare()
    assert Programme.objects.get(pk="tekun").name_masking == "full"
    assert Programme.objects.get(pk="marginal").pays_monthly is False
    assert Programme.objects.count() == 6
