"""What was typed into a form of the staff site is not gone with the session, and nobody else sees it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import CaseEvent
from organizations import kept_forms
from organizations.models import KeptForm
from organizations.views.kept_forms import FIELD
from protection.encryption import TOKEN_START
from tests.complaints.factories import do_with_reasons, make_case, make_staff
from tests.organizations.factories import make_places, make_units

NOTE = "已电话核实：八月、九月均未到账，银行称账户已注销"


@pytest.fixture
def staff(prepared):
    make_places()
    return make_staff(make_units())


@pytest.fixture
def case(staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    return case


def note_page(case):
    return reverse("complaints_act", args=[case.number, "note"])


def sent(client, page, **typed):
    """What the browser sends of a page: its ticket, and what was typed."""
    context = client.get(page).context
    return {FIELD: kept_forms.ticket_for(context["request"].user, page), "sequence": "1", **typed}


@pytest.fixture
def ended(client, staff, case):
    """A note sent after the session ended; gives the answer."""
    client.force_login(staff["handler"])
    form = sent(client, note_page(case), reason=NOTE)
    assert form[FIELD] not in ("", str(staff["handler"].pk))
    client.session.flush()
    return client.post(note_page(case), form)


def test_its_person_finds_it_in_the_form_and_can_send_it(client, staff, case, ended):
    assert ended.status_code == 302
    assert ended.url.startswith(reverse("wagtailadmin_login"))
    assert "kept=1" in ended.url
    assert "只有您本人能看到" in client.get(ended.url).content.decode()
    do_with_reasons(
        case, "note", staff["handler"], reason="别的记录"
    )  # meanwhile: the old number of the last event is stale
    client.force_login(staff["handler"])
    page = client.get(note_page(case))
    assert NOTE in page.content.decode()
    assert "尚未提交" in page.content.decode()
    assert not [event for event in CaseEvent.objects.filter(case=case) if event.reason == NOTE]
    form = page.context["form"]
    answer = client.post(note_page(case), sent(client, note_page(case), **{**form.data.dict()}))
    assert answer.status_code == 302
    assert [event.reason for event in CaseEvent.objects.filter(case=case) if event.reason == NOTE] == [NOTE]
    assert not KeptForm.objects.exists()
    assert NOTE not in client.get(note_page(case)).content.decode()


def test_nobody_else_sees_it_and_it_lies_nowhere_in_clear(client, staff, case, ended):
    assert NOTE not in ended.url
    assert NOTE not in ended.content.decode()
    assert not [morsel for morsel in ended.cookies.values() if NOTE[:4] in morsel.value]
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM organizations_keptform")
        (stored,) = cursor.fetchone()
    assert stored.startswith(TOKEN_START)
    for other in ("colleague", "supervisor", "inspector"):
        client.force_login(staff[other])
        assert NOTE not in client.get(note_page(case), follow=True).content.decode(), other
    assert NOTE not in Client().get(note_page(case), follow=True).content.decode()
    client.force_login(staff["handler"])
    assert NOTE in client.get(note_page(case)).content.decode()


@pytest.mark.parametrize("ticket", ["", "x", "B1:", "own"])
def test_without_a_ticket_nothing_is_kept(client, staff, case, ticket):
    if ticket == "own":
        ticket = kept_forms.encrypt('{"page": "/staff/"}', kept_forms.TICKETS)
    answer = client.post(note_page(case), {FIELD: ticket, "reason": NOTE})
    assert answer.status_code == 302
    assert "kept" not in answer.url
    assert not KeptForm.objects.exists()


def test_a_ticket_is_good_for_a_day_and_so_is_what_it_kept(staff, case, ended, monkeypatch):
    ticket = kept_forms.ticket_for(staff["handler"], note_page(case))
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=1, minutes=1))
    assert kept_forms.kept_for(staff["handler"], note_page(case)) is None
    call_command("purge_kept_forms")
    assert not KeptForm.objects.exists()
    real = kept_forms.time.time()
    monkeypatch.setattr(kept_forms.time, "time", lambda: real + 24 * 3600 + 60)
    assert kept_forms.read_ticket(ticket) is None


def test_what_is_too_much_and_whose_account_is_closed_is_not_kept(staff, case):
    ticket = kept_forms.Ticket(staff["handler"].pk, note_page(case))
    assert not kept_forms.keep(ticket, {"reason": ["文" * (kept_forms.MOST_CHARACTERS + 1)]})
    for number in range(kept_forms.MOST_EACH + 3):
        assert kept_forms.keep(kept_forms.Ticket(ticket.user_id, f"/staff/{number}/"), {"reason": ["x"]})
    assert KeptForm.objects.count() == kept_forms.MOST_EACH
    staff["handler"].is_active = False
    staff["handler"].save()
    assert not kept_forms.keep(ticket, {"reason": ["x"]})


def test_a_form_from_before_the_last_login_is_shown_again(staff, case):
    """Its token is of the old login; the answer was a bare 403."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff["handler"])
    form = sent(client, note_page(case), reason=NOTE, csrfmiddlewaretoken="x" * 64)
    answer = client.post(note_page(case), form)
    assert (answer.status_code, answer.url) == (302, note_page(case))
    assert NOTE in client.get(note_page(case)).content.decode()
    client.force_login(staff["colleague"])
    assert client.post(note_page(case), form).status_code == 403
    assert NOTE not in client.get(note_page(case)).content.decode()


def test_the_forms_that_keep_their_text(client, staff, case):
    """Every page of the staff site where somebody writes more than a word."""
    number = case.number
    pages = {
        "handler": [note_page(case), reverse("complaints_act", args=[number, "ask_complainant"])],
        "operator": [reverse("complaints_desk")],
        "inspector": [reverse("lead:add")],
    }
    for who, addresses in pages.items():
        client.force_login(staff[who])
        for address in addresses:
            html = client.get(address).content.decode()
            assert f'name="{FIELD}"' in html, address
            kept_forms.keep(
                kept_forms.Ticket(staff[who].pk, address),
                {"reason": [NOTE], "text": [NOTE], "narrative": [NOTE], "summary": [NOTE]},
            )
            assert NOTE in client.get(address).content.decode(), address
