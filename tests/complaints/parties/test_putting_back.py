"""Who was removed by words is put back by the level above, with a reason: a false case paralyses nobody."""

import pytest
from django.urls import reverse

from complaints import routing
from complaints.enums import EventKind
from complaints.handling import recognition
from complaints.handling.casework import available
from complaints.models import CaseLogEntry
from complaints.parties import putting_back
from organizations.enums import Role
from organizations.models import Unit
from protection.refusals import NotAllowed
from search.indexing import draining
from search.indexing.rebuilding import rebuild
from search.workbench import case_search
from search.workbench.case_documents import case_document
from tests.complaints.factories import do_with_reasons, make_case, sees
from tests.organizations.factories import make_person


def put_back(case, actor, *rows):
    chosen = rows or putting_back.choices(case, actor)
    return do_with_reasons(case, "put_back", actor, respondents=[row.pk for row in chosen])


def a_case_about(staff, *names):
    """A case that its place handles, and that turns out to speak of these people."""
    case = make_case(kind="enquiry")
    for name in names:
        do_with_reasons(case, "add_respondent", staff["operator"], accused_name=staff[name].name)
    return case


@pytest.fixture
def poisoned(units, staff):
    """A case that names every handler of the township, one by one."""
    names = ("handler", "colleague", "supervisor", "other_supervisor")
    case = a_case_about(staff, *names)
    assert not any(sees(staff[each], case) for each in names)
    assert case.unit == units["county"]
    return case


def test_the_level_above_puts_everybody_back_in_one_act(units, staff, poisoned):
    event = put_back(poisoned, staff["county_supervisor"])
    assert all(sees(staff[each], poisoned) for each in ("handler", "colleague", "supervisor"))
    assert event.actor == staff["county_supervisor"]
    assert event.reason == "需要补充材料"
    assert not putting_back.removed(poisoned)
    # What was said stays on file, and the office may have the case.
    assert poisoned.respondents.filter(derived=False).count() == 4
    assert routing.may_take(units["township"], poisoned.region_id, [])
    do_with_reasons(poisoned, "transfer", staff["city_supervisor"], unit=units["township"])
    assert poisoned.unit == units["township"]


def test_one_act_is_one_entry_with_the_reason_and_no_names(staff, poisoned):
    put_back(poisoned, staff["county_supervisor"])
    (entry,) = CaseLogEntry.objects.filter(action="complaints.put_back")
    assert entry.user == staff["county_supervisor"]
    assert set(entry.data) == {"events", "reason", "sequence"}
    assert staff["handler"].name not in str(entry.data)


def test_only_who_is_chosen_is_put_back(staff, poisoned):
    one = next(
        row
        for row in putting_back.choices(poisoned, staff["county_supervisor"])
        if row.user == staff["colleague"]
    )
    put_back(poisoned, staff["county_supervisor"], one)
    # The others' rows still name their office, so it stays hidden from everybody in it.
    assert not sees(staff["colleague"], poisoned)
    assert one not in putting_back.removed(poisoned)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("county_supervisor", True),
        ("city_supervisor", True),
        ("county_handler", False),
        ("operator", False),
        ("inspector", False),
        ("editor", False),
        ("administrator", False),
        ("other_county_supervisor", False),
        ("handler", False),
        ("supervisor", False),
    ],
)
def test_who_may(units, staff, poisoned, who, may):
    """A supervisor of a unit above: never the person, their unit, or one beside it."""
    rows = putting_back.removed(poisoned)
    offered = EventKind.PUT_BACK in [row.kind for row in available(poisoned, staff[who])]
    assert offered is may
    if may:
        put_back(poisoned, staff[who], *rows)
        assert sees(staff["handler"], poisoned)
    else:
        with pytest.raises(NotAllowed):
            put_back(poisoned, staff[who], *rows)
        assert not sees(staff["handler"], poisoned)


def test_ones_own_office_puts_nobody_of_it_back(units, staff):
    """Somebody of the county was named; the county's supervisor is no level above them."""
    case = make_case(respondents=[(None, "没有这人")])
    named = make_person("褚测试", (units["county"], Role.SUPERVISOR))
    case.respondents.create(name="褚某", user=named, derived=True)
    assert not sees(named, case)
    assert not putting_back.choices(case, staff["county_supervisor"])
    put_back(case, staff["city_supervisor"])
    assert sees(named, case)


