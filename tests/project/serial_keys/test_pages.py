"""No serial key of a case, a lead, a file or an event leaves the server in a page, a table or an answer
(design, invariant 2): whoever sees 803 and 805 knows that there is an 804.
"""

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from complaints.models import Attachment, Case
from search.indexing.rebuilding import rebuild
from tests.complaints.factories import COMPLAINANT, do_with_reasons, hand_to, make_case
from tests.complaints.public.citizen import file
from tests.project.serial_keys.factories import SERIAL, text_of

START = ["/staff/", "/staff/cases/", "/staff/cases/?export=csv", "/staff/search/cases/", "/staff/lead/"]


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


@pytest.mark.once
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
    open_to_the_desk = make_case()
    for asked in (open_to_the_desk.number, COMPLAINANT[1]):
        found = client.post(reverse("complaints_desk_find"), {"q": asked}, follow=True)
        assert found.status_code == 200
        assert open_to_the_desk.number in text_of(found)
        assert not SERIAL.search(text_of(found))


def test_the_complainants_page_hands_out_no_serial_key(units, people):
    """Somebody who files twice, and counts what came in between."""
    browser = Client()
    shown = file(browser).context["confirmation"]
    case = hand_to(Case.objects.get(), people["county"], units["township"])
    paper = Attachment.objects.create(kind="application/pdf", size=3, original_name="答复.pdf")
    paper.file.save("file.pdf", ContentFile(b"%PD"), save=True)
    do_with_reasons(case, "accept", people["township"])
    do_with_reasons(case, "ask_complainant", people["township"], attachments=[paper.pk])
    browser.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    page = browser.get(reverse("complaints:case"))
    assert reverse("complaints:file", args=[paper.public_id]) in text_of(page)
    assert not SERIAL.search(text_of(page))
    assert browser.get(reverse("complaints:file", args=[paper.public_id])).status_code == 200
