"""An objection that was found right is told to the list, where nobody could be led to a person by it."""

from datetime import date

import pytest
from django.utils import timezone

from complaints.enums import EventKind, OpinionOutcome, Sight
from complaints.handling import later_messages, recognition, unread
from disclosure.models import Batch, ConfirmedObjection, Recipient
from organizations.enums import Role
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_row, make_staff, write_later
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(units):
    return make_staff(units)


@pytest.fixture
def answered(staff, units):
    """``answered(outcome, …)``: an objection to the row, handed down to its place and answered there."""
    row = make_row(staff["editor"])

    def answered(
        outcome=OpinionOutcome.SUPPORTED, kind="objection", reach="nobody", at="township", **changes
    ):
        said = {"narrative": "这一户的金额写错了，请更正。", "title": "名单上的金额", "matter": "", **changes}
        case = make_case(kind=kind, row=str(row.public_id), reach=reach, **said)
        assert case.sight == Sight.COUNTY, "whoever reported the list does not read it first"
        people = {"township": ("handler", "supervisor"), "county": ("county_handler", "county_supervisor")}
        handler, supervisor = (staff[one] for one in people[at])
        hand_to(case, staff["county_supervisor"], units[at])
        do_with_reasons(case, EventKind.ASSIGN, supervisor, handler=handler)
        do_with_reasons(case, EventKind.ACCEPT, handler)
        do_with_reasons(case, EventKind.ANSWER, handler, outcome=outcome)
        return case

    return answered


@pytest.mark.parametrize("outcome", [OpinionOutcome.SUPPORTED, OpinionOutcome.PARTLY])
def test_an_objection_that_was_right_is_told(answered, outcome):
    case = answered(outcome)
    assert ConfirmedObjection.objects.get().row == case.recipient


def test_one_that_was_wrong_is_not(answered):
    answered(OpinionOutcome.NOT_SUPPORTED)
    assert not ConfirmedObjection.objects.exists()


def test_one_that_its_place_does_not_open_is_not(answered):
    """A note would tell the place of a case that is kept from it, and of the day on which it was decided."""
    answered(at="county")
    assert not ConfirmedObjection.objects.exists()


def test_one_that_speaks_of_the_office_is_not(answered):
    answered(reach="below")
    assert not ConfirmedObjection.objects.exists()


def test_what_is_looked_into_again_is_told_no_more(answered):
    case = answered()
    do_with_reasons(case, EventKind.ASK_REVIEW, None)
    assert not ConfirmedObjection.objects.exists()


@pytest.mark.parametrize("outcome", [OpinionOutcome.SUPPORTED, OpinionOutcome.NOT_SUPPORTED])
@pytest.mark.parametrize("reach", ["nobody", "below"])
def test_what_becomes_of_another_one_changes_nothing(answered, outcome, reach):
    """Design, invariant 2: whoever watches the page learns nothing of a further case."""
    answered()
    before = ConfirmedObjection.objects.get()
    another = answered(outcome, reach=reach)
    assert ConfirmedObjection.objects.filter(pk=before.pk, confirmed_at=before.confirmed_at).exists()
    do_with_reasons(another, EventKind.ASK_REVIEW, None)
    assert ConfirmedObjection.objects.get() == before


@pytest.fixture
def about_luo(answered):
    """An objection that was right, which speaks of somebody whom nobody at work is called like."""
    case = answered(narrative="这一户的金额写错了，陆小川家也一样，请更正。")
    assert ConfirmedObjection.objects.exists()
    return case


def test_nor_is_what_an_appointment_hides_from_its_place(about_luo, units):
    make_person("陆小川", (units["township"], Role.HANDLER))
    assert about_luo.respondents.filter(user__name="陆小川").exists()
    assert not ConfirmedObjection.objects.exists()


def test_nor_what_new_words_hide(about_luo, units, monkeypatch):
    monkeypatch.setattr(recognition.later_messages, "rematch_case", lambda *_: None)
    make_person("陆小川", (units["township"], Role.HANDLER))
    assert ConfirmedObjection.objects.exists()
    assert later_messages.read_again(about_luo.pk)
    assert not ConfirmedObjection.objects.exists()


def test_nor_what_goes_up_by_itself_because_nobody_reads_it(answered, staff, units):
    case = answered()
    write_later(case, "谢谢，还有一件事想问。")
    for who in ("handler", "colleague", "supervisor", "other_supervisor"):
        staff[who].posts.all().delete()
    unread.take_up()
    case.refresh_from_db()
    assert case.sight != Sight.PLACE
    assert not ConfirmedObjection.objects.exists()


def test_what_the_public_read_already_is_not_taken_back(answered, staff):
    case = answered()
    later = Batch.objects.create(
        programme_id="rural-dibao",
        region_id="320722",
        month=date(2026, 11, 1),
        uploaded_by=staff["editor"],
        published_at=timezone.now(),
    )
    Recipient.objects.update(valid_until=later)
    do_with_reasons(case, EventKind.ASK_REVIEW, None)
    assert ConfirmedObjection.objects.exists()


def test_the_fact_says_nothing_of_the_case_or_of_anybody(answered):
    case = answered()
    fields = {field.name for field in ConfirmedObjection._meta.get_fields()}
    assert fields == {"id", "row", "source", "confirmed_at"}
    assert case.number not in ConfirmedObjection.objects.get().source
