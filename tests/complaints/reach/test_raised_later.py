"""What is said later lets the office above read the case first, whoever has read it before (invariant 2)."""

import pytest

from complaints import routing
from complaints.enums import CaseStatus, Sight
from complaints.handling import conversation
from complaints.models import Case
from complaints.parties import respondents
from complaints.texts.reading import speaks_of_its_handling
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import a_file, do_with_reasons, hand_to, make_case, make_complaint, sees
from tests.organizations.factories import make_person
from tests.tables import rows_beside


@pytest.mark.parametrize(("asked", "unit"), [(False, "county"), (True, "township")])
def test_a_file_sent_later_is_read_above_first_unless_the_office_asked_for_it(units, officer, asked, unit):
    case = make_case()
    do_with_reasons(case, "accept", officer)
    if asked:
        do_with_reasons(case, "ask_complainant", officer, text="请补一张存折的照片。")
    conversation.write_back(case, "照片在这里。", [a_file("IMG_20261103_0912.jpg")])
    case.refresh_from_db()
    assert case.unit == units[unit]


def test_money_spoken_of_later_goes_to_the_inspection_group_whoever_has_read_it(units, staff):
    """Whoever screened it, or kept it, did not know of that."""
    waiting = make_case(kind="complaint", matter="conduct")
    kept = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_supervisor"], units["county"]
    )
    handed_down = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_supervisor"], units["township"]
    )
    for case in (waiting, kept, handed_down):
        do_with_reasons(case, "complainant_wrote", None, text="昨天又来问我要五百块钱")
        assert (case.unit, case.sight, case.status) == (
            units["inspection"],
            Sight.INSPECTION,
            CaseStatus.SCREENING,
        )
        assert case not in Case.objects.visible_to(staff["county_supervisor"])


def test_what_staff_note_about_money_leaves_a_case_that_was_read_above_where_it_is(units, staff):
    case = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_supervisor"], units["county"]
    )
    do_with_reasons(case, "note", staff["county_supervisor"], reason="有人说收钱，要交五百元，还没有查实。")
    assert case.unit == units["county"]


def test_somebody_without_a_name_who_is_spoken_of_later_is_read_above_once(units, staff):
    case = make_case()
    do_with_reasons(case, "complainant_wrote", None, text="他叫我再等等")
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert case not in Case.objects.visible_to(staff["handler"])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "complainant_wrote", None, text="他还是叫我再等等")
    assert case.unit == units["township"]


def test_a_file_of_which_the_reader_above_knew_nothing_takes_it_up_once_more(units, staff):
    case = make_complaint()
    assert case.unit == units["township"]
    for unit in (units["county"], units["township"]):
        files = [a_file("IMG_20261103_0912.jpg").pk]
        do_with_reasons(case, "complainant_wrote", None, text="照片", attachments=files)
        assert case.unit == unit
        if case.status == CaseStatus.SCREENING:
            hand_to(case, staff["county_supervisor"], units["township"])


@pytest.mark.parametrize("text", ["我家的电被掐了", "第五遍了", "鸡死了三只"])
def test_what_is_said_later_of_assistance_in_other_than_plain_words_is_read_above_each_time(
    units, staff, text
):
    """No word tells that it is about whoever has the case, which the answer to what they asked may be too."""
    case = make_complaint()
    for _turn in range(2):
        do_with_reasons(case, "complainant_wrote", None, text=text)
        assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
        hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "ask_complainant", staff["handler"])
    do_with_reasons(case, "complainant_wrote", None, text="还有两头羊")
    assert case.unit == units["county"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("他把我名字告诉会计了。", "city"),
        ("你们来的人我认得，前年停我低保的就是他。", "city"),
        ("不要派上次那个人来了。", "city"),
        ("村会计昨天又骂我。", "county"),
        ("材料已补交，谢谢。", "county"),
    ],
)
def test_what_may_be_of_who_has_it_above_the_place_goes_above_them(units, staff, text, unit):
    case = make_case(kind="report", matter="conduct", narrative="刘庄村的会计当着大家的面骂我。")
    assert case.unit == units["county"]
    do_with_reasons(
        hand_to(case, staff["county_supervisor"], units["county"]), "accept", staff["county_supervisor"]
    )
    do_with_reasons(case, "complainant_wrote", None, text=text)
    assert case.unit == units[unit]
    assert sees(staff["county_supervisor"], case) == (unit == "county")


def test_the_table_of_what_is_said_of_its_handling(subtests):
    """Whatever may be about whoever has the case, what leaked, pressure, or revenge; without a database."""
    for row in rows_beside(__file__, "handling_said.csv"):
        with subtests.test(row["text"]):
            assert speaks_of_its_handling([row["text"]]) == (row["above"] == "yes"), row["why"]


@pytest.mark.parametrize("row", rows_beside(__file__, "handling_words.csv"), ids=lambda row: row["text"])
def test_what_is_said_of_whoever_has_the_case_is_read_above_each_time(units, staff, officer, row):
    case = make_complaint(narrative="刘庄村的会计当着大家的面骂我。")
    do_with_reasons(case, "accept", officer)
    for _turn in range(2):
        do_with_reasons(case, "complainant_wrote", None, text=row["text"])
        assert sees(officer, case) == (row["above"] == "no"), row["why"]
        if not routing.may_take(units["township"], case.region_id, respondents.accused_units(case)):
            break  # the words name the office itself
        if case.status == CaseStatus.SCREENING and case.unit == units["county"]:
            hand_to(case, staff["county_supervisor"], units["township"])


