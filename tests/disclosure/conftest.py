"""A county with two townships and three villages, an editor, a reviewer, and somebody from next door."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from disclosure import importing, publishing, reviewing
from disclosure.models import Programme
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure import lists
from tests.organizations.making import make_person, make_places, make_units

OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def chinese():
    """A request for an English page leaves its language active in the thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def county(prepared):
    """Places, units and people; ``county.region`` is 丙县."""
    make_places()
    units = make_units()
    return SimpleNamespace(
        units=units,
        region=Region.objects.get(pk="320722"),
        programme=Programme.objects.get(pk="rural-dibao"),
        editor=make_person("编辑甲", (units["county"], Role.EDITOR)),
        reviewer=make_person("审核甲", (units["county"], Role.REVIEWER)),
        inspector=make_person("监察甲", (units["inspection"], Role.INSPECTOR)),
        handler=make_person("承办甲", (units["county"], Role.HANDLER)),
        stranger=make_person("编辑乙", (units["other_county"], Role.EDITOR)),
    )


@pytest.fixture
def load(county):
    """``load(file or households, month=…)`` imports a list of 丙县 as its editor."""

    def load(given, *, month=OCTOBER, region=None, programme=None, user=None):
        file = given if hasattr(given, "read") else lists.rural_csv(given)
        return importing.import_list(
            file,
            programme=programme or county.programme,
            region=region or county.region,
            month=month,
            user=user or county.editor,
        )

    return load


@pytest.fixture
def release(county, load):
    """The same, then submitted, approved and published."""

    def release(given, **where):
        batch = load(given, **where)
        batch = reviewing.submit(batch, county.editor, "已核对")
        batch = reviewing.approve(batch, county.reviewer)
        return publishing.publish(batch, county.reviewer)

    return release
