"""The demonstration as it stands in the database: complete, once, lawful, and with stories to be found."""

from collections import Counter
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.identity import receipts
from complaints.models import Case, CaseEvent
from demonstration import cases, loading, places, staff, units
from demonstration.cases import to_try
from demonstration.courses import SUPERVISOR, CourseStep
from demonstration.loading import NotEmpty, load
from demonstration.models import Loading
from demonstration.places import COUNTIES, HELD_BACK_VILLAGE_OF, OFFICER_TOWNSHIP
from demonstration.staff import ACCOUNTS, OFFICER
from disclosure.enums import BatchState
from disclosure.models import Batch, Notice, Recipient
from disclosure.public.notices.standing import standing_notices
from organizations.enums import Role
from organizations.models import Region, Unit, User
from organizations.scope import within
from portal.models import GuidePage, PolicyPage
from supervision.models import Lead, Transfer
from tests.complaints.factories import do_with_reasons, make_case, moment
from tests.demonstration.conftest import PASSWORD, SMALL
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_whole(loaded, client):
    """One load, looked at from all sides, because loading is what takes the time."""
    _the_mark(loaded)
    _lists()
    _cases()
    _stories()
    _leads()
    _pages()
    _accounts(client)
    _cases_to_try()
    _a_second_load()


def _the_mark(loaded) -> None:
    assert (loaded.seed, loaded.until, loaded.cases) == (SMALL.seed, SMALL.until, 71)
    assert loaded.households == pytest.approx(420, rel=0.03)


def _lists() -> None:
    published = Batch.objects.published()
    assert published.count() == 3 * 3 * len(COUNTIES)
    assert not published.filter(refused_count__gt=0).exists()
    assert all(batch.published_at.date() <= SMALL.until for batch in published)
    assert Recipient.objects.current().count() == Loading.objects.get().households
    waiting = Batch.objects.get(state=BatchState.SUBMITTED)
    assert waiting.refused_count > 0
    for batch in published:
        assert batch.approved_by != batch.uploaded_by


def _cases() -> None:
    # 70 matters, and an objection to a notice.
    assert Case.objects.count() == 71
    assert Notice.objects.filter(state="suspended").count() == 1
    assert len(standing_notices(Region.objects.get(pk=COUNTIES[0]))) == 5
    statuses = Counter(Case.objects.values_list("latest_event__status", flat=True))
    # The office above has still to decide who handles some.
    assert {"closed", "handling", "registered", "screening"} <= set(statuses)
    assert Case.objects.late(SMALL.until).exists()
    assert all(event.text for event in CaseEvent.objects.filter(kind="answer"))
    numbers = list(Case.objects.order_by("received_at", "pk").values_list("number", flat=True))
    assert len(set(numbers)) == 71
    assert {number[:6] for number in numbers} >= set(COUNTIES)


def _stories() -> None:
    officer = User.objects.get(name=OFFICER)
    about_him = Case.objects.filter(respondents__name=OFFICER).distinct()
    assert about_him.values("region").distinct().count() == 4
    assert not Case.objects.visible_to(officer).filter(pk__in=about_him).exists()
    # Invariant 2: none of them lies with his office.
    assert not about_him.filter(unit__region_id=OFFICER_TOWNSHIP).exists()
    village = Case.objects.filter(within(HELD_BACK_VILLAGE_OF), respondents__name="赵守仓")
    assert village.values("region").distinct().count() == 1
    letters = Counter(case.narrative for case in Case.objects.all())
    assert letters.most_common(1)[0][1] >= 2


def _leads() -> None:
    assert Lead.objects.count() == 2
    transfer = Transfer.objects.get()
    assert transfer.to_unit != transfer.lead.unit
    for user in User.objects.filter(posts__role=Role.INSPECTOR):
        assert Case.objects.visible_to(user).count() == 71


def _pages() -> None:
    assert PolicyPage.objects.live().filter(document_number__startswith="演民").count() == 5
    assert GuidePage.objects.live().count() == 4
    assert all(page.structure for page in PolicyPage.objects.live())


def _accounts(client) -> None:
    assert User.objects.filter(posts__isnull=False).distinct().count() == len(ACCOUNTS)
    assert client.login(username="jijian", password=PASSWORD)
    assert not client.login(username="jijian", password="")
    assert Unit.objects.filter(is_public=True).count() > 100
    assert Region.objects.within("3207").count() > 1800


