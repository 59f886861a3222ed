"""Numbers of queries that do not grow with the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import exports
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, make_case


def queries(client, address):
    client.get(address)  # what is read once a process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    return len(captured)


@pytest.mark.parametrize(
    "address",
    [
        lambda: reverse("case:index"),
        lambda: reverse("case:index") + "?export=csv",
        lambda: reverse("wagtailadmin_home"),
    ],
    ids=["list", "export", "home"],
)
def test_lists_do_not_ask_for_each_row(client, staff, address):
    client.force_login(staff["county_supervisor"])

    def fill(count):
        for _number in range(count):
            do_with_reasons(make_case(), "accept", staff["county_supervisor"])

    fill(2)
    few = queries(client, address())
    fill(8)
    assert queries(client, address()) <= few + 1


def test_the_list_stays_within_its_measure(client, staff):
    for _number in range(5):
        make_case()
    client.force_login(staff["county_supervisor"])
    assert queries(client, reverse("case:index")) <= 30


def test_the_case_page_does_not_ask_for_each_event(client, staff):
    client.force_login(staff["county_supervisor"])
    case = make_case()
    do_with_reasons(case, "accept", staff["county_supervisor"])
    address = reverse("case:inspect", args=[case.number])
    few = queries(client, address)
    for _number in range(10):
        do_with_reasons(case, "note", staff["county_supervisor"])
    assert queries(client, address) <= few + 1


def test_an_export_is_not_held_in_memory(staff):
    for _number in range(3):
        make_case()
    rows = exports.rows(Case.objects.prefetch_related("clocks").select_related("region__parent"))
    assert next(rows)
    assert iter(rows) is rows
