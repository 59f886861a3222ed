"""Which enquiries go to the place's own office: those made of plain words alone, and no accusation is."""

from itertools import product

import pytest

from complaints import matters
from complaints.enums import CaseStatus
from complaints.handling import conversation
from complaints.intake.filing import preview
from complaints.models import Attachment, Case
from complaints.reach import level_words
from complaints.texts import plain, words
from complaints.texts.reading import speaks_of_its_handling, speaks_of_somebody
from organizations.models import Region
from tests.complaints.factories import an_intake, do_with_reasons, make_case
from tests.growth import outgrown
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "plain_questions.csv")


@pytest.fixture
def village(units):
    return Region.objects.get(pk="320722100201")


def test_the_table(village, subtests):
    for row in ROWS:
        read = plain.asks_only if row["said"] == "filed" else plain.says_nothing_else
        with subtests.test(row["text"]):
            if row["ordinary"] == "no" or row["goes"] == "own":
                assert read([row["text"]], village) == (row["goes"] == "own")


def test_a_plain_question_is_answered_by_the_office_of_the_place(units):
    """No other rule sends it up: nobody is read out of its words."""
    texts = [row["text"] for row in ROWS if (row["goes"], row["said"]) == ("own", "filed")]
    assert [text for text in texts if speaks_of_somebody([text])] == []
    for text in texts[::20]:
        first, below = preview(an_intake(title="咨询", narrative=text))
        assert (first.unit, first.screened, below) == (units["township"], False, None), text


def test_of_the_ordinary_questions_in_the_table_few_go_up():
    """What an ordinary question costs the county; a new one goes up oftener (decision 0019)."""
    ordinary = [row for row in ROWS if row["ordinary"] == "yes"]
    assert len(ordinary) > 200
    assert sum(row["goes"] == "own" for row in ordinary) / len(ordinary) > 0.85
    assert not [row["text"] for row in ROWS if row["ordinary"] == "no" and row["goes"] == "own"]


@pytest.mark.parametrize(
    "text", ["继财哥讲今年没得名额，真没有还是假没有", "名单上写我家每月六百二，我只拿到四百，是怎么算的"]
)
def test_an_enquiry_that_says_more_is_read_above_first(units, staff, text):
    case = make_case(title="咨询", narrative=text)
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert case not in Case.objects.visible_to(staff["handler"])


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(("text", "file"), [("字不是我写的", ""), ("照片在这里。", "转账截图给继财哥.jpg")])
def test_so_is_what_is_said_later_also_in_an_answer(units, staff, asked, text, file):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    if asked:
        do_with_reasons(case, "ask_complainant", staff["handler"])
    files = [Attachment.objects.create(file="x.jpg", kind="image/jpeg", size=1, original_name=file)]
    conversation.write_back(case, text, files if file else [])
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert case not in Case.objects.visible_to(staff["handler"])


def test_what_the_office_that_has_it_takes_down_it_has_heard(units, staff):
    said = "来电人说去儿子那里住了，不办了。"
    for who, unit in (("handler", "township"), ("operator", "county")):
        case = make_case()
        do_with_reasons(case, "withdraw", staff[who], reason=said)
        assert case.unit == units[unit]


def test_a_place_has_a_name_and_does_nothing(village, subtests):
    for text, is_plain in (
        ("我是和平镇刘庄村的居民", True),
        ("和平镇民政办几点上班", True),
        ("刘庄村委会的电话是多少", True),
        ("刘庄村领低保可以吗", False),
        ("小刘庄村几点上班", False),
        ("和平镇长的电话", False),
        ("双河街道几点上班", False),  # another place
    ):
        with subtests.test(text):
            assert plain.says_nothing_else([text], village) == is_plain
    village.name = "孙继财"
    assert not plain.says_nothing_else(["孙继财的电话"], village), "nobody is called like a place"


def test_no_word_that_accuses_is_made_of_plain_ones(village):
    for table in (words._WRONGS, words._HANDLING, words._OPERATORS, words._DUTIES):
        assert [row.word for row in table.rows if plain.says_nothing_else([row.word], village)] == []


@pytest.mark.parametrize("row", rows_beside(__file__, "blaming.csv"), ids=lambda row: row["word"])
def test_a_word_that_blames_somebody_blames_an_office_too(row):
    """One list of wrongs serves all readers: what sends a case above must name the office beside it."""
    tables = {"somebody": words._SOMEBODY, "county": level_words.COUNTY_TABLE}
    assert row["word"] in {each.word for each in tables[row["table"]].rows}
    assert words.wrongs().search(row["word"])


def test_no_plain_word_accuses():
    for word in words.plain("asks", "said").split("|"):
        assert not words.wrongs().search(word), word
        assert not speaks_of_its_handling([word]), word
        assert matters.raised("", [word]) == "", word


def test_no_office_does_anything_and_no_sum_is_named(village):
    who = ["村里", "民政所", "你们", "和平镇", "刘庄村", "窗口", "审核的", "办低保的"]
    does = ["领取", "领我的低保金", "享受低保", "有收入", "没有工作", "需要什么材料", "会申请"]
    sums = ["500", "五百", "三千元", "2000元", "3万", "三条", "两瓶", "二百五", "1000"]
    sentences = ("要{}吗", "申请{}吗", "低保{}", "需要{}才能办理吗")
    texts = [f"{one}{deed}吗" for one, deed in product(who, does)]
    texts += [sentence.format(each) for sentence, each in product(sentences, sums)]
    assert [text for text in texts if plain.says_nothing_else([text], village)] == []


def test_a_long_text_takes_no_longer_than_its_length(village):
    pieces = "民政所的 在民政所 零 低保怎么申请 我们村 在我们村的 第1 他 低。 刘庄村 img1 没有"
    slow = [outgrown(lambda text: plain.asks_only([text], village), piece) for piece in pieces.split()]
    assert not any(slow), slow
