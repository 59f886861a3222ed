"""Loading the division codes: all or nothing, twice the same, and messages that say where."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from organizations import divisions
from organizations.divisions import UnusableDivisions, import_extract, import_folder
from organizations.models import Region

pytestmark = pytest.mark.django_db

GOOD = {
    "provinces.csv": 'code,name\n32,"甲省"\n',
    "cities.csv": 'code,name,provinceCode\n3207,"乙市",32\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n320722,"丙县",3207,32\n320723,"丁县",3207,32\n',
    "streets.csv": 'code,name,areaCode,provinceCode,cityCode\n320722100,"和平镇",320722,32,3207\n',
    "villages.csv": (
        "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        '320722100201,"刘庄村委会",320722100,32,3207,320722\n'
        '320722100202,"东园社区居委会",320722100,32,3207,320722\n'
    ),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def everything() -> list[tuple]:
    return list(Region.objects.order_by("code").values_list("code", "name", "level", "parent_id"))


def test_all_five_levels_are_loaded(prepared, folder):
    done = import_folder(folder)
    assert (done.read, done.added, done.renamed, done.left_alone) == (7, 7, 0, 0)
    assert everything() == [
        ("32", "甲省", 1, None),
        ("3207", "乙市", 2, "32"),
        ("320722", "丙县", 3, "3207"),
        ("320722100", "和平镇", 4, "320722"),
        ("320722100201", "刘庄村委会", 5, "320722100"),
        ("320722100202", "东园社区居委会", 5, "320722100"),
        ("320723", "丁县", 3, "3207"),
    ]
    entry = ModelLogEntry.objects.get(action="organizations.import_regions")
    assert entry.data == {"read": 7, "added": 7, "renamed": 0}


def test_a_second_run_changes_only_what_has_changed(prepared, folder):
    import_folder(folder)
    assert import_folder(folder).renamed == 0
    (folder / "areas.csv").write_text(GOOD["areas.csv"].replace("丁县", "丁区"), encoding="utf-8")
    villages = GOOD["villages.csv"].rsplit("\n", 2)[0] + "\n"
    (folder / "villages.csv").write_text(villages, encoding="utf-8")
    done = import_folder(folder)
    assert (done.read, done.added, done.renamed, done.left_alone) == (6, 0, 1, 1)
    assert Region.objects.get(code="320723").name == "丁区"
    assert Region.objects.count() == 7


def test_a_byte_order_mark_crlf_and_more_columns_are_simply_read(prepared, folder):
    text = "﻿note,name,code\r\nx,甲省,32\r\n\r\n"
    (folder / "provinces.csv").write_bytes(text.replace("\r\n\r\n", "\r\n").encode())
    assert import_folder(folder).added == 7


WRONG = [
    # file, text → row, column, part of the message
    ("areas.csv", GOOD["areas.csv"].replace("cityCode", "city"), 1, "cityCode", "code, name, cityCode"),
    ("areas.csv", "", 1, "code", "first row"),
    ("areas.csv", GOOD["areas.csv"].replace("320723", "32072"), 3, "code", "6 digits"),
    ("areas.csv", GOOD["areas.csv"].replace("320723", "32072x"), 3, "code", "6 digits"),
    ("areas.csv", GOOD["areas.csv"].replace('"丁县"', ""), 3, "name", "between 1 and 64"),
    ("areas.csv", GOOD["areas.csv"].replace("丁县", "长" * 65), 3, "name", "between 1 and 64"),
    ("areas.csv", GOOD["areas.csv"].replace('"丁县",3207', '"丁县",3208'), 3, "cityCode", "3208"),
    ("areas.csv", GOOD["areas.csv"].replace("320723", "320822"), 3, "code", "does not begin with 3207"),
    ("areas.csv", GOOD["areas.csv"].replace("320723", "320722"), 3, "code", "second time"),
    ("areas.csv", GOOD["areas.csv"].replace('"丁县",3207,32', '"丁县",3207'), 3, "", "3 cells"),
    (
        "villages.csv",
        GOOD["villages.csv"].replace(",320722100,", ",320722109,"),
        2,
        "streetCode",
        "320722109",
    ),
]


@pytest.mark.parametrize(("file", "text", "row", "column", "message"), WRONG)
def test_a_wrong_row_is_named_and_nothing_is_imported(prepared, folder, file, text, row, column, message):
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(UnusableDivisions) as caught:
        import_folder(folder)
    problem = caught.value.problems[0]
    assert (problem.file, problem.row, problem.column) == (file, row, column)
    assert message in str(problem)
    assert not Region.objects.exists()


def test_what_is_not_utf8_is_named(prepared, folder):
    (folder / "areas.csv").write_bytes(GOOD["areas.csv"].encode("gb18030"))
    with pytest.raises(UnusableDivisions, match=r"areas.csv, row 1: .*UTF-8"):
        import_folder(folder)
    assert not Region.objects.exists()


def test_a_broken_quotation_is_named(prepared, folder, monkeypatch):
    monkeypatch.setattr(divisions.csv, "reader", _reader_that_breaks(divisions.csv.reader))
    with pytest.raises(UnusableDivisions, match=r"provinces.csv, row 2: .*quotation"):
        import_folder(folder)


def _reader_that_breaks(reader):
    def breaking(file):
        rows = reader(file)
        yield next(rows)
        raise divisions.csv.Error("field larger than field limit")

    return breaking


def test_a_missing_file_or_folder_is_named(prepared, folder):
    (folder / "streets.csv").unlink()
    with pytest.raises(UnusableDivisions, match=r"streets\.csv: .*provinces\.csv, cities\.csv"):
        import_folder(folder)
    with pytest.raises(UnusableDivisions, match="no such folder"):
        import_folder(folder / "nowhere")


def test_no_more_than_a_screenful_of_problems(prepared, folder):
    rows = "".join(f"32072{number},坏,9999\n" for number in range(100, 200))
    (folder / "areas.csv").write_text("code,name,cityCode\n" + rows, encoding="utf-8")
    with pytest.raises(UnusableDivisions) as caught:
        import_folder(folder)
    assert len(caught.value.problems) == divisions.MOST_PROBLEMS


def test_the_command(prepared, folder):
    out = StringIO()
    call_command("import_regions", folder, stdout=out, stderr=StringIO())
    assert "7" in out.getvalue()
    (folder / "areas.csv").unlink()
    with pytest.raises(CommandError, match=r"areas\.csv"):
        call_command("import_regions", folder, stdout=out, stderr=StringIO())


class TestExtract:
    """The short file of one city that ships with the project."""

    LIANYUNGANG = settings.BASE_DIR / "organizations" / "data" / "lianyungang.csv"

    def test_it_loads_a_city_down_to_its_villages(self, prepared):
        done = import_extract(self.LIANYUNGANG)
        assert done.read == done.added == Region.objects.count()
        assert Region.objects.filter(level=3).count() == 7
        assert Region.objects.filter(level=5).count() > 1700
        assert Region.objects.within("3207").count() == Region.objects.count() - 1
        assert import_extract(self.LIANYUNGANG).added == 0

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("code,name\n32,甲\n320722,丙\n", "3207, is not"),
            ("code,name\n3,甲\n", "is not a division"),
            ("code,name\n32,甲\n32,乙\n", "row 3, column code: 32 stands here a second time"),
            ("code,name\n32,\n", "row 2, column name: A name has"),
        ],
    )
    def test_a_wrong_row_is_named(self, prepared, tmp_path, text, message):
        (tmp_path / "extract.csv").write_text(text, encoding="utf-8")
        with pytest.raises(UnusableDivisions, match=message):
            import_extract(tmp_path / "extract.csv")
        assert not Region.objects.exists()
