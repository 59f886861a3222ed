"""One administrator alone makes no unit another kind, nor lets its cases go up to another office."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints import routing
from organizations import moving, renaming
from organizations.enums import Role
from organizations.models import Unit
from tests.organizations.making import fresh, make_person, works
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
        renaming.confirm(unit, by=fresh(second), seen=seen)
    renaming.confirm(unit, by=fresh(second), seen=renaming.shown(stored(unit)))
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
    below.update(next_parent=units["city"], next_region_id="3207", next_kind="hotline", moved_by=first)
    assert queries() == one
