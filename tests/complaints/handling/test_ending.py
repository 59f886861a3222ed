"""How a case ends: never by one hand where conduct is at issue, and who brought it is heard afterwards."""

from datetime import date

import pytest
from django.urls import reverse

from complaints.enums import CaseStatus, EventKind
from complaints.handling import conversation
from complaints.handling.casework import available
from complaints.models import Case
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, hand_to, make_case, moment
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db

#: What is brought, what is done (S, T: supervisors of the county, H its handler, C the complainant, who
#: speaks of its handling), and whether the last act is possible.
CHAINS = [
    ("report conduct", "S refer", False, "out of screening, by one hand"),
    ("report assistance", "S refer", False, "a report, whatever it is about"),
    ("complaint conduct", "S refer", False, "conduct"),
    ("complaint -", "S refer", False, "nobody said what it is about"),
    ("complaint assistance", "S refer", True, "nobody's conduct is at issue"),
    ("report conduct", "S screen, S decline", False, "kept and ended by the same"),
    ("report conduct", "S screen, S accept, S refer", False, "however late"),
    ("report conduct", "S screen, S withdraw", False, "nor on the complainant's word"),
    ("report conduct", "S screen, S assign, S decline", False, "nor with somebody at work on it"),
    ("report conduct", "S screen, T decline", True, "two have seen it"),
    ("report conduct", "S screen, S assign, H decline", True, "who works on it is the second"),
    ("report conduct", "T screen, S accept, S refer", True, "either of them"),
    ("report conduct", "S screen, T withdraw", True, "somebody else noted what the caller said"),
    ("report conduct", "T screen down, C again, S refer", False, "who decided did not know of that"),
    ("complaint assistance", "S screen, S decline", True, "as before"),
]


@pytest.mark.parametrize(("what", "chain", "possible", "why"), CHAINS)
def test_who_ends_what(units, staff, what, chain, possible, why):
    kind, matter = what.split()
    case = make_case(kind=kind, matter=matter.strip("-"), narrative="刘庄村的会计当着大家的面说我。")
    people = {"S": staff["county_supervisor"], "H": staff["county_handler"], "C": None}
    people["T"] = make_person("郭测试", (units["county"], Role.SUPERVISOR))
    assert (case.status, case.unit) == (CaseStatus.SCREENING, units["county"])
    *before, (who, act) = [step.split() for step in chain.split(", ")]
    for other, earlier, *to in before:
        if other == "C":
            conversation.write_back(case, "来调查的人就是会计的亲弟弟。")
            case.refresh_from_db()
            assert case.status == CaseStatus.SCREENING
        else:
            facts = {
                "screen": {"handling_unit": units["township" if to else "county"]},
                "assign": {"handler": people["H"]},
            }
            do_with_reasons(case, earlier, people[other], **facts.get(earlier, {}))
    assert (EventKind(act) in {row.kind for row in available(case, people[who])}) == possible, why
    if possible:
        do_with_reasons(case, act, people[who])
    else:
        with pytest.raises(NotAllowed):
            do_with_reasons(case, act, people[who])


@pytest.mark.parametrize("how", ["refer", "decline"])
def test_a_report_that_was_ended_is_looked_at_by_the_office_above_when_its_writer_asks(units, staff, how):
    case = make_case(kind="report", matter="conduct")
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    do_with_reasons(case, how, staff["county_handler"])
    ended = case.status
    conversation.write_back(case, "没有移送，请再看一看。")
    case.refresh_from_db()
    assert case.status == ended
    assert conversation.may_ask_review(case)
    conversation.ask_review(case, "请上级复查。")
    assert (case.status, case.unit, case.sight) == (CaseStatus.REVIEW, units["city"], "city")
    assert case.clocks.filter(clock="review", stopped_on=None).exists()
    do_with_reasons(case, "answer", staff["city_supervisor"])
    assert case.status == CaseStatus.ANSWERED


def test_a_review_is_asked_for_within_thirty_days_of_not_being_accepted(staff):
    case = make_case(received_at=moment("2026-06-01 09:00"))
    do_with_reasons(case, "decline", staff["handler"], at=moment("2026-06-10 09:00"))
    Case.objects.filter(pk=case.pk).update(end_read_on=date(2026, 6, 10))
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "ask_review", None, at=moment("2026-07-11 09:00"))
    do_with_reasons(case, "ask_review", None, at=moment("2026-07-10 09:00"))


