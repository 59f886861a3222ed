"""Who may import a list, of which place and month, and which households may stand on it."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from disclosure import months
from disclosure.intake import importing
from disclosure.messages import REASONS
from disclosure.models import Batch, Programme
from disclosure.problems import FileRefused, ListActNotAllowed
from organizations.enums import Role
from organizations.models import Post, Region, Unit
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import GOOD, household
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


def test_only_an_editor_of_the_region_imports(load, county):
    for user in (county.stranger, county.reviewer, county.inspector, county.handler):
        with pytest.raises(ListActNotAllowed) as refused:
            load([GOOD], user=user)
        assert refused.value.codes == ["no_editor_here"]
        assert refused.value.codes[0] in REASONS


def test_no_list_is_of_an_earlier_month_than_the_public_one(release, load):
    release([GOOD], month=NOVEMBER)
    for code in ("320722", "320722100"):
        region = Region.objects.get(pk=code)
        with pytest.raises(ListActNotAllowed) as refused:
            load([GOOD], month=OCTOBER, region=region)
        assert refused.value.codes == ["month_not_later"]
        assert load([GOOD], month=NOVEMBER, region=region).accepted_count  # a correction


MONTHS = [
    # the moment (UTC), the month of the list, whether it is ahead, whether it is too far ahead
    (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 10, 1), False, False),
    (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 11, 30), False, False),
    (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 12, 1), True, False),
    (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2027, 1, 1), True, True),
    # one minute later it is December in Shanghai
    (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), date(2026, 12, 1), False, False),
    (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), date(2027, 1, 31), True, False),
    (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), date(2027, 2, 1), True, True),
    (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), date(2027, 12, 1), True, True),
]


@pytest.mark.parametrize(("now", "month", "ahead", "too_far"), MONTHS)
def test_a_list_is_of_the_next_month_at_the_latest(load, monkeypatch, now, month, ahead, too_far):
    Post.objects.update(valid_from=date(2026, 1, 1))  # whatever day it is when this runs
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert (months.is_ahead(month), months.is_too_far_ahead(month)) == (ahead, too_far)
    if too_far:
        with pytest.raises(ListActNotAllowed) as refused:
            load([GOOD], month=month)
        assert refused.value.codes == ["month_too_far"]
        assert not Batch.objects.exists()
    else:
        assert load([GOOD], month=month).is_ahead == ahead


def test_a_large_file_of_a_far_month_is_not_even_kept(county):
    with pytest.raises(ListActNotAllowed, match="month_too_far"):
        importing.receive_list(
            lists.rural_csv([GOOD]),
            programme=county.programme,
            region=county.region,
            month=date(2099, 1, 1),
            user=county.editor,
        )
    assert not Batch.objects.exists()


def test_some_programmes_and_regions_have_no_list(load, county):
    with pytest.raises(FileRefused, match="no_layout"):
        load([GOOD], programme=Programme.objects.create(code="local", name="地方救助", name_en="Local"))
    high = make_person("编辑", (_unit_of("32", county), Role.EDITOR))
    with pytest.raises(FileRefused, match="region_too_large"):
        load([GOOD], region=Region.objects.get(pk="32"), user=high)


def _unit_of(code, county):

    return Unit.objects.create(name="厅", kind="bureau", region_id=code)


def test_a_household_on_another_places_list_is_refused(release, load, county):
    here = Region.objects.get(pk="320722100")
    there = Region.objects.get(pk="320722101")
    moved = {**household(0), "所属街": "双河街道", "所属社": "刘庄村委会"}
    release([household(0)], region=here)
    batch = load([moved, household(2)], region=there)
    refused = batch.refused_rows.get()
    assert (refused.code, refused.params["place"]) == ("on_other_list", "乙市丙县")
    assert (batch.accepted_count, batch.refused_count) == (1, 1)
