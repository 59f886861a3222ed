"""Reading documents: heads, joined lines, and that nothing of a text is lost."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policies.reading import UnreadableDocument, decode, read
from portal.policies.structure import contents
from portal.policies.structure import read as read_structure
from tests.portal.documents import FORWARDING, NOTICE, RULES


def bare(text: str) -> str:
    """A text without its spaces and marks: what must be the same before and after."""
    text = re.sub(r"<!--.*?-->", "", text)
    return re.sub(r"[\s　*#]", "", text)


def whole(reading) -> str:
    """Everything that was read, in the order of the file."""
    notes = [line for line in reading.paragraphs if line in reading.notes]
    rest = reading.paragraphs[len(notes) :]
    return bare("".join([*reading.head, *notes, *rest]))


def test_a_joint_notice_is_read_with_its_two_issuers():
    reading = read(NOTICE)
    assert reading.title == "关于开展救助资金发放检查深化2021年作风整治的通知"
    assert reading.document_number == "云民〔2021〕7号"
    assert reading.issuers == ["云川市民政局", "云川市监督检查组"]
    assert reading.written_on == date(2021, 4, 10)


def test_lines_broken_in_mid_sentence_are_joined():
    text = read(NOTICE).text
    assert "（川民助〔2020〕9号）要求和我市实际，现就" in text
    assert "（川民助〔2019〕3号)落实情况" in text
    assert "是否定期核对。" in text


def test_the_lines_that_were_joined_are_named():
    lines = NOTICE.splitlines()
    assert [lines[number - 1][:4] for number in read(NOTICE).joined] == ["和我市实", "〔201", "定期核对"]


def test_a_space_between_two_agencies_stays():
    assert "《省民政厅 省财政厅关于加强资金监管的意见》" in read(NOTICE).text


def test_bold_marks_go_and_headings_stay_alone():
    paragraphs = read(NOTICE).paragraphs
    assert "(二) 压实责任。各级要主动作为，确保整改到位。" in paragraphs
    assert "一、坚持问题导向" in paragraphs
    assert "二、工作要求" in paragraphs


def test_the_title_of_an_attached_text_is_not_joined_to_what_follows():
    reading = read(FORWARDING)
    assert reading.title == "关于印发《全省低保核查工作方案》的通知"
    assert "# 全省低保核查工作方案" in reading.paragraphs
    assert reading.written_on == date(2020, 9, 4)


def test_rules_take_number_and_date_from_their_last_amendment():
    reading = read(RULES)
    assert reading.title == "云川市临时救助办法"
    assert reading.issuers == ["云川市人民政府"]
    assert reading.document_number == "云川市人民政府令第30号"
    assert reading.written_on == date(2020, 5, 6)
    assert reading.effective_on == date(2020, 7, 1)


def test_a_letterhead_without_a_number_is_still_the_issuer():
    reading = read("云川市民政局\n\n关于春节慰问的公告\n\n各位居民：\n\n春节期间照常办理。\n")
    assert reading.issuers == ["云川市民政局"]
    assert reading.document_number == ""


def test_page_numbers_are_set_apart_and_their_lines_joined():
    reading = read(NOTICE.replace("是否\n\n定期", "是否\n\n— 2 —\n\n定期"))
    assert reading.page_marks == ["— 2 —"]
    assert "是否定期核对。" in reading.text


@pytest.mark.parametrize("brackets", ["[]", "［］", "【】", "（）", "()", "〔〕"])
def test_every_kind_of_bracket_round_the_year_is_set_right(brackets):
    source = NOTICE.replace("云民〔2021〕7号", f"云民{brackets[0]}2021{brackets[1]} 07 号")
    assert read(source).document_number == "云民〔2021〕7号"


@pytest.mark.parametrize("document", [NOTICE, FORWARDING, RULES])
def test_no_character_is_lost(document):
    assert whole(read(document)) == bare(document)


CHARACTERS = st.sampled_from("低保救助对象公示金额，、“”（）《》2020〔〕。；：a ")
LINES = st.lists(st.text(CHARACTERS, min_size=1, max_size=60), min_size=1, max_size=12)


@given(LINES)
def test_no_character_of_any_text_is_lost(lines):
    source = "云川市民政局\n\n云民〔2021〕7号\n\n关于公示的通知\n\n各县民政局：\n\n" + "\n\n".join(lines)
    assert bare(read(source).text) == bare(source[source.index("各县") :])


@given(LINES)
def test_reading_what_was_read_changes_nothing(lines):
    head = "云川市民政局\n\n云民〔2021〕7号\n\n关于公示的通知\n\n"
    once = read(head + "各县民政局：\n\n" + "\n\n".join(lines))
    again = read(head + "\n\n".join(p.removeprefix("# ") for p in once.paragraphs))
    assert bare(again.text) == bare(once.text)


def problem(source: str) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(source)
    return caught.value


def test_an_empty_file_is_refused():
    assert problem(" \n\n").code == "empty"


def asked(source: str) -> dict[str, tuple]:
    return {ask.code: (ask.line, ask.found, ask.first) for ask in read(source).asks}


def test_a_text_without_a_title_is_asked_for_one():
    assert "no_title" in asked("各县民政局：\n\n请照办。")


def test_a_title_without_a_text_is_refused():
    assert problem("云川市民政局\n云民〔2021〕7号\n关于公示的通知").code == "no_text"


def test_a_number_without_brackets_is_asked_about_with_its_line():
    found = asked(NOTICE.replace("云民〔2021〕7号", "云民 2021-7号"))
    assert found == {"odd_number": (7, "云民 2021-7号", 0)}


@pytest.mark.parametrize(
    "source",
    [
        NOTICE.replace("4月10日印发", "4月31日印发"),
        RULES.replace("5月6日", "15月6日"),
        NOTICE.replace("各县（区）", "（2021年2月29日）\n各县（区）"),
        RULES.replace("7月1日", "6月31日"),
    ],
)
def test_an_impossible_date_is_asked_about(source):
    assert "impossible_date" in asked(source)


def test_an_article_that_comes_twice_is_asked_about():
    assert asked(RULES.replace("第十二条", "第二条")) == {"article_again": (27, "第二条", 13)}


def test_an_article_may_come_again_in_an_attached_text():
    assert not asked(RULES.replace("第十二条", "云川市临时救助细则\n\n第一条"))


@pytest.mark.parametrize(
    "rows",
    [
        "1 牛山街道 20\n2 石榴街道 30",
        "牛山街道\t20\n石榴街道\t30",
        "牛山街道  20 户\n\n石榴街道  30 户",
        "| 街道 | 户数 |\n|---|---|\n| 牛山街道 | 20 |",
        "1 牛山街道，含东城、西城、南城各社区和经济开发区 20\n2 石榴街道，含麻汪、石榴各社区和工业园区 30",
        "序号\n街道\n户数\n1\n牛山街道\n20\n2\n石榴街道\n30",
        "1 牛山街道（含东城 20\n2 石榴街道 30",
        "街道\t户数\t备注\n牛山街道\t20\t新增\n石榴街道\t30",
    ],
)
def test_no_row_runs_into_the_next(rows):
    text = read(NOTICE.replace("各地在6月10日前报告。", f"各地指标如下\n{rows}\n请于6月10日前报告。")).text
    for row in filter(None, rows.split("\n")):
        assert row in text.split("\n")


def test_cells_left_empty_at_the_end_of_a_row_leave_it_in_its_table():
    rows = "街道\t户数\t备注\n牛山街道\t20\t新增\n石榴街道\t30\t"
    text = read(NOTICE.replace("各地在6月10日前报告。", f"各地指标如下：\n{rows}\n请报告。")).text
    found = [block.rows for block in read_structure(text) if block.kind == "table"]
    assert found == [[["街道", "户数", "备注"], ["牛山街道", "20", "新增"], ["石榴街道", "30", ""]]]


def test_two_figures_at_the_ends_of_lines_are_asked_about():
    rows = "牛山街道，含东城、西城、南城各社区和经济开发区，计20\n2020年起石榴街道另行下达。"
    reading = read(NOTICE.replace("各地在6月10日前报告。", rows))
    assert [ask.code for ask in reading.asks] == ["torn_number"]
    assert "计20\n2020年起" in reading.text


def test_the_list_of_chapters_before_a_law_is_no_second_set_of_chapters():
    source = RULES.replace("## 第一章 总则", "目　录\n\n第一章 总则\n\n第二章 程序\n\n## 第一章 总则")
    assert [entry.title for entry in contents(read_structure(read(source).text))] == [
        "第一章 总则",
        "第二章 程序",
    ]


def test_both_encodings_are_read():
    assert decode(NOTICE.encode("gb18030")) == NOTICE
    assert decode(b"\xef\xbb\xbf" + NOTICE.encode()) == NOTICE


def test_what_is_no_text_is_refused():
    with pytest.raises(UnreadableDocument):
        decode(b"PK\x03\x04\x00\x00\xff\xfe")


# ------------------------------------------------------------------ the real documents beside the project
def shared_texts(folder):
    paths = [*sorted((folder / "policies").glob("*.md")), *sorted((folder / "seeds").glob("*.txt"))]
    return {path.name: decode(path.read_bytes()) for path in paths}


def test_nothing_of_the_real_documents_is_lost(shared_documents):
    for source in shared_texts(shared_documents).values():
        assert whole(read(source)) == bare(source)


def test_the_real_documents_give_their_metadata(shared_documents):
    readings = [read(source) for source in shared_texts(shared_documents).values()]
    facts = {(r.document_number, r.issuers[0], str(r.written_on)) for r in readings}
    assert facts == {
        ("", "中共中央", "2022-02-25"),
        ("国务院令第711号", "国务院", "2019-04-03"),
        ("国务院令第649号", "国务院", "2014-02-21"),
        ("连民〔2020〕12号", "连云港市民政局", "2020-04-10"),
        ("黑民函〔2020〕137号", "黑龙江省民政厅", "2020-09-04"),
    }


def test_every_torn_line_of_the_real_notices_is_joined(shared_documents):
    joined = {name: read(text).joined for name, text in shared_texts(shared_documents).items()}
    assert sorted(map(len, joined.values())) == [0, 0, 0, 5, 6]


def test_the_real_documents_have_their_contents(shared_documents):
    sizes = {}
    for source in shared_texts(shared_documents).values():
        reading = read(source)
        tree = contents(read_structure(reading.text))
        sizes[reading.title] = (len(tree), sum(len(entry.children) for entry in tree))
    assert sizes["社会救助暂行办法"] == (13, 0)
    assert sizes["信访工作条例"] == (6, 0)
    assert sizes["中华人民共和国政府信息公开条例"] == (6, 0)
    assert sizes["关于开展“问题大起底、兜底大排查”专项行动深化2020年社会救助领域专项整治的通知"] == (3, 12)
    assert sizes["关于印发《全省城乡低保专项整治工作方案》的通知"] == (1, 5)
