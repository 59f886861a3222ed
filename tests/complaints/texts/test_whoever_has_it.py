"""办案的, 经办人: whoever has the case, at whatever level; that office must not go on reading it."""

import pytest

from complaints.enums import CaseStatus
from complaints.handling import conversation
from complaints.texts import whoever
from tests.complaints.factories import do_with_reasons, hand_to, make_case, sees
from tests.tables import rows_beside


def test_the_table_of_what_is_said_of_whoever_has_it(subtests) -> None:
    for row in rows_beside(__file__, "whoever_said.csv"):
        with subtests.test(row["text"]):
            assert whoever.is_spoken_of([row["text"]]) == (row["above"] == "yes"), row["why"]


@pytest.mark.parametrize(
    ("has_it", "who", "above"),
    [
        ("township", "handler", "county"),
        ("county", "county_supervisor", "city"),
        ("city", "city_supervisor", "inspection"),
    ],
)
def test_the_level_above_that_office_reads_it(units, staff, has_it, who, above) -> None:
    """And that office no longer, by an event of nobody's; nobody is accused by it."""
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里说还在等通知。")
    screener = staff["county_supervisor"]
    if has_it == "city":
        conversation.write_back(case, "办案的喊他师傅。")
        screener = staff["city_supervisor"]
    hand_to(case, screener, units[has_it])
    kept = case.respondents.filter(avoided=False).count()
    assert sees(staff[who], case)
    conversation.write_back(case, "办案的喊他师傅。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units[above], CaseStatus.SCREENING)
    assert (case.latest_event.kind, case.latest_event.actor) == ("raise", None)
    assert not sees(staff[who], case)
    assert case.respondents.filter(avoided=False).count() == kept


def test_from_an_inspection_group_above_which_none_stands_the_city_takes_it(units, staff) -> None:
    case = make_case(kind="report", matter="money", narrative="刘庄村的会计收了我家两千块钱。")
    assert case.unit == units["inspection"]
    conversation.write_back(case, "办案的喊他师傅。")
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert not sees(staff["inspector"], case)


def test_thanks_move_nothing(units, staff) -> None:
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["county"])
    conversation.write_back(case, "材料已经寄出。谢谢办案的同志。")
    assert sees(staff["county_supervisor"], case)


def test_what_staff_note_of_their_colleagues_moves_nothing(units, staff) -> None:
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "note", staff["county_supervisor"], reason="经办人已电话联系反映人。")
    assert case.unit == units["county"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("县民政局的人骂我，态度恶劣。", ["county"]),
        ("县民政局和市民政局的人骂我，态度恶劣。", ["county", "city"]),
        ("纪检组的人收了孙会计的红包。", ["inspection"]),
    ],
)
def test_what_raises_a_case_leads_it_to_none_of_those_whom_the_same_words_mean(
    units, staff, text, meant
) -> None:
    """Not even between the events of one message, of which the last alone is ever seen."""
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["township"])
    before = case.latest_event.sequence
    conversation.write_back(case, text)
    case.refresh_from_db()
    since = case.events.filter(sequence__gt=before)
    went = {event.data["unit"] for event in since if "unit" in event.data}
    assert case.respondents.filter(unit__in=[units[key].pk for key in meant]).count() >= len(meant)
    assert went.isdisjoint({units[key].pk for key in meant})
    for key, who in (
        ("county", "county_supervisor"),
        ("city", "city_supervisor"),
        ("inspection", "inspector"),
    ):
        assert key not in meant or not sees(staff[who], case)