def _cases_to_try() -> None:
    out = StringIO()
    call_command("demonstration_accounts", stdout=out)
    for key in to_try(SMALL.seed):
        filed = receipts.filed_by(key)
        assert filed is not None
        assert receipts.open_case(filed.receipt, filed.pin, "test") == filed.case
        assert filed.receipt in out.getvalue()
    assert all(account.username in out.getvalue() for account in ACCOUNTS)
    without_pin = Case.objects.exclude(pin_hash__startswith="!").count()
    assert without_pin == len(to_try(SMALL.seed))


def _a_second_load() -> None:
    before = (Case.objects.count(), User.objects.count(), Recipient.objects.count())
    assert load(SMALL) is None
    out = StringIO()
    call_command("load_demonstration", stdout=out, stderr=StringIO())
    assert (Case.objects.count(), User.objects.count(), Recipient.objects.count()) == before


def test_without_a_password_nobody_can_log_in(prepared, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    places.load()
    users = staff.load(units.load())
    assert not any(user.has_usable_password() for user in users.values())


def test_it_is_not_mixed_with_other_data(prepared, django_user_model):
    Region.objects.create(code="32", name="某省", level=1)
    unit = Unit.objects.create(name="某单位", kind="bureau", region_id="32")
    make_person("真人", (unit, Role.HANDLER))
    with pytest.raises(NotEmpty):
        load(SMALL)
    with pytest.raises(CommandError):
        call_command("load_demonstration", stdout=StringIO(), stderr=StringIO())


def test_a_real_site_refuses_it(prepared, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        call_command("load_demonstration", stdout=StringIO(), stderr=StringIO())
    assert not User.objects.exists()


def test_a_run_that_dies_leaves_nothing(prepared, monkeypatch):
    """Whatever stops it, even in the last step: the next run starts from nothing."""

    def die(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(loading.lists, "publish", lambda *args: 0)
    monkeypatch.setattr(loading.cases, "load", lambda *args: 0)
    monkeypatch.setattr(loading.leads, "load", lambda *args: None)
    monkeypatch.setattr(loading.pages, "load", die)
    with pytest.raises(KeyboardInterrupt):
        load(SMALL)
    assert not Loading.objects.exists()
    assert not Region.objects.exists()
    assert not Unit.objects.exists()


def test_accounts_without_a_demonstration(prepared):
    out = StringIO()
    call_command("demonstration_accounts", stdout=out)
    assert "load_demonstration" in out.getvalue()


def test_no_inspector_decides_on_their_own_request(prepared):
    """In the inspection group one role asks for time and gives it, so somebody else of it must decide."""
    places.load()
    offices = units.load()
    people = staff.load(offices)
    case = make_case(kind="report", matter="money", region_code=OFFICER_TOWNSHIP)
    asks = people["jijian"]
    do_with_reasons(case, "screen", asks, handling_unit=offices["inspection"].pk)
    do_with_reasons(case, "accept", asks)
    case.kind, case.matter = "complaint", "assistance"  # a report has no extension
    case.save(update_fields=["kind", "matter"])
    do_with_reasons(case, "request_extension", asks)
    day = timezone.now()
    step = CourseStep("approve_extension", day, SUPERVISOR, text="已延长")
    cases.play(cases.Playing(case, set(), set()), [step], day, cases.CaseStaff(), SMALL.random("office"))
    assert case.latest_event.kind == "approve_extension"
    assert case.latest_event.actor == people["jijian2"]


@pytest.mark.parametrize("dice", range(4))
def test_who_came_after_the_hours_of_the_last_day_is_not_decided_about_before(prepared, dice):
    """Half of the youngest cases are, halfway to the end of that day, which these come after."""
    places.load()
    units.load()
    evening = moment("2026-11-28 20:50")
    case = make_case(kind="complaint", region_code=OFFICER_TOWNSHIP, received_at=evening)
    make_person("审核测试", (case.unit, Role.HANDLER))
    playing, dice = cases.Playing(case, set(), set()), Random(dice)
    tomorrow = CourseStep("accept", evening + timedelta(days=1), SUPERVISOR)
    cases.play(playing, [tomorrow], moment("2026-11-28 18:00"), cases.CaseStaff(), dice)
    assert case.events.count() == 1
