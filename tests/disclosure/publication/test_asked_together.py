"""What is asked of several lists at once is what is asked of each by itself."""

from datetime import date

import pytest
from django.utils import timezone

from disclosure import order
from disclosure.enums import BatchState
from disclosure.models import Batch
from disclosure.publication import differences, opening, reviewing, rules
from disclosure.publication.workflow import ACTS
from organizations.models import Region
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db
PLACES = ("320722", "320722100", "320722101")
MONTHS = [date(2026, month, 1) for month in (8, 9, 10)]


@pytest.fixture
def drafts(county, load, release):
    """Drafts of several places and months, beside public lists of some of these, of which two changed."""
    public = ([0, 1, 2, 3, 4, 5], [0, 2, 3], [])
    made = []
    for month, households in zip(MONTHS, public, strict=True):
        for code in PLACES:
            region = Region.objects.get(pk=code)
            here = [n for n in range(1, 9) if code == "320722" or (n % 3 == 2) == code.endswith("1")]
            made.append(
                load([household(n, **{"合计（元）": 900 + n}) for n in here], month=month, region=region)
            )
        if households:
            release([household(n) for n in households], month=month)
    Batch.objects.filter(pk=made[-1].pk).update(
        state=BatchState.TAKEN_DOWN, published_at=timezone.now(), withdrawn_at=timezone.now()
    )
    return list(Batch.objects.select_related("programme", "region").filter(pk__in=[one.pk for one in made]))


def test_what_each_changes(drafts):
    together = differences.sums_of_several(drafts)
    assert together == {one.pk: differences.sums(one) for one in drafts}
    assert len(set(together.values())) > 2
    assert any(one.ended for one in together.values())
    assert any(one.changed for one in together.values())
    assert differences.sums_of_several([]) == {}


def test_what_stands_beside_each(drafts):
    beside = order.ListsBeside(drafts)
    overtaken = [beside.is_overtaken(one) for one in drafts]
    assert overtaken == [order.is_overtaken(one) for one in drafts]
    assert set(overtaken) == {True, False}
    corrected = [beside.corrected_by(one) for one in drafts]
    assert corrected == [order.corrected_by(one) for one in drafts]
    assert len(set(corrected)) > 2
    assert None in corrected


@pytest.mark.parametrize("name", [act.name for act in ACTS.values() if act.several])
def test_what_is_against_an_act(county, drafts, name):
    for user in (county.editor, county.reviewer, county.stranger):
        among = rules.SeveralLists(drafts, user)
        found = [reviewing.reasons_against(name, one, user, among=among) for one in drafts]
        assert found == [reviewing.reasons_against(name, one, user) for one in drafts]


def test_which_are_long(drafts, monkeypatch):
    assert opening.needed_by(drafts) == set()
    monkeypatch.setattr(opening, "LONG", 4)
    found = opening.needed_by(drafts)
    assert found == {one.pk for one in drafts if opening.is_needed(one)}
    assert 0 < len(found) < len(drafts)
