"""What the tests of the citizen's pages share."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.enums import BatchState
from disclosure.models import Batch, Programme, Recipient
from tests.complaints.factories import hand_to
from tests.complaints.public.citizen import file
from tests.organizations.factories import make_person


@pytest.fixture
def row(units):
    """A published row of the village: 农村低保, two people."""
    programme = Programme.objects.get(pk="rural-dibao")
    batch = Batch.objects.create(
        programme=programme,
        region_id="320722",
        month=date(2026, 10, 1),
        state=BatchState.PUBLISHED,
        uploaded_by=make_person("编辑"),
    )
    return Recipient.objects.create(
        public_id=uuid.uuid4(),
        programme=programme,
        region_id="320722100201",
        holder_name="石头河",
        id_number="320722195503071126",
        id_index="x" * 64,
        people=2,
        amount=Decimal("640.00"),
        since=date(2024, 3, 1),
        valid_from=batch,
    )


@pytest.fixture
def case(staff, units):
    """A complaint that was filed in another browser, and which the office above handed to the township."""
    other = Client()
    shown = file(other).context["confirmation"]
    hand_to(shown.case, staff["county_supervisor"], units["township"])
    shown.case.numbers = {"receipt": shown.receipt, "pin": shown.pin}
    return shown.case


@pytest.fixture
def opened(client, case):
    """A client that has opened the case."""
    assert client.post(reverse("complaints:status"), case.numbers).status_code == 302
    return client
