"""Who reads a case first, as tables that an official can read: kind, matter, who is meant, place → unit."""

import itertools
import uuid

import pytest
from django.urls import reverse

from complaints import matters, routing
from complaints.enums import CaseKind, CaseStatus, Matter, Sight
from complaints.handling.casework import available
from complaints.models import Case
from complaints.texts.reading import speaks_of_somebody
from organizations.enums import Role
from organizations.models import Region, Unit
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, hand_to, make_case
from tests.organizations.factories import make_person
from tests.tables import rows_beside


def _id(row):
    return "-".join([row["kind"], row["matter"], row["meant"].replace(" ", "+"), row["below"], row["place"]])


@pytest.mark.parametrize("row", rows_beside(__file__, "first_hands.csv"), ids=_id)
def test_the_table(units, row):
    meant = row["meant"].split()
    first = routing.first_hands(
        row["kind"],
        row["matter"],
        Region.objects.get(pk=row["place"]),
        [units[key].pk for key in meant if key != "unknown"],
        someone_meant=bool(meant),
        lies_below=row["below"] == "yes",
    )
    assert first.unit == units[row["unit"]], row["why"]
    assert first.screened == (row["screened"] == "yes"), row["why"]
    assert first.sight == row["sight"], row["why"]


def test_the_table_has_a_row_for_everything(units):
    region = Region.objects.get(pk="320722100201")
    for kind in CaseKind:
        for matter in ("", *Matter):
            for someone, below in itertools.product((True, False), repeat=2):
                found = routing.first_hands(kind, matter, region, someone_meant=someone, lies_below=below)
                assert found.why


@pytest.mark.parametrize("row", rows_beside(__file__, "raising_words.csv"), ids=lambda row: row["text"])
def test_words_raise_a_matter(row):
    assert matters.raised("", [row["text"]]) == row["matter"], row["why"]


@pytest.mark.parametrize("row", rows_beside(__file__, "somebody.csv"), ids=lambda row: row["text"])
def test_somebody_is_meant_whom_no_name_tells(row):
    assert speaks_of_somebody([row["text"]]) == (row["somebody"] == "yes"), row["why"]


def test_a_story_about_somebody_without_a_name_is_read_above_first(units, staff):
    case = make_case(narrative="不敢说是哪个，盖章那个总是关门。")
    assert (case.status, case.sight, case.unit) == (CaseStatus.SCREENING, Sight.CITY, units["city"])
    assert case not in Case.objects.visible_to(staff["handler"])


def test_words_never_lower_a_matter():
    assert matters.raised(Matter.MONEY, ["态度很差"]) == Matter.MONEY
    assert matters.raised(Matter.CONDUCT, ["八月起没有收到低保金"]) == Matter.CONDUCT
    assert matters.raised(Matter.ASSISTANCE, ["八月起没有收到低保金", "收了我五百元"]) == Matter.MONEY


def test_the_screening_unit_is_never_touched_by_the_accusation(units):
    """Whatever it is about: neither who is accused reads it first, nor who works below them."""
    region = Region.objects.get(pk="320722100201")
    for kind in CaseKind:
        for matter in ("", *Matter):
            for unit in Unit.objects.exclude(pk=units["inspection"].pk):
                found = routing.first_hands(kind, matter, region, [unit.pk], someone_meant=True).unit
                assert found != unit
                assert unit not in found.superiors()


def test_where_nobody_stands_above_it_is_not_lost(units):
    units["inspection"].delete()
    region = Region.objects.get(pk="3207")
    assert routing.first_hands("report", "", region).unit == units["city"]


@pytest.mark.parametrize("kind", ["report", "complaint", "enquiry", "objection"])
@pytest.mark.parametrize("matter", ["conduct", "money"])
def test_offices_above_without_people_do_not_make_the_own_one_its_first_reader(units, kind, matter):
    make_person("孙继财", (units["township"], Role.HANDLER))
    first = routing.first_hands(kind, matter, Region.objects.get(pk="320722100201"), someone_meant=True)
    assert first.unit in (units["county"], units["inspection"])
    assert first.sight != Sight.PLACE


def test_until_it_is_decided_nobody_below_sees_it(units, staff):
    case = make_case(kind="report", narrative="不知道该找谁说，村会计做的事情不对劲。")
    assert (case.status, case.sight, case.unit) == (CaseStatus.SCREENING, Sight.COUNTY, units["county"])
    sees = {name for name, user in staff.items() if case in Case.objects.visible_to(user)}
    assert sees == {"county_supervisor", "city_supervisor", "inspector"}
    hand_to(case, staff["county_supervisor"], units["township"])
    assert case in Case.objects.visible_to(staff["handler"])


