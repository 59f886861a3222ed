"""Where those sit of whom somebody speaks, as they say it themselves: what they leave out goes further up."""

from datetime import date

import pytest
from django.urls import reverse

from complaints import matters
from complaints.enums import CaseKind, CaseStatus, EventKind, Matter, Reach
from complaints.handling import conversation, recognition, unread
from complaints.intake.filing import file_case, preview
from complaints.models import Case
from complaints.parties import ruling_out
from organizations.enums import Role
from organizations.models import Post, Unit
from protection.refusals import NotAllowed
from tests.complaints.factories import an_intake, do_with_reasons, hand_to, make_case, make_row, sees
from tests.organizations.factories import make_person
from tests.tables import rows_beside


@pytest.fixture
def a_row(staff):
    """A row of a list, by its public id, to which somebody objects."""
    return make_row(staff["editor"]).public_id


def test_what_nobody_says_is_below_is_never_read_by_the_county(units, staff, subtests, a_row):
    """Whatever the words are: those of the table that the county reads where their writer says so, too."""
    make_person("孙继财", (units["township"], Role.HANDLER))
    for row in rows_beside(__file__, "levels.csv"):
        with subtests.test(row["text"]):
            intake = an_intake(
                kind=row["kind"],
                matter=row["matter"],
                narrative=row["text"],
                reach="",
                row=a_row if row["kind"] == CaseKind.OBJECTION else None,
            )
            assert preview(intake)[0].unit in (units["city"], units["inspection"])


@pytest.mark.parametrize(
    ("kind", "matter", "reach", "unit"),
    [
        (CaseKind.COMPLAINT, Matter.ASSISTANCE, Reach.BELOW, "county"),
        (CaseKind.COMPLAINT, Matter.ASSISTANCE, Reach.NOBODY, "county"),
        (CaseKind.COMPLAINT, Matter.ASSISTANCE, "", "inspection"),
        (CaseKind.COMPLAINT, Matter.ASSISTANCE, Reach.COUNTY, "city"),
        (CaseKind.COMPLAINT, Matter.LIST, Reach.NOBODY, "county"),
        (CaseKind.COMPLAINT, Matter.OTHER, "", "inspection"),
        (CaseKind.COMPLAINT, Matter.CONDUCT, Reach.BELOW, "county"),
        (CaseKind.COMPLAINT, Matter.CONDUCT, Reach.NOBODY, "city"),
        (CaseKind.COMPLAINT, "", Reach.NOBODY, "city"),
        (CaseKind.COMPLAINT, Matter.MONEY, Reach.BELOW, "inspection"),
        (CaseKind.COMPLAINT, Matter.MONEY, "", "inspection"),
        (CaseKind.REPORT, Matter.ASSISTANCE, Reach.NOBODY, "city"),
        (CaseKind.REPORT, Matter.ASSISTANCE, Reach.BELOW, "county"),
        (CaseKind.REPORT, Matter.CONDUCT, "", "inspection"),
        (CaseKind.REPORT, Matter.CONDUCT, Reach.COUNTY, "city"),
        (CaseKind.ENQUIRY, Matter.ASSISTANCE, "", "township"),
    ],
)
def test_what_is_said_against_somebody_cannot_be_of_nobody(units, staff, kind, matter, reach, unit):
    against = {"narrative": "刘庄村的会计当着大家的面骂我。"}
    words = against if matters.is_about_conduct(kind, matter) else {}
    assert make_case(kind=kind, matter=matter, reach=reach, **words).unit == units[unit]


def test_words_count_beside_what_is_said(units, staff):
    """Whoever says that nobody above is meant, and writes of somebody there, is read above them."""
    case = make_case(kind="complaint", reach=Reach.BELOW, narrative="县民政局的人说我家不够条件。")
    assert case.unit == units["city"]


