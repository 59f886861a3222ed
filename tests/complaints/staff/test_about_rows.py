"""Cases on the page of a row: to whom each is open, and nothing of those that are not (invariant 2)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.enums import CaseKind
from complaints.models import Case
from complaints.staff import about_rows
from disclosure.models import Notice
from organizations import posts
from organizations.enums import Role
from tests.complaints.factories import make_case, make_row
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"csrfToken": "\w+"|CSRF_TOKEN"?: "\w+"')
LITERALS = re.compile(r"'[^']*'|\d+")


@pytest.fixture
def row(staff):
    return make_row(staff["editor"])


@pytest.fixture
def both(units, staff):
    """A supervisor of the county who reviews its lists too."""
    person = make_person("双岗测试", (units["county"], Role.SUPERVISOR))
    posts.appoint(person, units["county"], Role.REVIEWER)
    return person


def objection(row, **changes):
    return make_case(kind=CaseKind.OBJECTION, row=str(row.public_id), **changes)


def answer(client, user, row):
    """The page as it came, without what is random in it, and the statements that made it."""
    client.force_login(user)
    address = reverse("batch:row", args=[row.public_id])
    client.get(address)  # the look is written once a day
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    html = CHANGING.sub("", response.content.decode())
    return html, [LITERALS.sub("?", each["sql"]) for each in captured]


def test_a_case_is_there_for_whom_it_is_open_to(client, staff, row, both):
    case = objection(row)
    assert Case.objects.visible_to(both).get() == case
    for user in (both, staff["inspector"]):
        html, _ = answer(client, user, row)
        assert reverse("case:inspect", args=[case.number]) in html
        assert case.narrative not in html
    html, _ = answer(client, staff["editor"], row)
    assert case.number not in html
    assert "相关办件" not in html


READERS = ("both", "inspector", "editor", "administrator")


@pytest.mark.parametrize("about", ["row", "notice"])
@pytest.mark.parametrize("reader", READERS)
def test_a_hidden_case_leaves_no_trace(client, units, staff, row, both, reader, about):
    """Two worlds, one with a case that the reader may not see: one page, by the same statements."""
    user = both if reader == "both" else staff[reader]
    notice = make_notice(staff["editor"], both, id_number="320722195001010011", holder_name="陈大山")
    Notice.objects.update(id_index=row.id_index)
    objection(row)
    before = answer(client, user, row)
    given = {
        "both": {"respondents": [(units["county"].pk,)]},
        "inspector": {"respondents": [(None, staff["inspector"].get_full_name())]},
    }
    hidden = objection(row, **given.get(reader, {}))
    if about == "notice":
        Case.objects.filter(pk=hidden.pk).update(recipient=None, notice=notice)
    assert not Case.objects.visible_to(user).filter(pk=hidden.pk).exists()
    assert answer(client, user, row) == before


def test_no_more_are_listed_than_a_page_holds(client, staff, row, monkeypatch):
    monkeypatch.setattr(about_rows, "MOST", 2)
    numbers = [objection(row).number for _ in range(3)]
    html, _ = answer(client, staff["inspector"], row)
    assert [number in html for number in numbers] == [False, True, True]
