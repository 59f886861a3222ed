"""The same text twice, and several cases of one matter: found, linked, handled together, parted again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.acts import acts_that
from complaints.enums import CaseStatus, EventKind
from complaints.handling import alike, conversation
from complaints.models import Case, CaseLogEntry
from complaints.papers import reading as papers
from protection.refusals import NotAllowed
from tests.complaints.factories import COMPLAINANT, do_with_reasons, hand_to, make_case, make_complaint
from tests.complaints.public.citizen import file, walk

LETTER = (
    "我想申请低保，请问需要哪些材料，在哪里办理，户口本和身份证复印件要几份，"
    "收入证明要写哪几项，审核大概需要多少天，能不能在网上办理？"
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (LETTER, True),
        (LETTER.replace("，", "  ,\n"), True),
        (LETTER.replace("几份", "两份").replace("哪几项", "哪些"), True),
        (LETTER + "谢谢。", True),
        ("请问临时救助要带什么证件，是在镇上的窗口还是县里的大厅申请，一般几天能办好？", False),
        (LETTER[:16] + "临时救助和医疗救助能不能一起申请，诊断书和发票要不要原件，交到哪一个窗口？", False),
        ("请问低保。", False),
    ],
)
def test_nearly_the_same_story_is_found_and_another_is_not(units, staff, text, same):
    first = make_case(narrative=LETTER)
    second = make_case(narrative=text)
    assert (second.alike_to == first) is same
    found = alike.alike(second, staff["inspector"])
    assert found == ([first] if same else [])


def test_all_of_a_wave_point_to_the_first_and_cost_the_same(units, staff):
    first = make_case(narrative=LETTER)
    few = statements(LETTER)
    for number in range(6):
        make_case(narrative=f"{LETTER}第{number}封")
    assert statements(LETTER) == few
    assert set(Case.objects.values_list("alike_to", flat=True)) == {first.pk}
    first.refresh_from_db()
    assert len(alike.alike(first, staff["inspector"])) == alike.SHOWN


def statements(text: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        make_case(narrative=text)
    return len(asked)


def test_a_case_that_is_hidden_is_not_named_as_alike_nor_as_linked(client, units, staff):
    hidden = make_case(narrative=LETTER, respondents=[(units["township"].pk, "")])
    shown = given(units, staff)
    assert shown.alike_to == hidden
    assert alike.alike(shown, staff["handler"]) == []
    do_with_reasons(shown, "link", staff["county_supervisor"], other=hidden.pk, reason="与被反映件同文")
    client.force_login(staff["handler"])
    page = client.get(reverse("case:inspect", args=[shown.number])).content.decode()
    assert hidden.number not in page
    assert "与被反映件同文" not in page
    assert reverse("complaints_act", args=[shown.number, "unlink"]) not in page, (
        "that it is offered would tell"
    )
    client.force_login(staff["county_supervisor"])
    page = client.get(reverse("case:inspect", args=[shown.number])).content.decode()
    assert reverse("complaints_act", args=[shown.number, "unlink"]) in page
    assert hidden.number in page
    assert "与被反映件同文" in page
    client.force_login(staff["handler"])
    answer = client.post(
        reverse("complaints_act", args=[shown.number, "link"]),
        {"sequence": shown.latest_event.sequence, "other": hidden.number, "reason": "试"},
    )
    unknown = client.post(
        reverse("complaints_act", args=[shown.number, "link"]),
        {"sequence": shown.latest_event.sequence, "other": "320722-2026-000000", "reason": "试"},
    )
    assert answer.status_code == unknown.status_code == 422
    assert answer.context["form"].errors == unknown.context["form"].errors


def given(units, staff, **changes) -> Case:
    """A case of this text that the township has, whoever read it first."""
    case = make_case(narrative=LETTER, **changes)
    return (
        hand_to(case, staff["county_supervisor"], units["township"])
        if case.unit != units["township"]
        else case
    )


@pytest.fixture
def pair(units, staff):
    """Two enquiries of the same text, the first a day older; both with the township's handler."""
    first = given(units, staff, received_at=timezone.now() - timedelta(days=1))
    second = given(units, staff)
    for case in (first, second):
        do_with_reasons(case, "accept", staff["handler"])
    return first, second


