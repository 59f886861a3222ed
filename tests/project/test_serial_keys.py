"""No serial key of a case, a lead, a file or an event leaves the server, and what is hidden answers as what
does not exist (design, invariant 2): whoever sees 803 and 805 knows that there is an 804.
"""

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from complaints.models import Attachment, Case, CaseEvent
from organizations.enums import Role
from organizations.models import Unit
from search.rebuilding import rebuild
from supervision import leads, transferring
from supervision.models import Lead, LeadEvent, LeadItem, Transfer
from tests.complaints.making import COMPLAINANT, do, make_case
from tests.organizations.making import make_person, make_places, make_units

ROOMS = {"complaints", "supervision", "search"}

#: Addresses of these rooms with a whole number in them, each with the reason why a gap tells nothing.
COUNTED = {
    "service_standard": "one list of rules for everybody",
}

#: Far from any other number of a page, and told apart: a key of a file is not one of an event.
FIRST = {
    Case: 731_000_001,
    CaseEvent: 732_000_001,
    Attachment: 733_000_001,
    Lead: 734_000_001,
    LeadItem: 735_000_001,
    LeadEvent: 736_000_001,
    Transfer: 737_000_001,
}
SERIAL = re.compile(r"(?<!\d)73[1-7]0000\d\d(?!\d)")


def number_from(model, first: int) -> None:
    """Let the database count the keys of a table from ``first``."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first - 1])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, first])


@pytest.fixture
def units(prepared):
    for model, first in FIRST.items():
        number_from(model, first)
    make_places()
    made = make_units()
    made["commission"] = Unit.objects.create(name="纪委", kind="inspection", region_id="3207")
    return made


def person(units, name: str, unit: str, *roles: Role):
    return make_person(name, *((units[unit], role) for role in roles))


@pytest.fixture
def people(units):
    """Those whose pages show cases and leads, by what they do."""
    return {
        "township": person(units, "赵测试", "township", Role.HANDLER, Role.SUPERVISOR),
        "county": person(units, "钱测试", "county", Role.HANDLER, Role.SUPERVISOR, Role.OPERATOR),
        "inspector": person(units, "孙测试", "inspection", Role.INSPECTOR),
        "elsewhere": person(units, "李测试", "other_city", Role.HANDLER, Role.OPERATOR),
    }


def add_file(case) -> Attachment:
    paper = Attachment(
        case=case, event=case.events.first(), kind="application/pdf", size=3, original_name="材料.pdf"
    )
    paper.file.save("file.pdf", ContentFile(b"%PD"), save=True)
    return paper


@pytest.fixture
def cases(units, people):
    """Three that everybody at work there sees, worked on and with files."""
    made = [make_case(title=f"第{turn}件") for turn in "甲乙丙"]
    for case in made:
        add_file(case)
        do(case, "accept", people["township"])
        do(case, "note", people["township"])
    return [Case.objects.get(pk=case.pk) for case in made]


def open_lead(user, unit, cases, accused=()) -> Lead:
    return leads.open_lead(
        user=user,
        unit=unit,
        region=unit.region,
        title="低保金去向",
        summary="多件来件所述相同",
        reason="核查",
        cases=cases,
        accused=accused,
    )


@pytest.fixture
def kept(units, people, cases):
    """Two leads of the inspector, one transferred."""
    inspector = people["inspector"]
    still_open = open_lead(inspector, units["inspection"], cases[:2])
    sent = open_lead(inspector, units["inspection"], cases[1:])
    transferring.transfer(
        sent,
        user=inspector,
        to_unit=units["commission"],
        letter_number=transferring.suggested_number(sent),
        reason="移送",
    )
    return [still_open, sent]


# ------------------------------------------------------------------ the addresses as they are declared
def declared(resolver, prefix="", spaces=()):
    """Every pattern: its name with its spaces, its route, its view."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from declared(pattern, route, inner)
        else:
            yield ":".join((*spaces, pattern.name or route)), route, pattern.callback


def room_of(view) -> str:
    model = getattr(view, "view_initkwargs", {}).get("model")
    if hasattr(model, "_meta"):
        return model._meta.app_label
    return getattr(view, "view_class", view).__module__.partition(".")[0]


