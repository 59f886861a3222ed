"""The tag of a public list tells nobody of an act on a case that no page shows (design, invariant 2)."""

import pytest

from complaints.enums import EventKind
from disclosure.models import ConfirmedObjection
from organizations.enums import Role
from portal import stamping
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_row, sees, write_later
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
PAGES = ["/lists/320722100201/", "/lists/320723/"]


@pytest.fixture
def told(client):
    """The state of the tables, and the tags of pages."""

    def told():
        tags = [client.get(page)["ETag"] for page in PAGES]
        assert stamping.now() is not None
        return [stamping.now(), *tags]

    return told


@pytest.fixture
def reader(staff):
    """``reader(case)``: who decides in the office that has it."""

    def reader(case):
        deciding = (staff["county_supervisor"], staff["city_supervisor"], staff["inspector"])
        return next(who for who in deciding if sees(who, case) and who.posts.filter(unit=case.unit).exists())

    return reader


def go_on(case, reader):
    """What may happen to a case: it is screened, worked on, written to, declined."""
    do_with_reasons(case, EventKind.NOTE, reader(case))
    hand_to(case, reader(case), case.unit)
    write_later(case, "请快一点，谢谢。")
    if case.status == "screening":
        hand_to(case, reader(case), case.unit)


def test_a_further_objection_to_a_notice_is_in_none(units, staff, told, reader):
    township = [(units["township"].pk, "")]
    reviewer = make_person("审核测试", (units["county"], Role.REVIEWER))
    notice = make_notice(staff["editor"], reviewer, programme="tekun")
    first = make_case(kind="objection", notice=str(notice.public_id), respondents=township)
    before = told()
    hidden = make_case(
        kind="objection",
        notice=str(notice.public_id),
        narrative="镇民政办收了这户的钱。",
        respondents=township,
    )
    assert not sees(staff["supervisor"], hidden)
    for case in (hidden, first):
        go_on(case, reader)
    do_with_reasons(hidden, EventKind.ACCEPT, reader(hidden))
    do_with_reasons(hidden, EventKind.ANSWER, reader(hidden))
    assert told() == before


def test_an_objection_to_a_row_is_in_none(units, staff, told, reader):
    row = make_row(staff["editor"])
    told()
    before = told()
    said = {"narrative": "镇民政办收了这户的钱。", "respondents": [(units["township"].pk, "")]}
    hidden = make_case(kind="objection", row=str(row.public_id), **said)
    assert not sees(staff["supervisor"], hidden)
    go_on(hidden, reader)
    do_with_reasons(hidden, EventKind.ACCEPT, reader(hidden))
    do_with_reasons(hidden, EventKind.ANSWER, reader(hidden))
    assert told() == before


def test_nor_is_that_one_that_was_right_is_hidden_later(units, staff, told):
    row = make_row(staff["editor"])
    said = {"narrative": "这一户的金额写错了，陆小川家也一样，请更正。", "reach": "nobody", "matter": ""}
    case = make_case(kind="objection", row=str(row.public_id), **said)
    hand_to(case, staff["county_supervisor"], units["township"])
    before = told()
    do_with_reasons(case, EventKind.ACCEPT, staff["handler"])
    do_with_reasons(case, EventKind.ANSWER, staff["handler"])
    assert ConfirmedObjection.objects.exists()
    make_person("陆小川", (units["township"], Role.HANDLER))
    assert not ConfirmedObjection.objects.exists()
    assert told() == before