def test_over_a_bureau_without_a_unit_above_stands_the_inspection_group(units, staff):
    case = a_case_about(staff, "city_supervisor")
    assert not sees(staff["city_supervisor"], case)
    assert not sees(staff["county_supervisor"], case)
    put_back(case, staff["inspector"])
    assert sees(staff["city_supervisor"], case)


def test_over_an_inspection_group_stands_another_or_else_the_highest_bureau(units, staff):
    """Never the township that has the case: it would decide over who watches it."""
    case = make_case()
    case.respondents.create(name="纪检的人", user=staff["inspector"], derived=True)
    assert case.unit == units["township"]
    assert putting_back.choices(case, staff["supervisor"]) == []
    staff["city_supervisor"].posts.update(valid_from="2025-01-01", valid_until="2026-01-01")
    assert len(putting_back.choices(case, staff["county_supervisor"])) == 1  # in the city nobody decides
    in_the_city = make_person("市测试", (units["city"], Role.SUPERVISOR))
    assert putting_back.choices(case, staff["county_supervisor"]) == []
    assert len(putting_back.choices(case, in_the_city)) == 1
    commission = Unit.objects.create(name="纪委", kind="inspection", region_id="32")
    other = make_person("委测试", (commission, Role.INSPECTOR))
    assert putting_back.choices(case, in_the_city) == []
    put_back(case, other)
    assert sees(staff["inspector"], case)


def test_where_the_levels_above_are_meant_too_the_next_one_decides(units, staff):
    case = make_case()
    for key in ("township", "county", "city"):
        case.respondents.create(name="民政", unit=units[key], derived=True)
    assert len(putting_back.choices(case, staff["inspector"])) == 3
    put_back(case, staff["inspector"])
    assert sees(staff["county_supervisor"], case)


def test_who_was_put_back_counts_as_nobody_there(units, staff):
    """They decide nothing, so the level over them, or the next, goes on."""
    in_the_city = staff["city_supervisor"]
    case = make_case()
    case.respondents.create(name="市某", user=in_the_city, derived=True)
    put_back(case, staff["inspector"])
    case.respondents.create(name="纪检的人", user=staff["inspector"], derived=True)
    assert putting_back.choices(case, in_the_city) == [] or EventKind.PUT_BACK not in [
        row.kind for row in available(case, in_the_city)
    ]
    assert len(putting_back.choices(case, staff["county_supervisor"])) == 1


@pytest.mark.parametrize("who", ["operator", "colleague"])
def test_a_unit_that_staff_named_later_is_put_back_as_words_are(units, staff, who):
    """One clerk would take a case from the county for good."""
    in_the_city = make_person("市测试", (units["city"], Role.SUPERVISOR))
    case = make_case()
    do_with_reasons(case, "add_respondent", staff[who], accused_unit=units["county"].pk)
    assert not sees(staff["county_supervisor"], case)
    assert putting_back.choices(case, staff["supervisor"]) == []
    put_back(case, in_the_city)
    assert putting_back.removed(case) == []


def test_who_puts_back_a_unit_that_staff_named_does_not_hand_the_case_there(units, staff):
    case = make_case()
    do_with_reasons(case, "add_respondent", staff["operator"], accused_unit=units["township"].pk)
    assert case.unit == units["county"]
    put_back(case, staff["county_supervisor"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["township"])


def test_a_unit_that_the_complainant_chose_is_not_put_back(units, staff):
    case = make_case(respondents=[(units["township"].pk, "")])
    do_with_reasons(case, "add_respondent", staff["county_supervisor"], accused_unit=units["village"].pk)
    case.respondents.filter(unit=units["village"]).delete()
    assert not putting_back.removed(case)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "put_back", staff["county_supervisor"], respondents=[case.respondents.get().pk])
    assert not sees(staff["handler"], case)


def test_a_reason_and_a_choice_are_needed(staff, poisoned):
    row = putting_back.removed(poisoned)[0]
    for given in ({"respondents": []}, {"respondents": [row.pk], "reason": " "}):
        with pytest.raises(NotAllowed):
            do_with_reasons(poisoned, "put_back", staff["county_supervisor"], **given)


