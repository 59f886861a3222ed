"""What is hidden, what lies elsewhere and what does not exist are one answer (design, invariant 2)."""

import re
from uuid import uuid4

from django.urls import reverse

from organizations.enums import Role
from organizations.models import Unit
from supervision import transferring
from tests.complaints.factories import make_case
from tests.project.serial_keys.factories import add_file, open_lead, person, text_of


def same(response, *keys) -> tuple:
    """An answer without the token of its form and without the key that was asked for."""
    text = f"{response.status_code} {response.get('Location')} {text_of(response)}"
    text = re.sub(
        r'(csrfmiddlewaretoken" value="|csrf-token" content=")\w+|"CSRF_TOKEN": "\w+"', "TOKEN", text
    )
    text = re.sub(r'name="kept_form" value="[^"]*"', "TICKET", text)
    text = re.sub(r"'Expires': '[^']+'", "EXPIRES", text)
    text = re.sub(r"nonce[-=]\"?[\w+/=-]+", "NONCE", text)
    for key in keys:
        text = text.replace(str(key), "KEY")
    return (response.status_code, response.get("Location", "").replace(str(keys[0]), "KEY"), text)


def case_addresses(number, paper) -> list[str]:
    return [
        reverse("case:inspect", args=[number]),
        *(reverse("complaints_act", args=[number, kind]) for kind in ("note", "accept", "add_respondent")),
        reverse("complaints_identity", args=[number]),
        reverse("complaints_attachment", args=[number, paper]),
    ]


def answers(client, addresses, keys) -> list[tuple]:
    data = {"reason": "测试", "sequence": 1, "text": "测试"}
    found = []
    for address in addresses:
        found += [same(client.get(address), *keys), same(client.post(address, data), *keys)]
    return found


def test_a_hidden_case_answers_as_one_that_does_not_exist(client, units, people):
    hidden = make_case(respondents=[(units["township"].pk, "")])
    elsewhere = make_case(region_code="320803")
    papers = {case.number: add_file(case).public_id for case in (hidden, elsewhere)}
    client.force_login(people["township"])
    absent, nothing = "320722-2026-000000", uuid4()
    expected = answers(client, case_addresses(absent, nothing), (absent, nothing))
    assert {status for status, _to, _text in expected} == {404}
    for number, paper in papers.items():
        assert answers(client, case_addresses(number, paper), (number, paper)) == expected
    for number in (absent, *papers):
        index = client.get(reverse("case:index"), {"q": number})
        assert same(index, number) == same(client.get(reverse("case:index"), {"q": absent}), absent)


def test_the_desk_does_not_find_a_hidden_case(client, units, people):
    hidden = make_case(
        respondents=[(units["county"].pk, "")], complainant=("王小满", "13905180077", "", "村")
    )
    elsewhere = make_case(region_code="320803")
    client.force_login(people["county"])
    seen = [
        same(client.post(reverse("complaints_desk_find"), {"q": asked}), asked)
        for asked in ("320722-2026-000000", hidden.number, elsewhere.number, "13905180077", "13905180078")
    ]
    assert len(set(seen)) == 1


def lead_addresses(key, item, letter) -> list[str]:
    return [
        *(
            reverse(f"lead:{name}", args=[key])
            for name in ("inspect", "add_case", "rows", "note", "result", "close", "transfer")
        ),
        reverse("lead:remove", args=[key, item]),
        reverse("lead:letter", args=[key, letter]),
    ]


def test_a_hidden_lead_answers_as_one_that_does_not_exist(client, units, people, cases):
    """Also when a hidden case is put into a lead, by its number or as ticked."""
    accusing = make_case(respondents=[(units["inspection"].pk, "")])
    other = person(units, "周测试", "commission", Role.INSPECTOR)
    hidden = open_lead(other, units["commission"], [accusing])
    letter = transferring.transfer(
        hidden,
        user=other,
        to_unit=Unit.objects.create(name="省纪委", kind="inspection", region_id="32"),
        letter_number=transferring.suggested_number(hidden),
        reason="移送",
    )
    client.force_login(people["inspector"])
    absent = (uuid4(), uuid4(), uuid4())
    there = (hidden.public_id, hidden.items.get().public_id, letter.public_id)
    expected = answers(client, lead_addresses(*absent), absent)
    assert {status for status, _to, _text in expected} <= {404, 405}
    assert answers(client, lead_addresses(*there), there) == expected

    own = open_lead(people["inspector"], units["inspection"], cases[:1])
    nobody = "320722-2026-000000"

    def tried(number, lead) -> list[tuple]:
        return [
            same(client.post(address, data), number, lead)
            for address, data in (
                (reverse("lead:add_case", args=[own.public_id]), {"number": number}),
                (reverse("lead:gather"), {"case": [number]}),
                (reverse("lead:add"), {"case": [number]}),
                (reverse("lead:gather"), {"case": [number], "lead": own.public_id}),
                (reverse("lead:gather"), {"case": [cases[1].number], "lead": lead}),
            )
        ]

    assert tried(accusing.number, hidden.public_id) == tried(nobody, uuid4())