def test_who_keeps_it_keeps_it_from_the_offices_below(units, staff):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    assert (case.status, case.sight) == (CaseStatus.REGISTERED, Sight.COUNTY)
    assert case not in Case.objects.visible_to(staff["handler"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["city"])
    assert case.sight == Sight.CITY
    assert case not in Case.objects.visible_to(staff["county_supervisor"])


def test_what_speaks_of_money_is_read_by_the_inspection_group_which_can_work_on_it(units, staff):
    case = make_case(narrative="办低保的人收了我家两千块钱。")
    assert (case.unit, case.sight) == (units["inspection"], Sight.INSPECTION)
    assert {name for name, user in staff.items() if case in Case.objects.visible_to(user)} == {"inspector"}
    inspector = staff["inspector"]
    hand_to(case, inspector, units["inspection"])
    do_with_reasons(case, "accept", inspector)
    do_with_reasons(case, "answer", inspector)
    assert case.status == CaseStatus.ANSWERED


def test_an_inspector_acts_on_nothing_that_lies_with_others(units, staff):
    assert available(make_case(), staff["inspector"]) == []
    assert available(make_case(kind="report"), staff["inspector"]) == []


def test_a_unit_that_the_complainant_rules_out_is_ruled_out_for_whoever_decides(units, staff):
    case = make_case(avoid=[units["township"].pk])
    assert case.unit == units["county"]
    assert case not in Case.objects.visible_to(staff["handler"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["township"])


def test_with_the_reader_accused_it_does_not_fall_to_the_office_of_the_place(units, staff):
    """Above the inspection group stands nobody; the city takes it, and no office that could not read it."""
    case = make_case(kind="report", matter=Matter.MONEY)
    do_with_reasons(case, "add_respondent", staff["inspector"], accused_unit=units["inspection"].pk)
    assert (case.unit, case.status, case.sight) == (units["city"], CaseStatus.SCREENING, Sight.CITY)
    assert {name for name, user in staff.items() if case in Case.objects.visible_to(user)} == {
        "city_supervisor"
    }
    hand_to(case, staff["city_supervisor"], units["county"])


def test_what_the_lower_office_returns_is_the_readers_alone_again(units, staff):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["township"])
    do_with_reasons(case, "object", staff["handler"])
    do_with_reasons(case, "take_back", staff["county_supervisor"])
    assert (case.unit, case.sight) == (units["county"], Sight.COUNTY)
    assert case not in Case.objects.visible_to(staff["handler"])


@pytest.mark.parametrize("kind", ["accept", "decline", "assign", "transfer", "answer", "close"])
def test_no_other_act_slips_past_the_decision(units, staff, kind):
    case = make_case(kind="report")
    facts = {"unit": units["township"], "handler": staff["handler"].pk}
    with pytest.raises(NotAllowed):
        do_with_reasons(case, kind, staff["county_supervisor"], **facts)
    assert kind not in [row.kind for row in available(case, staff["county_supervisor"])]


def test_the_form_says_whose_people_will_see_it(client, units, staff):
    case = make_case(kind="report")
    client.force_login(staff["county_supervisor"])
    field = client.get(reverse("complaints_act", args=[case.number, "screen"])).context["form"].fields
    groups = {str(label): choices for label, choices in field["handling_unit"].choices if label}
    assert dict(groups["交办后，该单位的人就能看到"]).keys() == {
        units["township"].pk,
    }
    assert dict(groups["更下级的单位看不到"]).keys() >= {units["city"].pk, units["inspection"].pk}


def test_the_staff_site_says_who_has_to_decide(client, units, staff):
    case = make_case(kind="report", avoid=[units["village"].pk])
    client.force_login(staff["county_supervisor"])
    assert "待定承办单位" in client.get(reverse("wagtailadmin_home")).content.decode()
    waiting = client.get(reverse("case:index"), {"status": "screening", "whose": "unit"}).content.decode()
    assert case.number in waiting
    page = client.get(reverse("case:inspect", args=[case.number])).content.decode()
    assert "确定承办单位" in page
    assert "下级单位看不到" in page
    assert "反映人不愿交给" in page
    address = reverse("complaints_act", args=[case.number, "screen"])
    answer = client.post(address, {"sequence": 1, "handling_unit": units["county"].pk, "reason": "本局办理"})
    assert answer.status_code == 302
    assert "当地单位看不到" in client.get(reverse("case:inspect", args=[case.number])).content.decode()


def test_an_operator_registers_what_she_will_not_see(client, staff, units):
    """A caller who speaks of money: the receipt is read out, and the case is with the inspection group."""
    client.force_login(staff["operator"])
    call = {
        "submission": str(uuid.uuid4()),
        "channel": "hotline",
        "kind": "report",
        "matter": "money",
        "openness": "anonymous",
        "place_text": "和平镇刘庄",
        "title": "要好处费",
        "narrative": "来电人说办低保要交五百元。",
        "reader": units["inspection"].pk,
    }
    answer = client.post(reverse("complaints_desk"), call)
    assert answer.url == reverse("complaints_desk_receipt")
    assert "本接线台看不到" in client.get(answer.url).content.decode()
    case = Case.objects.get()
    assert case.unit == units["inspection"]
    assert client.get(reverse("case:inspect", args=[case.number])).status_code == 404


MONEY = "胖子收了我两千元好处费才肯办。"


@pytest.mark.parametrize("kind", ["enquiry", "complaint"])
@pytest.mark.parametrize(
    "story",
    [
        MONEY,
        "胖子收了我两千才肯收我的申请。",
        "我交了三千才批下来。",
        "我给他微信转了两千。",
        "说不出两千就别想批。",
        "我家的卡一直在他那里，钱也是他取的。",
        "他叫我拿两只鸡去他家。",
    ],
)
def test_no_kind_of_matter_carries_talk_of_money_to_the_place(units, staff, kind, story):
    case = make_case(kind=kind, narrative=story)
    assert case.unit == units["inspection"]
    assert case not in Case.objects.visible_to(staff["handler"])


def test_what_is_said_later_counts_as_if_it_had_been_said_at_once(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "complainant_wrote", None, text=MONEY)
    assert (case.unit, case.sight, case.matter) == (units["inspection"], Sight.INSPECTION, Matter.MONEY)
    assert (case.status, case.handler) == (CaseStatus.SCREENING, None)
    assert case not in Case.objects.visible_to(staff["handler"])
    assert case.clocks.get(clock="decide").stopped_on is None, "its time runs on"


def test_a_review_that_speaks_of_money_is_not_read_by_who_answered(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "ask_review", None, text=MONEY)
    assert case not in Case.objects.visible_to(staff["handler"])
    assert case.status == CaseStatus.REVIEW


def test_a_stranger_named_later_lets_the_office_above_read_it(units, staff):
    case = make_case()
    do_with_reasons(case, "add_respondent", staff["operator"], accused_name="大柱")
    assert (case.unit, case.status) == (units["city"], CaseStatus.SCREENING)
    assert case not in Case.objects.visible_to(staff["handler"])


def test_what_is_handed_to_the_inspection_group_is_seen_by_nobody_else(units, staff):
    case = make_case()
    do_with_reasons(case, "transfer", staff["operator"], unit=units["inspection"])
    assert {name for name, user in staff.items() if case in Case.objects.visible_to(user)} == {"inspector"}


def test_the_desk_does_not_send_down_what_was_kept_from_below(units, staff):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "transfer", staff["operator"], unit=units["township"])
    do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["township"])
    assert case in Case.objects.visible_to(staff["handler"])


