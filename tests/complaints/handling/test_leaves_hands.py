"""What a complainant adds is read by who decides before it is read by who was given the case: it may be of
that very person, in words that no table has (invariant 2).
"""

from importlib import import_module

import pytest
from django.apps import apps

from complaints import list_columns
from complaints.enums import CaseStanding, CaseStatus, EventKind
from complaints.handling import conversation
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, hand_to, make_case, sees, write_later

pytestmark = pytest.mark.django_db

#: Messages in other than plain words; none of them says who is meant.
MEANT_BY_NO_WORD = [
    "来的那个人说是谁写的信。",
    "昨天有人问我家几口人，他笑了。",
    "车停在我家门口，坐了半天。",
    "查的人没进我家门就走了。",
]
PLAIN = ["请问什么时候有结果？", "材料已经寄出，谢谢。"]


@pytest.fixture
def given(units, staff):
    """A complaint that the county keeps and a handler there works on."""
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    do_with_reasons(case, "accept", staff["county_handler"])
    return case


@pytest.mark.parametrize("text", MEANT_BY_NO_WORD)
def test_it_leaves_the_handlers_hands(staff, given, text):
    write_later(given, text)
    assert given.handler is None
    assert not sees(staff["county_handler"], given)


def test_by_nobodys_act_and_until_it_is_given_again(staff, given):
    write_later(given, "车停在我家门口，坐了半天。")
    event = given.latest_event
    assert (event.kind, event.actor, event.data["handler"]) == (
        EventKind.HAND_BACK,
        None,
        staff["county_handler"].pk,
    )
    assert (given.status, sees(staff["county_supervisor"], given)) == (CaseStatus.HANDLING, True)
    assert EventKind.HAND_BACK not in {entry.kind for entry in conversation.timeline(given)}
    do_with_reasons(given, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    assert sees(staff["county_handler"], given)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_leave_it_there(staff, given, text):
    write_later(given, text)
    assert given.handler == staff["county_handler"]


def test_who_reads_what_comes_keeps_it(units, staff):
    """A supervisor in the county opens it anyway."""
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    write_later(case, "车停在我家门口，坐了半天。")
    assert case.handler == staff["county_supervisor"]


@pytest.mark.parametrize("ended", ["answer", "close"])
def test_after_the_end_too_and_the_message_waits_in_the_list(staff, given, ended):
    do_with_reasons(given, "answer", staff["county_handler"])
    if ended == "close":
        do_with_reasons(given, "close", staff["county_supervisor"])
    write_later(given, "车停在我家门口，坐了半天。")
    assert not sees(staff["county_handler"], given)
    assert given.latest_event.kind == EventKind.HAND_BACK
    assert given.standing == CaseStanding.WRITTEN
    assert list_columns.bring_in_line(repair=False) == 0, "the log says the same"


@pytest.mark.parametrize(
    "text",
    [
        "来的人当着村长念了我的信。",
        "办案的喊村长师傅。",
        "你们的人让我改口。",
    ],
)
def test_who_is_spoken_of_after_an_end_does_not_read_it(units, staff, given, text):
    """Neither who worked on it nor who gave it to them: the level above does."""
    do_with_reasons(given, "answer", staff["county_handler"])
    write_later(given, text)
    assert (given.unit, given.status) == (units["city"], CaseStatus.SCREENING)
    assert not sees(staff["county_supervisor"], given)


@pytest.mark.parametrize("to", ["township", "county"])
def test_a_question_that_was_read_first_stays_closed_to_desks(units, staff, to):
    """A person below who is meant is known to who decided, one above to nobody."""
    case = make_case(kind="enquiry", narrative="请问复核的人能不能不看病历就打叉？")
    write_later(case, "他就是不看。")
    assert case.status == CaseStatus.SCREENING
    screener = "county_supervisor" if case.unit == units["county"] else "city_supervisor"
    hand_to(case, staff[screener], units[to])
    for who in ("operator", "county_handler", "city_handler"):
        assert not sees(staff[who], case), who
    if to == "county":
        do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"])
        assert sees(staff["county_handler"], case)


def test_an_older_releases_cases_that_were_read_first_are_found(units, staff):
    handed, waiting = (make_case(kind="complaint") for _each in range(2))
    hand_to(handed, staff["county_supervisor"], units["township"])
    plain = make_case()
    Case.objects.update(once_kept=False)
    import_module("complaints.migrations.0029_once_kept_from_the_place").fill(apps, None)
    found = set(Case.objects.filter(once_kept=True).values_list("pk", flat=True))
    assert found == {handed.pk, waiting.pk}, plain.pk