def test_what_the_complainant_says_of_money_when_called_back_goes_to_the_inspection_group(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(
        case, "call_back", staff["supervisor"], satisfied=False, reason="说民政办的人收了她两千块钱才办。"
    )
    assert case not in Case.objects.visible_to(staff["handler"])
    assert (case.unit, case.sight) == (units["inspection"], Sight.INSPECTION)


#: What the complainant may say later, and through whom.
LATER = [
    ("complainant_wrote", None, "那个女的针对我，不敢说名字。", "county"),
    ("ask_review", None, "那个女的针对我，不敢说名字。", "county"),
    ("note_call", "operator", "来电人说有个干部针对我，不敢说名字。", "county"),
    ("note_call", "operator", "来电人说有个领导针对我，不敢说名字。", "city"),
    ("complainant_wrote", None, "村支书把我的名字划掉了。", "county"),
]


@pytest.mark.parametrize(("kind", "who", "text", "unit"), LATER)
def test_somebody_spoken_of_later_is_read_above_first_whatever_carries_it(
    units, staff, officer, kind, who, text, unit
):
    case = make_case()
    do_with_reasons(case, "accept", officer)
    if kind == "ask_review":
        do_with_reasons(case, "answer", officer)
    do_with_reasons(case, kind, staff[who] if who else None, text=text)
    case.refresh_from_db()
    assert not sees(officer, case)
    assert case.unit == units[unit]


def test_what_staff_took_down_calls_the_caller_he(staff, officer):
    case = make_case()
    do_with_reasons(case, "accept", officer)
    do_with_reasons(case, "note_call", staff["operator"], text="他问低保金什么时候到账。")
    case.refresh_from_db()
    assert sees(officer, case)


def test_a_withdrawal_that_nobody_made_does_not_go_back_to_who_wrote_it(units, staff, officer):
    case = make_case(kind="report", matter="conduct")
    do_with_reasons(case, "screen", staff["county_supervisor"], handling_unit=units["township"])
    do_with_reasons(case, "accept", officer)
    do_with_reasons(case, "withdraw", staff["supervisor"])
    conversation.write_back(case, "我没有撤回。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert not sees(officer, case)
    assert not sees(staff["supervisor"], case)


def test_money_spoken_of_after_the_answer_is_taken_up_again(staff, units):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    conversation.write_back(case, "答复前有人要了我两千块钱。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["inspection"], CaseStatus.SCREENING)
    assert Case.objects.to_screen([units["inspection"].pk]).filter(pk=case.pk).exists()


@pytest.mark.parametrize("way", ["review", "message"])
def test_what_goes_to_the_office_above_the_place_is_not_read_below(units, staff, way):
    """No word of a table need say that it is of those below: it was brought to the one above."""
    case = make_case(kind="enquiry", title="为什么", narrative="我家七口人，父亲瘫痪了，为什么没有人来看。")
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    if way == "review":
        do_with_reasons(case, "answer", staff["handler"], text="已核实。")
        conversation.ask_review(case, "那天去镇上，人家把我的材料扔了。")
    else:
        do_with_reasons(case, "transfer", staff["handler"], unit=units["county"].pk, reason="应由县里办")
        conversation.write_back(case, "那天去镇上，人家把我的材料扔了。")
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert not sees(staff["handler"], case)
    assert sees(staff["county_supervisor"], case)


def test_what_left_the_city_for_the_group_does_not_come_back_by_the_next_word(units, staff):
    said = "县里审批的把我的材料退了三次。"
    case = make_case(kind="complaint", matter="conduct", reach="county", narrative=said)
    assert case.unit == units["city"]
    conversation.write_back(case, "接我信的人把信给了村长看。")
    assert case.unit == units["inspection"]
    with pytest.raises(NotAllowed):  # nobody stands above the group
        conversation.write_back(case, "这次来的人我不认识，不敢说。", above_first=True)
    conversation.write_back(case, "纪检组来人了，话没说两句就走了。")
    case.refresh_from_db()
    assert (case.unit, sees(staff["city_supervisor"], case)) == (units["inspection"], False)


HEARD = (
    "来电人说，表填了四回都说没收到，隔壁那家当天就办下来了。",
    "来电人说，他嫂子在那儿上班，自己家的就过不了。",
)


@pytest.mark.parametrize("kind", ["enquiry", "complaint", "report"])
@pytest.mark.parametrize("text", HEARD)
@pytest.mark.parametrize("told", ["review", "call back"])
def test_what_the_office_above_takes_down_itself_is_not_read_below(units, staff, kind, text, told):
    case = make_case(kind=kind)
    if case.unit != units["township"]:
        hand_to(case, staff["county_supervisor"], units["township"])
    if told == "review":
        do_with_reasons(case, "accept", staff["handler"])
        do_with_reasons(case, "answer", staff["handler"])
        do_with_reasons(case, "ask_review", staff["county_supervisor"], text=text)
    else:
        do_with_reasons(case, "transfer", staff["supervisor"], unit=units["county"])
        do_with_reasons(case, "accept", staff["county_supervisor"])
        do_with_reasons(case, "answer", staff["county_supervisor"])
        second = make_person("回访测试", (units["county"], Role.SUPERVISOR))
        do_with_reasons(case, "call_back", second, reason=text, satisfied=True)
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert not sees(staff["handler"], case)
    assert sees(staff["county_supervisor"], case)


@pytest.mark.parametrize("who", ["city_supervisor", "heard"])
def test_nor_what_somebody_else_says_of_an_enquiry_that_was_handed_down(units, staff, who):
    case = make_case(kind="enquiry", respondents=[(None, "刘庄村的会计")])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    if who == "heard":
        conversation.ask_review(case, HEARD[0])
    else:
        do_with_reasons(case, "ask_review", staff[who], text=HEARD[0])
    case.refresh_from_db()
    assert not sees(staff["handler"], case)