def test_what_becomes_graver_later_is_read_by_who_would_have_read_it(units, staff):
    case = make_case(
        kind="complaint", reach=Reach.COUNTY, narrative="八月起没有收到低保金，村里的人还在等通知。"
    )
    hand_to(case, staff["city_supervisor"], units["township"])
    conversation.write_back(case, "村会计昨天骂我。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["city"], CaseStatus.SCREENING)


WANTED = "case-event__heard"
DECIDING = ("county_supervisor", "city_supervisor", "inspector")
PLAIN = "材料已经交了，谢谢。"
#: Where the case lies, what it is about, who opens it there, and who reads a message that they shall not see.
DESKS = [
    ("township", "complaint", "八月起没有收到低保金，村里的人还在等通知。", "handler", "county"),
    ("county", "complaint", "八月起没有收到低保金，村里的人还在等通知。", "county_supervisor", "city"),
    ("city", "report", "县里的人改了我家的材料。", "city_supervisor", "inspection"),
    ("inspection", "report", "村会计收了我家两千块钱。", "inspector", "city"),
]


@pytest.mark.parametrize(("lies", "kind", "story", "reader", "above"), DESKS)
def test_a_message_goes_past_the_office_where_its_writer_wants_it(
    units, staff, lies, kind, story, reader, above
):
    case = _at_work(units, staff, lies, kind, story)
    conversation.write_back(case, PLAIN)
    case.refresh_from_db()
    assert case.unit == units[lies], "plain words stay where the case is"
    conversation.write_back(case, PLAIN, above_first=True)
    case.refresh_from_db()
    assert (case.unit, case.handler) == (units[above], None)
    assert not sees(staff[reader], case)
    assert PLAIN in case.events.filter(kind=EventKind.COMPLAINANT_WROTE).latest("sequence").text


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("县局里的头儿在我们村有干亲。", "city"),
        ("你们局长。", "city"),
        ("县里批了，村里还没有发。", "county"),
        ("材料已经交到镇里了。", "county"),
    ],
)
def test_what_speaks_of_the_county_goes_past_it_later_too(units, staff, text, unit):
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里的人还在等通知。")
    conversation.write_back(case, text)
    case.refresh_from_db()
    assert case.unit == units[unit]


@pytest.mark.parametrize(("lies", "kind", "story", "reader", "above"), DESKS[:3])
def test_the_office_above_gives_it_back(units, staff, lies, kind, story, reader, above):
    case = _at_work(units, staff, lies, kind, story)
    conversation.write_back(case, PLAIN, above_first=True)
    screener = staff["inspector" if above == "inspection" else f"{above}_supervisor"]
    hand_to(Case.objects.get(pk=case.pk), screener, units[lies])
    assert sees(staff[reader], Case.objects.get(pk=case.pk))


def _at_work(units, staff, lies, kind, story):
    case = make_case(kind=kind, narrative=story, matter="" if kind == "report" else Matter.ASSISTANCE)
    if lies == "township":
        hand_to(case, staff["county_supervisor"], units["township"])
    assert case.unit == units[lies]
    return case


def test_it_goes_past_the_office_and_all_who_work_there(units, staff):
    """Also past who holds another post above, or comes there later; given back, they see it again."""
    both = make_person("双岗", (units["county"], Role.SUPERVISOR), (units["city"], Role.SUPERVISOR))
    case = _at_work(units, staff, "county", "complaint", "八月起没有收到低保金，村里的人还在等通知。")
    hand_to(case, both, units["county"])
    do_with_reasons(case, EventKind.ASSIGN, staff["county_supervisor"], handler=both)
    conversation.write_back(case, PLAIN, above_first=True)
    later = make_person("后来", (units["county"], Role.SUPERVISOR), (units["city"], Role.HANDLER))
    case.refresh_from_db()
    assert not any(sees(person, case) for person in (both, later, staff["county_supervisor"]))
    hand_to(case, staff["city_supervisor"], units["county"])
    case.refresh_from_db()
    assert sees(both, case)


