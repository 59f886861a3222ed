"""One administrator alone gives no unit another kind, place or last day, nor another unit above it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from complaints import routing
from complaints.models import Case
from organizations import lapsing, moving, renaming
from organizations.enums import Role
from organizations.models import Unit
from tests.complaints.factories import make_case
from tests.organizations.factories import fresh, make_person, works
from tests.organizations.test_administering import unit_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def chiefs(units):
    """Two administrators of the city."""
    return [make_person(name, (units["city"], Role.ADMINISTRATOR)) for name in ("管一", "管二")]


@pytest.fixture
def beside(units):
    """Another office of the county, to which cases could go up."""
    return Unit.objects.create(name="低保中心", kind="bureau", region_id="320722", parent=units["county"])


def stored(unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def move(client, by, unit, **changes):
    client.force_login(fresh(by))
    form = unit_form(stored(unit), **changes)
    answer = client.post(reverse("unit:edit", args=[unit.pk]), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client, by, unit, seen=None, **form) -> int:
    client.force_login(fresh(by))
    form = {"seen": moving.shown(stored(unit)) if seen is None else seen, "decision": "confirm", **form}
    return client.post(reverse("organizations_decide_on_move", args=[unit.pk]), form).status_code


def test_another_unit_above_counts_once_a_second_has_confirmed_it(client, units, chiefs, beside):
    unit, (first, second) = units["township"], chiefs
    own = make_person("镇管理员", (unit, Role.ADMINISTRATOR))
    works_there = make_person("也在镇上", (units["county"], Role.ADMINISTRATOR), (unit, Role.OPERATOR))
    assert "另一名上级单位的管理员" in move(client, first, unit, parent=beside.pk)
    assert routing.above(stored(unit)) == units["county"], "until then cases go up as before"
    for by in (first, own, works_there):
        assert decide(client, by, unit) == 404
    client.force_login(fresh(second))
    page = client.get(reverse("organizations_waiting")).content.decode()
    assert "单位county，拟改为 低保中心" in page
    assert "管一" in page
    assert decide(client, second, unit, seen="什么") == 302
    assert stored(unit).parent == units["county"]
    assert decide(client, second, unit) == 302
    assert routing.above(stored(unit)) == beside
    assert ModelLogEntry.objects.filter(action="organizations.confirm_move", user=second).exists()
    assert not moving.waits(stored(unit))


def test_another_kind_counts_once_a_second_has_confirmed_it(client, units, chiefs):
    unit, (first, second) = units["other_township"], chiefs
    move(client, first, unit, kind="bureau", name="双河街道民政局")
    assert stored(unit).kind == "township"
    late = make_person("晚来的", (unit, Role.HANDLER))
    decide(client, second, unit)
    assert stored(unit).kind == "township", "somebody has held a post there meanwhile"
    late.posts.all().delete()
    decide(client, second, unit)
    assert stored(unit).kind == "bureau"


@pytest.mark.parametrize(("reason", "is_over"), [("", False), ("不对，归县里", True)])
def test_refused_with_a_reason_it_stays_what_it_was(client, units, chiefs, beside, reason, is_over):
    unit, (first, second) = units["township"], chiefs
    move(client, first, unit, parent=beside.pk)
    decide(client, second, unit, decision="refuse", reason=reason)
    assert stored(unit).parent == units["county"]
    assert moving.waits(stored(unit)) is not is_over


def test_what_waits_is_replaced_by_another_wish_and_by_nothing_else(client, units, chiefs, beside):
    unit, (first, second) = units["township"], chiefs
    move(client, first, unit, parent=beside.pk)
    seen = moving.shown(stored(unit))
    move(client, second, unit, phone="0518-1")
    assert (stored(unit).next_parent, stored(unit).moved_by) == (beside, first)
    move(client, second, unit, parent=units["city"].pk)
    assert (stored(unit).next_parent, stored(unit).moved_by) == (units["city"], second)
    assert decide(client, first, unit, seen=seen) == 302
    assert moving.waits(stored(unit)), "it was not what stood on the page"


def test_a_place_that_comes_with_another_unit_above_waits_along(client, units, chiefs):
    unit, (first, second) = units["township"], chiefs
    supervisor = make_person("镇审核", (unit, Role.SUPERVISOR))
    move(client, first, unit, parent=units["other_county"].pk, region="320723100")
    assert stored(unit).region_id == "320722100"
    assert works(supervisor)
    assert decide(client, second, unit) == 302
    assert (stored(unit).region_id, stored(unit).parent) == ("320723100", units["other_county"])
    assert not works(supervisor), "what two gave was for the place that it had"


def test_another_place_alone_counts_once_a_second_has_confirmed_it(client, units, chiefs):
    unit, (first, second) = units["township"], chiefs
    move(client, first, unit, region="320722100201")
    assert stored(unit).region_id == "320722100"
    assert decide(client, first, unit) == 404
    client.force_login(fresh(second))
    assert "地区：和平镇，拟改为" in client.get(reverse("organizations_waiting")).content.decode()
    decide(client, second, unit)
    assert stored(unit).region_id == "320722100201"
    assert not moving.waits(stored(unit))


def test_a_place_that_the_second_does_not_administer_is_not_theirs_to_give(client, units, chiefs):
    unit, first = units["village"], chiefs[0]
    move(client, first, unit, region="320722", parent=units["county"].pk)
    below = make_person("镇管理员", (units["township"], Role.ADMINISTRATOR))
    assert decide(client, below, unit) == 302
    assert stored(unit).region_id == "320722100201"
    decide(client, chiefs[1], unit)
    assert stored(unit).region_id == "320722"


@pytest.mark.django_db(transaction=True)
def test_cases_on_file_are_read_again_for_it_once_it_is_confirmed(client, units, chiefs):
    """Elsewhere the name of who works there means nobody; of the new place they never see such a case."""
    unit, (first, second) = units["other_township"], chiefs
    coming = make_person("欧阳新任", (unit, Role.HANDLER))
    case = make_case(region_code="320723100", respondents=[(None, "窗口的欧阳新任")])
    move(client, first, unit, region="320723", parent=units["other_county"].pk)
    assert not case.respondents.filter(user=coming).exists()
    decide(client, second, unit)
    assert stored(unit).region_id == "320723"
    assert case.respondents.filter(user=coming).exists()
    assert not Case.objects.visible_to(fresh(coming)).filter(pk=case.pk).exists()


def test_a_unit_is_closed_and_opened_again_by_two(client, units, chiefs):
    unit, (first, second) = units["other_township"], chiefs
    holder = make_person("刘当班", (unit, Role.HANDLER))
    move(client, first, unit, open_until="2026-01-31")
    assert stored(unit).is_open
    assert decide(client, first, unit) == 404
    client.force_login(fresh(second))
    assert "运行至：长期，拟改为 2026-01-31" in client.get(reverse("organizations_waiting")).content.decode()
    decide(client, second, unit)
    assert stored(unit).open_until == date(2026, 1, 31)
    assert not works(holder)
    move(client, second, unit, open_until="")
    assert not stored(unit).is_open
    decide(client, first, unit)
    assert works(holder)
    assert (stored(unit).open_until, moving.waits(stored(unit))) == (None, False)


@pytest.mark.parametrize("changes", [{"region": "320722100201"}, {"open_until": "2026-01-31"}])
def test_place_and_end_are_refused_or_lapse_like_the_rest(client, units, chiefs, changes):
    unit, (first, second) = units["township"], chiefs
    for ending in ("refused", "lapsed"):
        move(client, first, unit, **changes)
        assert moving.waits(stored(unit))
        if ending == "refused":
            decide(client, second, unit, decision="refuse", reason="不属实")
        else:
            Unit.objects.filter(pk=unit.pk).update(moved_at=timezone.now() - lapsing.WAITS)
            assert lapsing.lapse() == 1
        now = stored(unit)
        assert (now.region_id, now.open_until, moving.waits(now)) == (unit.region_id, None, False)


def test_who_runs_the_server_moves_alone(client, units, beside):
    root = make_person("根", (units["city"], Role.ADMINISTRATOR), is_superuser=True)
    move(client, root, units["township"], parent=beside.pk)
    assert stored(units["township"]).parent == beside


def test_of_a_new_unit_all_that_was_seen_is_confirmed(client, units, chiefs, beside):
    """Entered under one office and confirmed under another."""
    unit, (first, second) = units["village"], chiefs
    Unit.objects.filter(pk=unit.pk).update(is_new=True, renamed_by=first)
    seen = renaming.shown(stored(unit))
    move(client, first, unit, parent=units["county"].pk)
    with pytest.raises(ValidationError):
        renaming.confirm(unit, user=fresh(second), seen=seen)
    renaming.confirm(unit, user=fresh(second), seen=renaming.shown(stored(unit)))
    assert not stored(unit).is_new


def test_many_that_wait_take_as_many_queries_as_one(client, units, chiefs, beside):
    first, second = chiefs
    client.force_login(fresh(second))

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(reverse("organizations_waiting")).status_code == 200
        return len(made)

    Unit.objects.filter(pk=units["township"].pk).update(next_parent=beside, moved_by=first)
    queries()
    one = queries()
    below = Unit.objects.filter(pk__in=[units[key].pk for key in ("county", "village", "other_township")])
    below.update(
        next_parent=units["city"],
        next_region_id="3207",
        next_kind="hotline",
        ends_otherwise=True,
        moved_by=first,
    )
    queries()  # what is kept while nothing is written is read again
    assert queries() == one