def test_a_link_is_taken_away_again(pair, staff):
    first, second = pair
    do_with_reasons(second, "link", staff["handler"], other=first.pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(first, "link", staff["handler"], other=second.pk)
    do_with_reasons(first, "unlink", staff["handler"], other=second.pk)
    assert not second.links.exists()
    second.refresh_from_db()
    with pytest.raises(NotAllowed):
        do_with_reasons(first, "unlink", staff["handler"], other=second.pk)
    assert not [each for each in conversation.timeline(second) if "link" in each.kind]


def test_merged_cases_leave_what_is_due_and_both_get_the_answer(client, pair, staff):
    first, second = pair
    due = second.clocks.get(clock="decide").due_on
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    second.refresh_from_db()
    assert second.status == CaseStatus.MERGED
    assert not second.clocks.filter(stopped_on=None).exists()
    assert second.due_first is None
    assert second not in Case.objects.open()
    assert first in Case.objects.open()
    assert not Case.objects.late(due + timedelta(days=400)).filter(pk=second.pk).exists()
    do_with_reasons(first, "answer", staff["handler"], text="八月至十月已经补发。", outcome=None)
    second.refresh_from_db()
    assert second.status == CaseStatus.ANSWERED
    for case in pair:
        assert conversation.timeline(case)[-1].text == "八月至十月已经补发。"
        assert conversation.may_ask_review(case)
    assert CaseLogEntry.objects.filter(action="complaints.answer").count() == 2


def test_what_was_written_to_one_tells_the_others_nothing_of_them(pair, staff):
    first, second = pair
    name, phone, *_rest = COMPLAINANT
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    words = f"{name}（{phone}）：八月至十月已经补发。"
    do_with_reasons(first, "answer", staff["handler"], text=words, outcome=None)
    assert conversation.timeline(first)[-1].text == words
    told = conversation.timeline(second)[-1].text
    assert "八月至十月已经补发。" in told
    assert name not in told
    assert phone not in told


def test_each_of_them_is_given_an_opinion_of_its_own(units, staff):
    older = timezone.now() - timedelta(days=1)
    first, second = make_complaint(received_at=older), make_complaint()
    for case in (first, second):
        do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    parts = {"asked": "请求补发。", "facts": f"{COMPLAINANT[0]}家八月起未发。", "opinion": "依据第十条补发。"}
    do_with_reasons(first, "answer", staff["handler"], text="", parts=parts)
    given = [papers.whole(case.papers.get(kind="opinion")) for case in (first, second)]
    assert [each.parts[0].text for each in given] == ["请求补发。", "请求补发。"]
    assert COMPLAINANT[0] in str(given[0])
    assert COMPLAINANT[0] not in str(given[1])
    assert given[0].number != given[1].number


def test_parting_gives_the_first_dates_back(pair, staff):
    first, second = pair
    due = second.clocks.get(clock="decide").due_on
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    do_with_reasons(second, "unmerge", staff["handler"])
    assert second.status == CaseStatus.REGISTERED
    assert (second.merged_into, second.due_first) == (None, due)
    do_with_reasons(first, "answer", staff["handler"], outcome=None)
    second.refresh_from_db()
    assert second.status == CaseStatus.REGISTERED, "the answer is of the other"


def test_a_message_takes_a_merged_case_up_into_the_list_of_those_written_to(pair, staff):
    first, second = pair
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    conversation.write_back(second, "谢谢，我等通知。")
    second.refresh_from_db()
    assert second.merged_into == first
    assert second in Case.objects.to_act_on()


#: What may not lead: how the other case differs.
NOT_LEADING = ["later", "ended", "elsewhere", "another kind", "merged itself", "itself", "hidden"]


@pytest.mark.parametrize("how", NOT_LEADING)
def test_what_may_not_lead(units, staff, pair, how):
    first, second = pair
    other = first
    if how == "later":
        first, second = second, first
        other = first
    elif how == "ended":
        do_with_reasons(first, "answer", staff["handler"], outcome=None)
    elif how == "elsewhere":
        do_with_reasons(first, "transfer", staff["supervisor"], unit=units["county"])
    elif how == "another kind":
        Case.objects.filter(pk=first.pk).update(kind="suggestion")
    elif how == "merged itself":
        eldest = given(units, staff, received_at=timezone.now() - timedelta(days=3))
        do_with_reasons(first, "merge", staff["handler"], other=eldest.pk)
    elif how == "itself":
        other = second
    elif how == "hidden":
        first.respondents.create(user=staff["handler"], derived=True)
    with pytest.raises(NotAllowed):
        do_with_reasons(second, "merge", staff["handler"], other=other.pk)
    second.refresh_from_db()
    assert second.merged_into is None


@pytest.mark.parametrize("kind", ["withdraw", "transfer"])
def test_what_is_settled_for_one_is_not_for_those_it_leads(units, pair, staff, kind):
    first, second = pair
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(first, kind, staff["supervisor"], unit=units["county"])
    do_with_reasons(second, "unmerge", staff["handler"])
    do_with_reasons(first, kind, staff["supervisor"], unit=units["county"])


def test_the_citizen_is_told_of_their_own_earlier_case_and_of_nobody_elses(client, units):
    story = {"narrative": LETTER, "title": "低保金没有发"}
    make_case(narrative=LETTER)
    walk(client, story=story)
    check = reverse("complaints:new") + "check/"
    page = client.get(check)
    assert page.status_code == 200
    assert page.context["sent_before"] is None, "somebody else's"
    client.post(reverse("complaints:discard"))
    filed = file(client, story=story).context["confirmation"].case
    walk(client, story=story)
    page = client.get(check)
    assert page.context["sent_before"] == filed
    assert filed.number in page.content.decode()


def test_the_kinds_of_these_acts_are_told_or_not():
    told = {EventKind.MERGE, EventKind.UNMERGE}
    assert not told & acts_that("internal")
    assert {EventKind.LINK, EventKind.UNLINK} <= acts_that("internal")