def test_only_that_very_office_gets_it_back(units, staff):
    """Not by way of an office under it, which who sits above would read along with."""
    case = _at_work(units, staff, "city", "report", "县里的人改了我家的材料。")
    conversation.write_back(case, PLAIN, above_first=True)
    with pytest.raises(NotAllowed):
        hand_to(case, staff["inspector"], units["county"])
    hand_to(case, staff["inspector"], units["city"])
    case.refresh_from_db()
    assert sees(staff["city_supervisor"], case)


@pytest.mark.parametrize(
    ("lies", "text"),
    [("township", "镇民政办的人骂我。"), ("county", "县民政局收了村会计的钱，不给我办。")],
)
def test_what_is_said_after_it_of_that_office_counts_all_the_same(units, staff, lies, text):
    """Who gives the case back to an office that a message went past does not put back whom words mean."""
    units["county"].name, units["township"].name = "丙县民政局", "和平镇民政办公室"
    for key in ("county", "township"):
        units[key].save()
    case = _at_work(units, staff, lies, "complaint", "八月起没有收到低保金，村里的人还在等通知。")
    conversation.write_back(case, PLAIN, above_first=True)
    conversation.write_back(case, text)
    case.refresh_from_db()
    assert case.respondents.filter(unit=units[lies], avoided=False).exists()
    above = next(person for key, person in staff.items() if key in DECIDING and sees(person, case))
    with pytest.raises(NotAllowed):
        hand_to(case, above, units[lies])


def test_words_that_look_like_a_wish_of_the_page_are_words(units, staff):
    case = make_case(kind="report", narrative="有人骂我。", respondents=[(None, ruling_out.PASSED_BY)])
    with pytest.raises(NotAllowed):
        hand_to(case, staff["city_supervisor"], units["township"])


def test_from_the_place_s_own_list_too_the_office_above_is_higher(units, staff):
    other = Unit.objects.create(
        name="丙县社会救助局", kind="bureau", region_id="320722", parent=units["city"]
    )
    make_person("别处负责", (other, Role.SUPERVISOR))
    case = make_case()
    do_with_reasons(case, EventKind.TRANSFER, staff["supervisor"], unit=units["county"])
    conversation.write_back(case, PLAIN, above_first=True)
    case.refresh_from_db()
    assert case.unit == units["city"]


def test_one_more_office_of_the_same_place_is_not_above(units, staff):
    other = Unit.objects.create(
        name="丙县社会救助局", kind="bureau", region_id="320722", parent=units["city"]
    )
    make_person("别处负责", (other, Role.SUPERVISOR))
    case = _at_work(units, staff, "county", "complaint", "八月起没有收到低保金，村里的人还在等通知。")
    conversation.write_back(case, PLAIN, above_first=True)
    case.refresh_from_db()
    assert case.unit == units["city"]


def test_where_nobody_is_left_above_nothing_is_sent(units, staff):
    """What went past the county, the city and the group does not come back to one of them."""
    case = _at_work(units, staff, "county", "complaint", "八月起没有收到低保金，村里的人还在等通知。")
    for key in ("city", "inspection"):
        conversation.write_back(case, PLAIN, above_first=True)
        case.refresh_from_db()
        assert case.unit == units[key]
    before = case.events.count()
    with pytest.raises(NotAllowed):
        conversation.write_back(case, PLAIN, above_first=True)
    assert case.events.count() == before


def test_a_message_that_cannot_go_above_is_kept_on_the_page(client, units, staff):
    Unit.objects.filter(pk=units["inspection"].pk).update(open_until=date(2020, 1, 1))
    filed = file_case(an_intake(kind="report", narrative="县里的人改了我家的材料。"), submission_key="a-key")
    client.post(reverse("complaints:status"), {"receipt": filed.receipt, "pin": filed.pin})
    client.post(reverse("complaints:write"), {"first_reader": "above", "text": "我怕他们看到。"})
    page = client.get(reverse("complaints:case"))
    assert page.context["form"]["text"].value() == "我怕他们看到。"
    assert "error-summary" in page.content.decode()
    assert not filed.case.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()


