"""Whoever is shown the whole name of a household is written down, on whichever page.

All addresses of the staff site are walked. Each whose answer holds a holder's whole name is opened again by
somebody who looked at nothing that day yet, and has to leave an entry that a superior reads.
"""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints.oversight.watched import look_kind
from disclosure.models import Batch, Proposal, Recipient
from organizations.enums import Role
from organizations.models import Unit
from tests.organizations.factories import give_both, make_person
from tests.organizations.test_scope_walls import ADDRESSES, REFERENCE, ROWS
from tests.organizations.walls import COUNTY, HERE, body_of, make_side

pytestmark = pytest.mark.django_db
NAME = "欧阳迎春"
QUERIES: tuple[dict[str, str], ...] = ({}, {"show": "accepted"}, {"q": NAME[0]}, {"export": "csv"})


@pytest.fixture
def side(places):
    """A county with one household, on a list, in a notice, and hidden by two people."""
    made = make_side(HERE)
    Recipient.objects.filter(pk=made.recipient.pk).update(holder_name=NAME)
    type(made.notice).objects.filter(pk=made.notice.pk).update(holder_name=NAME)
    waiting = made.batch
    Proposal.objects.filter(batch=waiting).update(
        step="hide", row=made.recipient, id_index=made.recipient.id_index, outcome="done", holds=True
    )
    draft = Batch.objects.create(
        programme=waiting.programme,
        region=made.region,
        month=waiting.month.replace(month=11),
        state="draft",
        source_name="名单.csv",
        uploaded_by=made.person,
        checked_at=waiting.uploaded_at,
        accepted_count=1,
    )
    draft.staged_rows.create(
        row=2,
        region=made.region,
        holder_name=NAME,
        id_number="",
        id_index=made.recipient.id_index,
        people=1,
        amount=1,
        since=waiting.month,
    )
    return made, draft


def worker(number):
    """Somebody new with every role in the county."""
    units = Unit.objects.filter(region_id=COUNTY[HERE])
    bureau, inspection = units.get(kind="bureau"), units.get(name=f"{HERE}inspection")
    roles = [role for role in Role if role != Role.REVIEWER]
    posts = [(inspection if role == Role.INSPECTOR else bureau, role) for role in roles]
    made = make_person(f"看{number}", *posts, is_superuser=True)
    give_both(made, bureau, Role.REVIEWER)
    return made


def walked(side):
    made, draft = side
    for name, parameters in ADDRESSES:
        if name in REFERENCE or name.partition(":")[0] in REFERENCE:
            continue
        row_of = ROWS.get(name) or ROWS.get(name.partition(":")[0]) or (lambda side: {})
        values = {key: value for key, value in row_of(made).items() if key in parameters}
        for given in (
            values,
            values | {"pk": draft.pk} if name.startswith("batch:") and "pk" in values else None,
        ):
            for query in QUERIES if given is not None else ():
                yield name, reverse(name, kwargs=given), query


def test_a_whole_name_leaves_an_entry(side, client):
    client.raise_request_exception = False
    client.force_login(worker(0))
    telling = [
        (name, address, query)
        for name, address, query in walked(side)
        if NAME in body_of(client.get(address, query))
    ]
    assert {"batch:row_step", "batch:proposal", "batch:inspect", "notice:inspect"} <= {
        name for name, _address, _query in telling
    }
    silent = []
    for number, (name, address, query) in enumerate(telling, 1):
        person = worker(number)
        client.force_login(person)
        client.get(address, query)
        acts = ModelLogEntry.objects.filter(user=person).values_list("action", flat=True)
        if not {look_kind("model", act) for act in acts} & {"list", "export"}:
            silent.append((name, query))
    assert not silent


@pytest.mark.parametrize(
    ("role", "is_told"),
    [
        (Role.EDITOR, False),
        (Role.REVIEWER, True),
        (Role.INSPECTOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_was_hidden_is_told_to_reviewers_and_who_proposed(side, client, role, is_told):
    made, _draft = side
    kind = "inspection" if role == Role.INSPECTOR else "bureau"
    unit = Unit.objects.filter(region_id=COUNTY[HERE], kind=kind).order_by("pk").first()
    person = make_person("来人", (unit, role))
    proposal = made.batch.proposals.get()
    for reader, expected in ((person, is_told), (proposal.asked_by, True)):
        client.force_login(reader)
        page = client.get(reverse("batch:proposal", args=[proposal.key])).content.decode()
        assert (NAME in page, f"{HERE}理由" in page) == (expected, expected)
