"""What is stored while its reader is being answered: whom it means is not shown it."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from complaints.handling import conversation, revealing
from complaints.models import Case
from protection import audit
from protection.refusals import NotAllowed
from tests.complaints.factories import make_case, make_staff
from tests.organizations.factories import make_places, make_units

SAID = "赵测试收了我家两千块钱，秘密证人是王大娘。"


def test_a_page_that_waited_for_the_log_shows_nothing(client, staff, monkeypatch):
    case = make_case()
    looked = audit.record_once_a_day

    def looks(*args, **kwargs):
        looked(*args, **kwargs)
        conversation.write_back(Case.objects.get(pk=case.pk), SAID)

    monkeypatch.setattr(audit, "record_once_a_day", looks)
    client.force_login(staff["handler"])
    answer = client.get(reverse("case:inspect", args=[case.number]))
    assert answer.status_code == 404
    assert "秘密证人" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_identity_that_waited_for_the_case_is_refused():
    make_places()
    staff = make_staff(make_units())
    case, stored, asked, found = make_case(), threading.Event(), threading.Event(), []

    def write():
        try:
            with transaction.atomic():
                conversation.write_back(Case.objects.get(pk=case.pk), SAID)
                stored.set()
                asked.wait(30)
        finally:
            stored.set()
            connections.close_all()

    def waits(execute, sql, params, many, context):
        if "FOR UPDATE" in sql or "BEGIN" in sql:
            asked.set()
        return execute(sql, params, many, context)

    writer = threading.Thread(target=write)
    writer.start()
    stored.wait(30)
    with connection.execute_wrapper(waits):
        try:
            found.append(revealing.reveal(case, staff["handler"], "需要回电话核实"))
        except NotAllowed as refused:
            found.append(refused)
    asked.set()
    writer.join(30)
    assert isinstance(found[0], NotAllowed)