def test_a_question_is_asked_too(units, staff):
    """Not what is made of plain words: that goes to the place, whatever is left open."""
    story = "请问为什么去年有今年没有？"
    assert make_case(narrative=story, reach="").unit == units["inspection"]
    assert make_case(narrative=story, reach=Reach.COUNTY).unit == units["city"]
    assert make_case(narrative=story, reach=Reach.BELOW).unit == units["county"]
    assert make_case(reach="").unit == units["township"]


def test_what_the_hotline_notes_of_a_call_goes_past_an_office_above_the_place(units, staff):
    """The hotline asks no caller who shall read it; what is more than a question is read above."""
    case = make_case(narrative="请问隔壁老李家盖了楼还吃低保，这样合规矩吗？", user=staff["operator"])
    assert case.unit == units["county"]
    do_with_reasons(case, EventKind.NOTE_CALL, staff["operator"], text="来电人说村里路灯坏了。")
    case.refresh_from_db()
    assert case.unit == units["city"]


def test_a_withdrawal_that_was_noted_takes_two(units, staff):
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里的人还在等通知。")
    county = staff["county_supervisor"]
    hand_to(case, county, units["county"])
    do_with_reasons(case, EventKind.ACCEPT, county)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, EventKind.WITHDRAW, county, text="本人来电撤回。")
    handler, other = (
        make_person(name, (units["county"], role))
        for name, role in (("承办", Role.HANDLER), ("另一位", Role.SUPERVISOR))
    )
    do_with_reasons(case, EventKind.ASSIGN, county, handler=handler)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, EventKind.WITHDRAW, handler, text="本人来电撤回。")
    do_with_reasons(case, EventKind.WITHDRAW, other, text="本人来电撤回。")
    assert Case.objects.get(pk=case.pk).status == CaseStatus.CLOSED


def test_who_decides_reads_that_it_shall_not_go_back_unread(client, units, staff):
    """Those whom it passed by do not: that somebody is afraid of them is no business of theirs."""
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里的人还在等通知。")
    conversation.write_back(case, PLAIN, above_first=True)
    address = reverse("case:inspect", args=[case.number])
    client.force_login(staff["city_supervisor"])
    assert WANTED in client.get(address).content.decode()
    hand_to(Case.objects.get(pk=case.pk), staff["city_supervisor"], units["county"])
    client.force_login(staff["county_supervisor"])
    page = client.get(address).content.decode()
    assert PLAIN in page
    assert WANTED not in page


@pytest.mark.parametrize(
    ("reach", "reader", "unit"),
    [
        ("below", "county_supervisor", "county"),
        ("county", "city_supervisor", "city"),
        ("", "inspector", "inspection"),
    ],
)
@pytest.mark.parametrize("leaves", ["ruled out", "named", "appointed", "gone"])
def test_what_leaves_the_township_goes_past_the_county_where_somebody_there_is_meant(
    units, staff, reach, reader, unit, leaves
):
    """Whoever had read it first gave it to the township, and nobody decided that the county has it."""
    case = make_case(kind="complaint", reach=reach, narrative="钱三喜说话不算数，材料退了三回。")
    hand_to(case, staff[reader], units["township"])
    if leaves == "ruled out":
        conversation.rule_out(case, units["township"].pk)
    elif leaves == "named":
        do_with_reasons(
            case, "add_respondent", staff["handler"], accused_unit=units["township"].pk, reason="查出"
        )
    elif leaves == "appointed":
        recognition.rematch_cases_of_person(make_person("钱三喜", (units["township"], Role.HANDLER)))
    else:
        Post.objects.filter(unit=units["township"]).delete()
        unread.take_up()
    case.refresh_from_db()
    assert case.unit == units[unit]
    assert not sees(staff["handler"], case)