@pytest.mark.parametrize("end", [["decline"], ["accept", "refer"], ["accept", "answer", "close"]])
def test_what_is_said_of_its_handling_after_the_end_is_read_above(units, staff, end):
    case = make_case()
    for act in end:
        do_with_reasons(case, act, staff["handler"])
    conversation.write_back(case, "来调查的人跟会计是一伙的。")
    case.refresh_from_db()
    assert (case.status, case.unit) == (CaseStatus.SCREENING, units["county"])
    assert case not in Case.objects.visible_to(staff["handler"])


def test_what_the_desk_asks_for_takes_no_review_from_the_complainant(units, staff):
    """Nobody can prove who called."""
    case = make_case()
    do_with_reasons(case, "answer", staff["handler"])
    for reviewer in ("county_supervisor", "city_supervisor"):
        do_with_reasons(case, "ask_review", staff["operator"])
        do_with_reasons(case, "answer", staff[reviewer])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "ask_review", staff["operator"])
    for _turn in range(2):
        assert conversation.may_ask_review(case)
        conversation.ask_review(case, "是我自己要求复查。")
        assert (case.status, case.unit, case.handler) == (CaseStatus.REVIEW, units["city"], None)
        do_with_reasons(case, "answer", staff["city_supervisor"])
    assert not conversation.may_ask_review(case)


def test_what_was_written_after_the_end_is_told_to_the_office_until_somebody_sees_to_it(client, units, staff):
    quiet, case = make_case(), make_case()
    for each in (quiet, case):
        do_with_reasons(each, "decline", staff["handler"])
    conversation.write_back(case, "好的，知道了。")
    client.force_login(staff["handler"])
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "?status=written&amp;whose=unit" in home
    listed = client.get(reverse("case:index") + "?status=written&whose=unit").content.decode()
    assert (case.number in listed, quiet.number in listed) == (True, False)
    do_with_reasons(case, "note", staff["handler"])
    assert not Case.objects.written_to_after_the_end().exists()


@pytest.mark.parametrize("words", ["村会计昨天骂我，还推我。", "村书记打了我。"])
def test_what_becomes_graver_in_the_same_office_is_decided_anew_and_takes_two(units, staff, words):
    """Who kept it as a matter of assistance did not know of it, and does not end it alone now."""
    case = make_case(kind="complaint", reach="county", narrative="八月起没有收到低保金，村里的人还在等通知。")
    hand_to(case, staff["city_supervisor"], units["city"])
    do_with_reasons(case, "accept", staff["city_supervisor"])
    conversation.write_back(case, words)
    case.refresh_from_db()
    assert (case.unit, case.matter, case.status) == (units["city"], "conduct", "screening")
    hand_to(case, staff["city_supervisor"], units["city"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "refer", staff["city_supervisor"])


@pytest.mark.parametrize("says", ["ask_review", "write_back"])
def test_what_becomes_graver_in_a_review_is_decided_anew_too(units, staff, says):
    """The city has it by then, above where that matter would have gone at first."""
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里的人还在等通知。")
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "answer", staff["county_supervisor"])
    words = "不服。村会计昨天骂我，还推我。"
    conversation.ask_review(case, words if says == "ask_review" else "不服。")
    if says == "write_back":
        conversation.write_back(case, words)
    case.refresh_from_db()
    assert (case.unit, case.matter, case.status) == (units["city"], "conduct", "review")
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "refer", staff["city_supervisor"])


def test_who_was_ruled_out_has_decided_nothing(units, staff):
    """The office that the complainant keeps it from is not the first of the two who end it."""
    case = make_case(kind="report", narrative="村会计骂我。")
    hand_to(case, staff["county_supervisor"], units["county"])
    conversation.rule_out(case, units["county"].pk)
    case.refresh_from_db()
    assert case.unit == units["city"]
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "refer", staff["city_supervisor"])
    second = make_person("第二人", (units["city"], Role.SUPERVISOR))
    do_with_reasons(case, "assign", second, handler=staff["city_handler"])
    do_with_reasons(case, "refer", staff["city_supervisor"])
