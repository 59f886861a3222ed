"""The editor's file comes back with its findings: every row, a column of what was found, cells coloured."""

import io

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure.intake import findings
from tests.disclosure import lists
from tests.disclosure.lists import RURAL, household

pytestmark = pytest.mark.django_db
AMOUNT, NUMBER = RURAL.index("合计（元）"), RURAL.index("户主身份证号")


def rows():
    found = [household(n) for n in range(4)]
    found[1] |= {"合计（元）": "很多", "其他家庭财产情况": "=1+1"}
    found[2] |= {"户主身份证号": "320722550505123"}
    return found


@pytest.fixture
def again(client, county):
    """``again(batch, file)`` hands a file in once more as the editor."""

    def again(batch, file, user=None):
        client.force_login(user or county.editor)
        file.seek(0)
        return client.post(reverse("batch:findings", args=[batch.pk]), {"file": file})

    return again


@pytest.mark.parametrize("made", [lists.as_csv, lists.as_xlsx], ids=["csv", "xlsx"])
def test_the_file_as_it_was_and_what_was_found(county, load, again, made):
    file = made(lists.table(rows()))
    batch = load(file)
    response = again(batch, file)
    assert response["Content-Disposition"] == f'attachment; filename="findings-{batch.pk}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in shown] == ["户主姓名", *(row["户主姓名"] for row in rows())]
    assert [str(row[NUMBER]) for row in shown[1:]] == [row["户主身份证号"] for row in rows()]
    refused, warned, good = (sheet[row] for row in (3, 4, 2))
    assert "不是金额" in refused[len(RURAL)].value
    assert "[未通过]" in refused[len(RURAL)].value
    assert refused[AMOUNT].fill.fgColor.rgb == findings.REFUSED.fgColor.rgb
    assert "[需要核对]" in warned[len(RURAL)].value or "15" in warned[len(RURAL)].value
    assert warned[NUMBER].fill.fgColor.rgb == findings.WARNED.fgColor.rgb
    assert good[AMOUNT].fill.fgColor.rgb == "00000000"
    formula = refused[RURAL.index("其他家庭财产情况")]
    if made is lists.as_csv:
        assert (formula.data_type, formula.value) == ("s", "=1+1")
    entry = ModelLogEntry.objects.get(action="disclosure.export")
    assert str(entry.object_id) == str(batch.pk)


def test_another_file_is_told_so_and_nothing_comes_back(county, load, again):
    batch = load(lists.rural_csv(rows()))
    response = again(batch, lists.rural_csv([household(9)]))
    assert "不是读取过的那个文件" in response.content.decode()
    assert not ModelLogEntry.objects.filter(action="disclosure.export").exists()


def test_only_its_editors_hand_it_in(county, load, again):
    file = lists.rural_csv(rows())
    batch = load(file)
    assert again(batch, file, county.reviewer).status_code in (302, 403)
    assert again(batch, file, county.stranger).status_code == 404


def test_of_a_long_file_what_was_found_comes_back(county, load, again, monkeypatch):
    monkeypatch.setattr(findings, "WHOLE_UP_TO", 10)
    monkeypatch.setattr(findings, "HEADING_ROWS", 3)
    many = [household(n) for n in range(30)]
    many[20] |= {"合计（元）": "很多"}
    file = lists.rural_csv(many)
    response = again(load(file), file)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows()] == ["户主姓名", *(lists.name(n) for n in (0, 1, 20))]