def test_no_address_of_a_case_or_a_lead_takes_a_serial_key():
    ours = [found for found in declared(get_resolver()) if room_of(found[2]) in ROOMS]
    assert len(ours) > 40
    counting = [
        name
        for name, route, _view in ours
        if re.search(r"<(int|str|path):", route) and name.partition(":")[0] not in COUNTED
    ]
    assert not counting


# ------------------------------------------------------------------ the pages as they are rendered
def walk(client, start: list[str], most: int = 120) -> dict[str, object]:
    """Open the pages and whatever of ours they lead to, each once."""
    waiting = list(start)
    seen: dict[str, object] = {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = response
        if "text/html" in response.get("Content-Type", ""):
            for link in re.findall(r'(?:href|action|formaction)="([^"#]+)', response.content.decode()):
                link = link.replace("&amp;", "&")
                if link.startswith("?"):
                    link = address.partition("?")[0] + link
                if re.match(r"/staff/(cases|desk|search/cases|lead|reports|$)", link):
                    waiting.append(link)
    return seen


def text_of(response) -> str:
    """Head and body of an answer; what is packed is unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        from tests.organizations.walls import _text_of_archive

        return _text_of_archive(content)
    return f"{response.headers}\n{content.decode('utf-8', 'replace')}"


START = ["/staff/", "/staff/cases/", "/staff/cases/?export=csv", "/staff/search/cases/", "/staff/lead/"]


@pytest.mark.parametrize("who", ["township", "county", "inspector"])
def test_no_serial_key_stands_in_a_page(client, people, cases, kept, who, settings, tmp_path):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", tmp_path / "search.sqlite3"
    rebuild("cases")
    client.force_login(people[who])
    pages = walk(client, START)
    assert sum(response.status_code == 200 for response in pages.values()) > 15
    for address, response in pages.items():
        assert not SERIAL.search(address), address
        assert not (found := SERIAL.findall(text_of(response))), (address, found)
    shown = "".join(response.content.decode() for response in pages.values() if not response.streaming)
    assert cases[0].number in shown, "nothing of a case was shown: the test has lost its sense"
    if who == "inspector":
        assert kept[0].number in shown


def test_no_serial_key_stands_in_what_forms_answer(client, people, cases, kept):
    client.force_login(people["inspector"])
    numbers = {"case": [case.number for case in cases], "row": [str(uuid4())]}
    inside = [kept[0].public_id]
    for address, data in (
        (reverse("lead:gather"), numbers),
        (reverse("lead:add"), numbers),
        (reverse("lead:gather"), {**numbers, "lead": "x"}),
        (reverse("lead:add_case", args=inside), {"number": "x"}),
        (reverse("lead:note", args=inside), {}),
        (reverse("lead:rows", args=inside), numbers),
    ):
        answer = client.post(address, data, follow=True)
        assert answer.status_code in (200, 422)
        assert not SERIAL.search(text_of(answer)), address
    client.force_login(people["county"])
    for asked in (cases[0].number, COMPLAINANT[1]):
        found = client.post(reverse("complaints_desk_find"), {"q": asked}, follow=True)
        assert found.status_code == 200
        assert cases[0].number in text_of(found)
        assert not SERIAL.search(text_of(found))


# ------------------------------------------------------------------ hidden, missing, elsewhere: one answer
def same(response, *keys) -> tuple:
    """An answer without the token of its form and without the key that was asked for."""
    text = f"{response.status_code} {response.get('Location')} {text_of(response)}"
    text = re.sub(
        r'(csrfmiddlewaretoken" value="|csrf-token" content=")\w+|"CSRF_TOKEN": "\w+"', "TOKEN", text
    )
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


def test_the_complainants_page_hands_out_no_serial_key(units, people):
    """Somebody who files twice, and counts what came in between."""
    from tests.complaints.public.walking import file

    browser = Client()
    shown = file(browser).context["confirmation"]
    case = Case.objects.get()
    paper = Attachment.objects.create(kind="application/pdf", size=3, original_name="答复.pdf")
    paper.file.save("file.pdf", ContentFile(b"%PD"), save=True)
    do(case, "accept", people["township"])
    do(case, "ask_complainant", people["township"], attachments=[paper.pk])
    browser.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    page = browser.get(reverse("complaints:case"))
    assert reverse("complaints:file", args=[paper.public_id]) in text_of(page)
    assert not SERIAL.search(text_of(page))
    assert browser.get(reverse("complaints:file", args=[paper.public_id])).status_code == 200
