"""Free text loses what identifies a person, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection.redaction import MASK, redact
from tests.tables import rows_beside


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "１３８１２３４５６７８",
        "0518-85801234",
        "051885801234",
        "320722199001011234",
        "32072219900101123x",
        "320722 19900101 123X",
        "320722900101123",
        "6222021234567890123",
        "someone@example.com",
        "320722-2005-010112-34",
        "320722-2005-010112-3X",
        "320722-2005-010112 345",
        "138  1234 - 5678",
        "138_1234_5678",
        "138\u200b12345678",
        "①③⑧①②③④⑤⑥⑦⑧",
        "(0518)85801234",
        "（0518）8580 1234",
        "0518-8580-1234",
        "ｓｏｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "幺三八一二三四五六七八",
        "一三八 〇二三四 五六七八",
    ],
)
def test_numbers_that_identify_are_masked(number: str) -> None:
    text = redact(f"请回电{number}，谢谢。")
    assert number not in text
    assert text == f"请回电{MASK * len(number)}，谢谢。"


FORMS = rows_beside(__file__, "forms.csv")


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row["text"])
def test_the_table_of_forms(row) -> None:
    """What stands between ⟦ and ⟧ goes; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    assert redact(text) == redact(wanted) == wanted, row["why"]


@pytest.mark.parametrize(
    "row", rows_beside(__file__, "known.csv"), ids=lambda row: f"{row['known']}: {row['text']}"
)
def test_the_table_of_known_values(row) -> None:
    """What stands between ⟦ and ⟧ goes, once the value is known; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    assert redact(text, [row["known"]]) == wanted, row["why"]


def test_between_two_numbers_what_separates_them_stays() -> None:
    assert redact("320722199001011234 13812345678") == f"{MASK * 18} {MASK * 11}"


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日发放1,234元",
        "每月612.50元共3人",
        "2026-11-22",
        "村代码320722100201",
        "第12345号办件",
        "办件320722-2026-000123",
        "320722-2026-000123-",
        "320722-2026-000123，2户",
        "110",
        "二〇二六年十一月二十二日发放一千二百三十四元",
        "第一、二、三、四、五、六、七、八、九、十、十一组",
    ],
)
def test_dates_amounts_and_codes_stay(text: str) -> None:
    assert redact(text) == text


def test_known_values_are_masked_however_they_are_spaced() -> None:
    assert redact("我是王小明，王 小明住在牛山镇。", ["王小明", ""]) == "我是＊＊＊，＊＊＊＊住在牛山镇。"


@pytest.mark.parametrize("written", ["陳小滿", "陈·小·满", "陈\u200b小满", "陳 小　滿", "陈-小-满"])
def test_known_values_are_masked_in_either_script_and_whatever_stands_between(written: str) -> None:
    assert redact(f"我叫{written}，住在东园。", ["陈小满"]) == f"我叫{MASK * len(written)}，住在东园。"
    assert redact("我叫陈小满。", [written]) == "我叫＊＊＊。"


@pytest.mark.parametrize("mark", "·•‧∙●・．")
def test_a_name_is_masked_whichever_bullet_stands_in_it(mark: str) -> None:
    assert redact(f"买买提{mark}艾力来电", ["买买提·艾力"]) == f"{MASK * 6}来电"


def test_a_known_value_is_masked_in_full_width_and_either_case() -> None:
    assert redact("护照ｅ12３４５，E12345", ["E12345"]) == f"护照{MASK * 6}，{MASK * 6}"


def test_of_two_known_values_the_longer_is_masked_whole() -> None:
    assert redact("住刘庄村12号", ["刘庄村", "刘庄村12号"]) == f"住{MASK * 6}"


def test_a_single_character_is_no_known_value() -> None:
    assert redact("王家村", ["王"]) == "王家村"


@given(st.text(), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text())
def test_no_mobile_number_survives_between_any_words(before: str, number: str, after: str) -> None:
    assert number not in redact(f"{before} 电话：{number}；{after}")


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    assert len(redact(text)) == len(text)


SCRIPTS = ("0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨")


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(SCRIPTS),
    st.sampled_from(["", " ", "-", "·", "　", "."]),
    st.text(alphabet="我的家在村里请回电话，。", max_size=20),
)
def test_a_mobile_number_goes_in_any_script_and_spacing(number, digits, gap, words) -> None:
    groups = (number[:3], number[3:7], number[7:])
    written = gap.join("".join(digits[int(mark)] for mark in group) for group in groups)
    assert redact(f"{words}{written}{words}") == f"{words}{MASK * len(written)}{words}"


@pytest.mark.parametrize(
    "mark",
    ["1", "1 ", "1 2", "微信", "*", "1*", "证号", "苏g", "a.", "@", "qq1", "电话", "微信是", "q q ", "1一十"],
)
def test_hostile_texts_end(mark) -> None:
    """A hundred thousand characters of what each rule looks for: every rule looks a bounded way ahead."""
    known = ["1111111111111", "三组12号"]
    assert len(redact(mark * (100_000 // len(mark)), known)) == 100_000 // len(mark) * len(mark)


def test_laws_are_left_as_they_are(shared_documents) -> None:
    for path in sorted(shared_documents.glob("policies/*.md")):
        text = path.read_text(encoding="utf-8")
        assert redact(text) == text, path.name
