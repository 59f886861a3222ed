"""What becomes of the rows of a file (decision 0073)."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection

from complaints.enums import CaseStatus, EventKind
from complaints.imports.messages import MESSAGES, ExplainedFinding, words_of
from complaints.models import Case, CaseOrigin, Complainant
from disclosure.problems import FileRefused
from organizations.enums import Role
from organizations.models import Region
from tests.complaints.factories import moment
from tests.complaints.imports.files import BOARD, FIRST, SECOND, TICKET, as_csv, as_xlsx, codes, figures
from tests.organizations.factories import make_person
from tests.tables import rows_beside


@pytest.mark.parametrize("made", [as_csv, as_xlsx, lambda rows: as_csv(rows, encoding="gb18030")])
def test_rows_become_cases_with_their_numbers_and_days(take, made):
    assert figures(take(made([FIRST, SECOND]))) == (2, 1, 0, 0)
    open_one, answered = (origin.case for origin in CaseOrigin.objects.order_by("number"))
    assert open_one.received_at == moment("2024-04-08 08:37:20")
    assert open_one.channel == "transferred"
    assert open_one.status in (CaseStatus.SCREENING, CaseStatus.REGISTERED)
    assert answered.status == CaseStatus.ANSWERED
    answer = answered.events.get(kind=EventKind.ANSWER)
    assert (answer.text, answer.at, answer.actor) == ("请到乡镇申请。", moment("2024-04-12 10:00"), None)


def test_clocks_are_counted_from_the_old_days(take):
    take(as_csv([FIRST, SECOND]))
    answered = CaseOrigin.objects.get(number="101").case
    clock = answered.clocks.get(clock="inform")
    assert (clock.starts_on, clock.stopped_on) == (date(2024, 4, 9), date(2024, 4, 12))
    assert CaseOrigin.objects.get(number="100").case.clocks.get(clock="inform").stopped_on is None


def test_the_same_file_again_adds_nothing(take):
    take(as_csv([FIRST, SECOND, SECOND]))
    events = Case.objects.count(), sum(case.events.count() for case in Case.objects.all())
    again = take(as_csv([FIRST, SECOND, SECOND]))
    assert figures(again) == (0, 0, 3, 0)
    assert codes(again) == []
    assert events == (Case.objects.count(), sum(case.events.count() for case in Case.objects.all()))


def test_a_later_file_brings_the_answer_to_a_plain_question(take):
    headings = (*TICKET, "办结时间")
    asked = "我想申请低保，请问需要哪些材料，在哪里办理。"
    row = ("7", "2024-04-08 08:37:20", "", "", "是", "咨询", "", "低保怎么申请", asked)
    take(as_csv([(*row, "", "")], headings))
    assert Case.objects.get().status == CaseStatus.REGISTERED
    later = take(as_csv([(*row, "请到乡镇申请。", "2024-05-01 09:00:00")], headings))
    assert figures(later) == (0, 1, 0, 0)
    assert Case.objects.get().status == CaseStatus.ANSWERED


def test_no_later_file_ends_what_somebody_above_reads_first(take, units):
    """Whoever imports may be who is meant: the report on them waits with the inspection group."""
    meant = make_person("孙继财", (units["county"], Role.ADMINISTRATOR))
    county = {"region": units["county"].region_id, "user": meant}
    row = (*FIRST[:4], "县局孙继财收了我家两千块钱才给办低保。")
    take(as_csv([(*row, "", "")]), **county)
    later = take(as_csv([(*row, "经查不属实。", "2024-05-01 09:00:00")]), **county)
    assert (figures(later), codes(later)) == ((0, 0, 1, 0), [])
    assert Case.objects.get().status == CaseStatus.SCREENING
    assert not Case.objects.get().events.filter(kind=EventKind.ANSWER).exists()


def test_a_number_with_another_story_takes_nothing_over(take):
    take(as_csv([FIRST]))
    made = take(as_csv([(*FIRST[:4], "另外一件事。", "", "")]))
    assert codes(made) == ["row_differs"]
    assert Case.objects.get().narrative == FIRST[4]


@pytest.mark.parametrize("row", rows_beside(__file__, "import_rows.csv"), ids=lambda row: row["why"])
def test_a_row_that_is_wrong_says_so(take, row):
    cells = [row[name] for name in ("number", "user", "title", "at", "story", "answer", "answered")]
    long = {"LONG": "长" * 20_001, "FITS": "长" * 20_000, "TITLE": "题" * 121}
    made = take(as_csv([[long.get(cell, cell) for cell in cells]]))
    assert codes(made) == ([row["code"]] if row["code"] else [])
    assert made.filed == (row["filed"] == "yes")
    for finding in made.findings.all():
        said = ExplainedFinding(finding)
        assert said.what_is_wrong
        assert "%(" not in said.what_is_wrong + said.what_is_right


def test_every_code_has_words():
    assert all(words_of(code) for code in MESSAGES)


def test_a_ticket_goes_by_its_words_and_its_address(take):
    rows = [
        (
            "a1",
            "2024-05-01 08:00",
            "13905181234",
            "陈小满",
            "否",
            "咨询",
            "甲县和平镇刘庄",
            "问",
            "怎么申请",
            "",
        ),
        (
            "a2",
            "2024-05-01 08:00",
            "13905181234",
            "陈小满",
            "是",
            "投诉举报",
            "不知道在哪",
            "问",
            "乱收钱",
            "",
        ),
    ]
    rows[0] = (*rows[0][:6], Region.objects.get(pk="320722100").name, *rows[0][7:])
    made = take(as_csv(rows, TICKET))
    assert codes(made) == ["place_unknown"]
    first, second = (origin.case for origin in CaseOrigin.objects.order_by("number"))
    assert (first.kind, first.region_id, first.openness) == ("enquiry", "320722100", "confidential")
    assert (second.kind, second.region_id, second.openness) == ("report", "3207", "anonymous")
    assert Complainant.objects.get().case == first


def test_who_is_meant_never_opens_it(take, units, officer):
    row = ("7", "某网友", "反映孙继财", "2024-04-08 08:37:20", "和平镇孙继财收了我家两千块钱。", "", "")
    take(as_csv([row]), region="3207")
    case = Case.objects.get()
    assert case.unit.kind == "inspection"
    assert not Case.objects.visible_to(officer).exists()


def test_who_is_meant_by_the_answer_never_opens_it(take, units, officer):
    row = (*FIRST[:5], "经查，孙继财收了群众两千元，已责令退还。", "2024-05-01 09:00:00")
    county = make_person("管理丙", (units["county"], Role.ADMINISTRATOR))
    take(as_csv([row]), region=units["county"].region_id, user=county)
    case = Case.objects.get()
    assert case.respondents.filter(user=officer).exists()
    assert not Case.objects.visible_to(officer).exists()
    assert case.status == CaseStatus.ANSWERED


def test_nobody_holds_a_receipt(take):
    take(as_csv([FIRST]))
    assert not Case.objects.get().pin_hash.startswith("argon2")


def test_texts_are_stored_encrypted_and_the_file_goes(take):
    made = take(as_csv([FIRST]))
    assert not made.file
    made.refresh_from_db()
    assert not made.file
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, narrative FROM complaints_case")
        assert "低保" not in "".join(cursor.fetchone())


def test_a_file_of_another_place_is_refused(take, units):
    take(as_csv([FIRST]))
    county = make_person("管理丙", (units["county"], Role.ADMINISTRATOR))
    with pytest.raises(FileRefused):
        take(as_csv([FIRST]), region=units["county"].region_id, user=county)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (io.BytesIO(b"%PDF-1.7 nothing"), "file_kind"),
        (io.BytesIO(b""), "file_empty"),
    ],
)
def test_a_bad_file_says_what_it_is(take, file, code):
    with pytest.raises(FileRefused) as refused:
        take(file)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(
    ("headings", "code"),
    [(("甲", "乙", "丙", "丁", "戊", "己", "庚"), "cases_no_table"), (("留言编号", "x", *BOARD[2:]), None)],
)
def test_headings_decide(take, headings, code):
    assert codes(take(as_csv([FIRST], headings))) == ([code] if code else [])


def test_a_missing_column_is_named(take):
    made = take(
        as_csv([FIRST], ("留言编号", "留言用户", "留言主题", "x", "留言详情", "答复意见", "答复时间"))
    )
    (finding,) = made.findings.all()
    assert (finding.code, finding.column, made.filed) == ("cases_heading_missing", "留言时间", 0)


def test_neither_a_sheets_name_nor_a_telephone_for_a_number_is_kept(take):
    file = as_xlsx([("13905187788", *FIRST[1:]), ("320722196503124417", *FIRST[1:]), FIRST])
    book = openpyxl.load_workbook(file)
    book.active.title = "柳如眉"
    book.create_sheet("说明")
    file = io.BytesIO()
    book.save(file)
    made = take(file)
    assert {finding.sheet for finding in made.findings.all()} == {"1"}
    assert codes(made)[:2] == ["number_of_a_person"] * 2
    assert CaseOrigin.objects.get().number == FIRST[0]


def test_who_is_anonymous_by_the_file_is_not_named_by_its_words(take):
    """Nothing is stored of them, so what an operator wrote of them could not be masked later."""
    said = "市民柳如眉（518-3344）来电，一是无人管，称柳如眉家低保停发，邻居李大山也是。"
    row = ("2024-04-08 08:37:20", "518-3344", "柳如眉")
    rest = ("投诉", "", "柳如眉反映低保停发", said, "已与柳如眉联系。", "2024-05-01 09:00:00")
    take(as_csv([("7", *row, "是", *rest), ("8", *row, "否", *rest)], (*TICKET, "办结时间")))
    cases = {origin.number: origin.case for origin in CaseOrigin.objects.all()}
    answer = cases["7"].events.get(kind=EventKind.ANSWER).text
    stored = "".join([cases["7"].title, cases["7"].narrative, answer])
    assert not Complainant.objects.filter(case=cases["7"]).exists()
    assert ("柳如眉" in stored, "3344" in stored, "李大山" in stored) == (False, False, True)
    assert cases["8"].narrative == said, "of whom something is stored, it is masked when it is read"