@pytest.mark.parametrize("kept_by", ["city", "inspection"])
def test_who_does_not_decide_opens_it_to_no_lower_office_whichever_it_is(units, staff, kept_by):
    """The county is below the city, and below the inspection group, as the township is below the county."""
    group = make_person("组办件", (units["inspection"], Role.HANDLER))
    place, matter = ("320722", Matter.CONDUCT) if kept_by == "city" else ("320722100201", Matter.MONEY)
    of_the_city = (staff["city_handler"], staff["city_supervisor"])
    handler, decider = of_the_city if kept_by == "city" else (group, staff["inspector"])
    case = make_case(kind="report", matter=matter, region_code=place)
    hand_to(case, decider, units[kept_by])
    do_with_reasons(case, "assign", decider, handler=handler)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "transfer", handler, unit=units["county"])
    assert case not in Case.objects.visible_to(staff["county_supervisor"])
    do_with_reasons(case, "transfer", decider, unit=units["county"])
    assert case in Case.objects.visible_to(staff["county_supervisor"])


def test_what_was_written_is_kept_where_no_office_is_left_to_read_it_first(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    Unit.objects.update(open_until="2020-01-01")
    do_with_reasons(case, "complainant_wrote", None, text=MONEY)
    assert case.events.filter(kind="complainant_wrote").exists()


@pytest.mark.parametrize(
    ("by", "about", "with_whom", "sight", "status"),
    [
        # (who adds it, which office, who has the case then, from where it is seen, where it stands)
        ("operator", "township", "county", Sight.COUNTY, CaseStatus.REGISTERED),
        ("handler", "township", "county", Sight.COUNTY, CaseStatus.REGISTERED),
        ("county_supervisor", "township", "county", Sight.COUNTY, CaseStatus.REGISTERED),
        ("operator", "village", "county", Sight.COUNTY, CaseStatus.SCREENING),
        ("operator", "other_township", "county", Sight.COUNTY, CaseStatus.SCREENING),
        ("handler", "village", "township", Sight.PLACE, CaseStatus.REGISTERED),
        ("operator", "county", "city", Sight.CITY, CaseStatus.REGISTERED),
    ],
)
def test_an_office_that_is_named_later_counts_as_if_it_had_been_named_at_once(
    units, staff, by, about, with_whom, sight, status
):
    """The offices around the accused one do not see it either; who finds it out at work goes on."""
    case = make_case()
    do_with_reasons(case, "add_respondent", staff[by], accused_unit=units[about])
    assert (case.unit, case.sight, case.status) == (units[with_whom], sight, status)
    assert (case in Case.objects.visible_to(staff["handler"])) is (sight == Sight.PLACE)
    assert (case in Case.objects.visible_to(staff["county_supervisor"])) is (sight != Sight.CITY)


def test_a_message_that_means_somebody_known_and_speaks_of_money_goes_to_the_inspection_group(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "complainant_wrote", None, text=f"{staff['handler'].name}收了我两千块钱。")
    assert (case.unit, case.sight) == (units["inspection"], Sight.INSPECTION)
    assert case not in Case.objects.visible_to(staff["handler"])
