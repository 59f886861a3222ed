"""What a citizen may see and ask about their own case: who has it, both counts, own files, own data."""

import pytest
from django.urls import reverse

from complaints.enums import EventKind
from complaints.models import Attachment
from tests.complaints.factories import do_with_reasons
from tests.complaints.public.citizen import NAME, PHONE, a_pdf, file, refused, shown, url, walk

DATA, WRITE = reverse("complaints:own_data"), reverse("complaints:write")
ID_NUMBER = "11010519491231002X"


def test_who_has_it_and_both_counts_stand_on_top(opened, case, units):
    text = shown(opened)
    assert f"{units['township'].name}在办理" in text
    assert "15 日内，也就是" in text or "15 天内，也就是" in text
    assert "个工作日" in text


def test_what_went_to_discipline_inspection_names_nobody(opened, case, units, staff):
    do_with_reasons(case, EventKind.TRANSFER, staff["supervisor"], unit=units["inspection"].pk)
    text = shown(opened)
    assert "由有权处理的单位办理" in text
    assert f"{units['inspection'].name}在办理" not in text


def test_own_files_are_shown_again(opened, case):
    opened.post(WRITE, {"first_reader": "office", "text": "照片见附件。", "files": [a_pdf("存折.pdf")]})
    paper = Attachment.objects.get()
    address = reverse("complaints:file", args=[paper.public_id])
    assert address in shown(opened)
    assert opened.get(address).status_code == 200
    opened.post(reverse("complaints:leave"))
    assert opened.get(address).status_code == 302, "with the case open alone"


def test_a_request_about_own_data_joins_the_case(opened, case):
    assert "我的信息：查看、更正、删除" in shown(opened)
    answer = {"data-right": "correct", "data-text": "电话写错了一位。"}
    assert opened.post(DATA, answer).url == reverse("complaints:case")
    event = case.events.get(kind=EventKind.COMPLAINANT_WROTE)
    assert "更正" in event.text
    assert "电话写错了一位。" in event.text


def test_a_request_that_says_nothing_keeps_what_was_typed(opened, case):
    page = refused(opened, DATA, {"data-text": "请更正"})
    assert "请更正" in page.content.decode()
    assert reverse("complaints:leave") in page.content.decode()
    assert not case.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()


@pytest.mark.django_db
def test_nobody_asks_without_an_open_case(client, units):
    assert client.get(DATA).url == reverse("complaints:status")


def test_it_is_said_what_for_before_anything_is_asked(client, units):
    walk(client, until="contact")
    page = client.get(url("contact")).content.decode()
    assert page.index('id="data-notice"') < page.index('name="name"')
    assert page.index('id="id-notice"') < page.index('name="id_number"')


def test_an_id_number_is_taken_with_its_own_consent_alone(client, units):
    walk(client, until="contact")
    contact = {"name": NAME, "phone": PHONE, "address": "", "id_number": ID_NUMBER}
    page = refused(client, url("contact"), contact)
    assert list(page.context["form"].errors) == ["id_consent"]
    assert client.post(url("contact"), {**contact, "id_consent": "on"}).status_code == 302


def test_the_page_with_the_numbers_is_found_again(client, units):
    page = file(client).content.decode()
    assert "data-stay" in page
    status = client.get(reverse("complaints:status")).content.decode()
    assert reverse("complaints:done") in status
    client.post(reverse("complaints:leave"), {"away": "1"})
    assert reverse("complaints:done") not in client.get(reverse("complaints:status")).content.decode()
