"""A person or an office appears, or is renamed, after a case that speaks of them was filed (invariant 2)."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from complaints.enums import Sight
from complaints.handling import conversation
from complaints.models import Case, CaseLogEntry
from complaints.parties import putting_back
from organizations import posts
from organizations.enums import Role
from organizations.models import Unit
from search.models import Change
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_complaint, sees
from tests.organizations.factories import make_person

WORDS = "和平镇民政办欧阳新任副主任"


def test_who_is_appointed_after_the_filing_does_not_see_it(units, staff):
    case = make_case(respondents=[(None, WORDS)])
    assert case.unit == units["county"], "the office is known, the person is not"
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    Change.objects.all().delete()
    coming = make_person("欧阳新任", (units["county"], Role.HANDLER))
    case.refresh_from_db()
    assert not sees(coming, case)
    assert not sees(staff["county_supervisor"], case), "it is about a colleague of theirs now"
    assert (case.unit, case.handler) == (units["city"], None)
    assert Change.objects.filter(index="cases", object_id=case.pk).exists(), "the index follows"
    *_before, event, decided_anew = case.events.order_by("sequence")
    assert (event.kind, event.actor, event.reason) == ("add_respondent", None, "")
    assert (event.data["user"], event.data["respondents"]) == (coming.pk, [])
    assert (decided_anew.kind, decided_anew.actor) == ("raise", None)
    (entry,) = CaseLogEntry.objects.filter(action="complaints.add_respondent")
    assert "欧阳" not in str(entry.data)
    assert len(case.respondents.filter(derived=False)) == 1, "what was said stays as it was said"


def test_from_the_day_of_the_appointment_not_from_the_first_day_of_the_post(units, staff):
    case = make_case(respondents=[(None, "欧阳新任")])
    coming = make_person("欧阳新任")
    coming.posts.create(unit=units["township"], role=Role.HANDLER, valid_from="2099-01-01")
    assert case.respondents.filter(user=coming, unit=units["township"]).exists()


def test_a_new_name_is_recognised_too(units, staff):
    case = make_case(respondents=[(None, "（和平镇）歐陽新任")])
    make_case(respondents=[(None, "别人")])
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    handler = staff["county_supervisor"]
    assert sees(handler, case)
    handler.name = "欧阳新任"
    handler.save()
    case.refresh_from_db()
    assert not sees(handler, case)
    assert case.handler is None
    assert Case.objects.filter(respondents__user=handler).count() == 1


def test_a_family_name_hides_from_every_newcomer_who_bears_it(units, staff):
    """Also where somebody bears it already, and was put back: which of them is meant nobody said."""
    unknown = make_case(respondents=[(None, "欧主任")])
    known, judged = (make_case(respondents=[(None, "赵主任")]) for _each in range(2))
    judge = staff["city_supervisor"]
    found = [row.pk for row in putting_back.choices(judged, judge)]
    do_with_reasons(judged, "put_back", judge, respondents=found)
    hand_to(unknown, staff["city_supervisor"], units["township"])
    before = unknown.unit
    coming = make_person("欧新来", (units["township"], Role.HANDLER))
    namesake = make_person("赵新来", (units["county"], Role.SUPERVISOR))
    unknown.refresh_from_db()
    assert not sees(coming, unknown)
    assert unknown.unit == before, "their office had no part in it"
    assert sees(staff["colleague"], unknown)
    assert [sees(namesake, case) for case in (known, judged)] == [False, False]
    assert sees(staff["county_supervisor"], known), "nor had their office"


def test_who_moves_to_another_office_takes_the_case_about_them_from_it(units, staff):
    case = make_case(respondents=[(None, "赵测试")])
    assert case.unit == units["county"]
    posts.appoint(staff["handler"], units["county"], Role.HANDLER)
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert not sees(staff["county_supervisor"], case)


@pytest.mark.parametrize("words", ["不相干的人", "村会计", "单位township"])
def test_whom_nobody_spoke_of_changes_nothing(units, staff, words):
    case = make_case(respondents=[(None, words)])
    elsewhere = make_case(region_code="320803", respondents=[(None, "欧阳新任")])
    make_person("欧阳新任", (units["other_county"], Role.HANDLER), (units["township"], Role.HANDLER))
    assert (case.events.count(), elsewhere.events.count()) == (1, 1)


def test_once_is_enough(units, staff):
    case = make_case(respondents=[(None, WORDS)])
    coming = make_person("欧阳新任", (units["township"], Role.HANDLER))
    coming.save()
    posts.appoint(coming, units["township"], Role.SUPERVISOR)
    posts.release(coming.posts.first())
    assert case.events.count() == 2
    assert not sees(coming, case)


def test_looking_again_asks_once_where_nobody_is_meant(units, staff, django_assert_max_num_queries):
    for _number in range(5):
        make_case(respondents=[(None, "别的人")])
    # What the account was and the save; the posts, for cases and for leads; words said of leads, and their
    # texts; whether they take calls; the traces; how they are called by now.
    locks = 2 if connection.vendor == "postgresql" else 0
    with django_assert_max_num_queries(9 + locks):
        staff["handler"].save()


def test_who_begins_to_take_calls_does_not_see_what_speaks_of_whoever_does(units, staff):
    case = make_case(kind="complaint", narrative="接电话的那位女同志说话好冲，把俺娘气哭了。")
    said = make_case(kind="complaint", respondents=[(None, "热线的女接线员")])
    before = case.respondents.get()
    assert (before.user, before.unit) == (staff["operator"], None)
    coming = make_person("林小雨", (units["county"], Role.OPERATOR))
    for each in (case, said):
        assert not sees(staff["operator"], each)
        assert not sees(coming, each)
    assert sees(staff["city_supervisor"], case)
    assert sees(staff["county_supervisor"], said)
    other = make_person("林大雨", (units["county"], Role.SUPERVISOR))
    assert sees(other, said)


def test_with_nobody_left_to_handle_it_it_is_hidden_all_the_same(units, staff):
    case = make_case(respondents=[(units["city"].pk, ""), (None, "欧阳新任")])
    assert case.unit == units["inspection"]
    coming = make_person("欧阳新任", (units["inspection"], Role.INSPECTOR))
    case.refresh_from_db()
    assert not sees(coming, case)
    assert case.unit == units["inspection"]


def test_an_office_that_is_entered_later_does_not_see_what_speaks_of_it(units, staff):
    units["township"].posts.all().delete()
    gone = units.pop("village"), units.pop("township")
    for unit in gone:
        unit.delete()
    said = make_case(respondents=[(None, "和平镇民政办")])
    unknown = make_case(kind="report", respondents=[(None, "某干部亲戚")])
    other = make_case(respondents=[(None, "双河街道")])
    for case in (said, unknown, other):
        case.sight = Sight.PLACE  # as if who screened it had let the offices below see it
        case.save()
    office = Unit.objects.create(
        name="和平镇人民政府", kind="township", region_id="320722100", parent=units["county"]
    )
    coming = make_person("欧阳新任", (office, Role.HANDLER))
    assert not sees(coming, said)
    assert not sees(coming, unknown), "it may be one of its people, as in a report of today"
    assert sees(coming, other)
    event = said.events.last()
    assert (event.kind, event.actor, event.data["accused_unit"]) == ("add_respondent", None, office.pk)
    before = said.events.count()
    office.phone = "0518-7200001"
    office.save()
    assert said.events.count() == before


def test_an_office_that_is_called_otherwise_is_recognised_too(units, staff):
    case = make_case(respondents=[(None, "刘庄村的社会救助服务站")])
    assert sees(staff["neighbour"], make_case(region_code="320722101"))
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    units["township"].name = "社会救助服务站"
    units["township"].save()
    case.refresh_from_db()
    assert not sees(staff["handler"], case)
    assert (case.unit, case.handler) == (units["county"], None)


def test_who_comes_along_with_an_office_that_moves_is_recognised_too(units, staff):
    coming = make_person("欧阳新任", (units["other_township"], Role.HANDLER))
    case = make_case(region_code="320723100", respondents=[(None, WORDS)])
    units["other_township"].region_id = "320723"
    units["other_township"].save()
    assert not sees(type(coming).objects.get(pk=coming.pk), case)


@pytest.mark.parametrize(
    ("story", "kept"),
    [
        ("民政办的欧阳新任收了我家两千块钱。", "欧阳新任"),
        ("欧阳新仁收了我家两千块钱。", "欧阳新仁"),
        ("欧阳*任收了我家两千块钱。", "欧阳*任"),
        ("OUYANG XINREN 收了我家两千块钱。", "ouyang xinren"),
        ("听欧阳主任说没有名额。", "欧阳主任"),
    ],
)
def test_somebody_whose_name_stands_only_in_a_story_does_not_see_it_once_in_office(units, staff, story, kept):
    case = make_case(narrative=story)
    other = make_complaint(narrative="欧阳家没有人上班，村会计也还没有来。")
    coming = make_person("欧阳新任", (units["township"], Role.HANDLER))
    case.refresh_from_db()
    assert not sees(coming, case)
    assert sees(coming, other)
    row = case.respondents.filter(user=coming).first()
    assert (row.derived, row.name) == (True, kept)


def test_a_message_is_read_again_too(units, staff):
    case = make_case()
    conversation.write_back(case, "昨天欧阳新任打电话给我。")
    coming = make_person("欧阳新任", (units["township"], Role.HANDLER))
    assert not sees(coming, case)


def test_an_office_that_only_a_message_speaks_of_is_recognised_too(units, staff):
    case = make_case(kind="enquiry")
    conversation.write_back(case, "社会救助服务站的人收了我的钱。")
    hand_to(case, staff["inspector"], units["township"])
    assert sees(staff["handler"], case)
    units["township"].name = "和平镇社会救助服务站"
    units["township"].save()
    assert sees(staff["handler"], case), "the message does not say its whole name"
    units["township"].name = "社会救助服务站"
    units["township"].save()
    case.refresh_from_db()
    assert not sees(staff["handler"], case)
    assert case.unit == units["county"]


def test_the_traces_of_a_story_are_no_words(units, staff):
    case = make_case(narrative="民政办的欧阳新任收了我家两千块钱。")
    keys = list(case.traces.values_list("key", flat=True))
    assert keys
    assert all(len(key) == 24 and int(key, 16) for key in keys)
    assert len(keys) == len(set(keys))


def test_cases_from_before_there_were_traces_get_theirs(units, staff):
    case = make_case(respondents=[(None, "电工")], narrative="民政办的欧阳新任收了我家两千块钱。")
    conversation.write_back(case, "昨天上官某打电话给我。")
    before = set(case.traces.values_list("key", flat=True))
    case.traces.all().delete()
    step = import_module("complaints.migrations.0012_traces_of_what_is_there")
    step.trace_all(apps, None)
    assert set(case.traces.values_list("key", flat=True)) == before
    step.trace_all(apps, None)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("answer", {"text": "孙继财收了两千元，已责令退还。"}),
        ("decline", {"text": "孙继财收了两千元，另案处理。"}),
        ("ask_complainant", {"text": "孙继财收了您多少钱？"}),
        ("request_extension", {"reason": "孙继财收了两千元，需要再核实。"}),
        ("note", {"reason": "到银行核对过，领款人处是孙继财的签名。"}),
    ],
)
def test_what_staff_write_is_found_again_when_somebody_comes_later(units, staff, kind, given):
    """As it would have been, had they been in office when it was written."""
    case = make_complaint()
    if kind not in ("decline", "note"):
        do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, kind, staff["handler"], **given)
    assert sees(staff["handler"], case)
    assert not sees(make_person("孙继财", (units["township"], Role.HANDLER)), case)


@pytest.mark.parametrize("name", ["兰继财", "牟守义", "丛大海", "隋文静", "阳伟", "朴传奇", "潘重夏"])
def test_a_rarer_name_is_found_again_too(units, staff, name):
    case = make_complaint(narrative=f"八月起没有收到低保金，我找过{name}，他骂我。")
    assert not sees(make_person(name, (units["township"], Role.HANDLER)), case)