def test_words_that_were_lifted_hide_nobody_again_when_they_are_read_anew(units, staff, poisoned):
    put_back(poisoned, staff["county_supervisor"])
    for user in (staff["handler"], staff["supervisor"]):
        recognition.rematch_cases_of_person(user)
        user.save()
        assert sees(user, poisoned)
    recognition.rematch_cases_of_office(units["township"])
    assert sees(staff["handler"], poisoned)


def test_new_words_hide_again(staff, poisoned):
    put_back(poisoned, staff["county_supervisor"])
    do_with_reasons(
        poisoned, "add_respondent", staff["county_supervisor"], accused_name=staff["handler"].name
    )
    assert not sees(staff["handler"], poisoned)
    assert sees(staff["county_supervisor"], poisoned)


def test_somebody_else_of_the_same_name_stays_hidden(units, staff, poisoned):
    """Words that were lifted for one person may mean the next who comes."""
    put_back(poisoned, staff["county_supervisor"])
    newcomer = make_person(staff["handler"].name, (units["township"], Role.HANDLER))
    assert not sees(newcomer, poisoned)


@pytest.mark.django_db(transaction=True)
def test_the_index_follows(units, staff, poisoned, settings, tmp_path):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", tmp_path / "search.sqlite3"
    inspector = staff["inspector"]
    poisoned.respondents.create(name="纪检", unit=units["inspection"], derived=True)
    rebuild("cases")
    commission = Unit.objects.create(name="纪委", kind="inspection", region_id="32")
    above = make_person("委测试", (commission, Role.INSPECTOR))
    assert case_search.ask(inspector, case_search.CaseQuestion()).total == 0
    put_back(poisoned, above)
    draining.drain("cases")
    assert case_search.ask(inspector, case_search.CaseQuestion()).total == 1
    assert str(units["inspection"].pk) not in case_document(poisoned).values["respondent_units"]


def test_the_page_offers_each_row_by_its_turn_and_puts_back_several(client, units, staff, poisoned):
    client.force_login(staff["county_supervisor"])
    address = reverse("complaints_act", args=[poisoned.number, "put_back"])
    assert address in client.get(reverse("case:inspect", args=[poisoned.number])).content.decode()
    page = client.get(address).content.decode()
    offered = [f'name="respondents" value="{turn}"' in page for turn in range(1, 9)]
    assert offered.count(True) == 4
    ticked = [turn for turn, shown in enumerate(offered, 1) if shown]
    done = client.post(
        address,
        {"sequence": poisoned.latest_event.sequence, "respondents": ticked, "reason": "查明并无此事"},
    )
    assert done.url == reverse("case:inspect", args=[poisoned.number])
    assert sees(staff["handler"], poisoned)
    client.force_login(staff["handler"])
    assert client.get(reverse("case:inspect", args=[poisoned.number])).status_code == 200
    assert client.get(address).status_code == 200  # says that it is for somebody else
    assert client.post(address, {"sequence": 3, "respondents": ["1"], "reason": "我"}).status_code == 422


def test_why_somebody_was_put_back_is_read_only_by_who_may_put_back(client, staff, poisoned):
    put_back(poisoned, staff["county_supervisor"])
    do_with_reasons(poisoned, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    do_with_reasons(poisoned, "note", staff["county_handler"], reason="已电话联系")
    address = reverse("case:inspect", args=[poisoned.number])
    for who, reads in {
        "county_supervisor": True,  # did it
        "inspector": False,  # their group stands over offices with none above
        "county_handler": False,  # works on it
        "handler": False,  # was put back
        "supervisor": False,
        "operator": False,
    }.items():
        client.force_login(staff[who])
        page = client.get(address)
        told = [shown.reason for shown in page.context["events"] if shown.event.kind == EventKind.PUT_BACK]
        assert told == (["需要补充材料"] if reads else []), who
        assert "已电话联系" in page.content.decode()


def test_another_who_may_put_back_reads_why(client, units, staff, poisoned):
    put_back(poisoned, staff["county_supervisor"])
    client.force_login(make_person("又一审", (units["city"], Role.SUPERVISOR)))
    page = client.get(reverse("case:inspect", args=[poisoned.number]))
    assert EventKind.PUT_BACK in [shown.event.kind for shown in page.context["events"]]
