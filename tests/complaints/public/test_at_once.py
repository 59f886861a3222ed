"""Two clicks that reach the server together: one case, one message, the same receipt."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from complaints.models import Case
from tests.complaints.public.citizen import challenge, file, url, walk
from tests.organizations.factories import make_places, make_units


@pytest.fixture
def committed_units(transactional_db):
    """Places and units that other threads see."""
    make_places()
    return make_units()


def together(client: Client, address: str, data: dict, clicks: int = 3) -> list:
    """Post the same form from so many threads at one moment, all with the client's session."""
    start = Barrier(clicks)

    def click(_number: int):
        other = Client()
        other.cookies = client.cookies.copy()
        try:
            start.wait()
            return other.post(address, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(clicks) as pool:
        return list(pool.map(click, range(clicks)))


@pytest.mark.usefixtures("committed_units")
def test_clicks_at_one_moment_file_one_case(client):
    walk(client)
    answers = together(client, url("check"), challenge(client))
    assert {response.status_code for response in answers} == {302}
    assert {response.url for response in answers} == {reverse("complaints:done")}
    assert Case.objects.count() == 1
    assert client.get(reverse("complaints:done")).context["confirmation"].case == Case.objects.get()


@pytest.mark.usefixtures("committed_units")
def test_clicks_at_one_moment_write_one_message(client):
    shown = file(client).context["confirmation"]
    client.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    answers = together(client, reverse("complaints:write"), {"first_reader": "office", "text": "补充一句。"})
    assert {response.status_code for response in answers} == {302}
    assert Case.objects.get().events.filter(kind="complainant_wrote").count() == 1


@pytest.mark.usefixtures("units")
@pytest.mark.django_db
def test_a_server_that_died_before_its_answer_shows_the_receipt_to_who_loads_the_form_again(client):
    """The case is committed, the session knows nothing of it: neither is the form "closed"."""
    walk(client)
    answer, before = challenge(client), dict(client.session)
    assert client.post(url("check"), answer).status_code == 302
    session = client.session
    session.clear()
    session.update(before)
    session.save()
    response = client.get(url("check"))
    assert response.url == reverse("complaints:done")
    assert client.get(response.url).context["confirmation"].case == Case.objects.get()
    client.post(reverse("complaints:done"))  # "I have noted both"
    assert client.get(url("check")).status_code == 410
