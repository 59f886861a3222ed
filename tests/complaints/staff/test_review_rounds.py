"""The page of a case in review shows the rounds beside each other."""

import pytest
from django.urls import reverse

from tests.complaints.factories import do_with_reasons, make_case


@pytest.fixture
def case(units, staff):
    made = make_case()
    do_with_reasons(made, "accept", staff["handler"])
    do_with_reasons(made, "answer", staff["handler"], text="九月已补发。")
    return made


def page(client, case, who):
    client.force_login(who)
    return client.get(reverse("case:inspect", args=[case.number]))


def test_each_round_has_its_unit_what_was_asked_and_what_was_answered(client, case, units, staff):
    assert page(client, case, staff["supervisor"]).context["rounds"] == []
    do_with_reasons(case, "ask_review", None, text="八月的没有补。")
    do_with_reasons(case, "answer", staff["county_supervisor"], text="八月也已补发。")
    do_with_reasons(case, "ask_review", None, text="数额不对。")
    response = page(client, case, staff["city_supervisor"])
    found = [
        (str(each.unit), each.asked and each.asked.text, each.answered and each.answered.text)
        for each in response.context["rounds"]
    ]
    assert found == [
        (str(units["township"]), None, "九月已补发。"),
        (str(units["county"]), "八月的没有补。", "八月也已补发。"),
        (str(units["city"]), "数额不对。", None),
    ]
    assert response.content.decode().count("case-round__who") == 3


def test_a_second_answer_in_a_round_is_the_one_that_stands(client, case, staff):
    do_with_reasons(case, "reopen", staff["supervisor"])
    do_with_reasons(case, "answer", staff["supervisor"], text="更正：九月、十月已补发。")
    do_with_reasons(case, "ask_review", None, text="八月的没有补。")
    first = page(client, case, staff["county_supervisor"]).context["rounds"][0]
    assert first.answered.text == "更正：九月、十月已补发。"
