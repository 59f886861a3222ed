"""A county with two townships and three villages, an editor, a reviewer, and somebody from next door."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from disclosure.intake import importing
from disclosure.models import CatalogueItem, Programme
from disclosure.publication import differences, publishing, reviewing
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure import lists
from tests.organizations.factories import make_people, make_places, make_units

SEPTEMBER = date(2026, 9, 1)
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
    people = {
        "editor": ("编辑甲", units["county"], Role.EDITOR),
        "reviewer": ("审核甲", units["county"], Role.REVIEWER),
        "inspector": ("监察甲", units["inspection"], Role.INSPECTOR),
        "handler": ("承办甲", units["county"], Role.HANDLER),
        "stranger": ("编辑乙", units["other_county"], Role.EDITOR),
    }
    return SimpleNamespace(
        units=units,
        region=Region.objects.get(pk="320722"),
        programme=Programme.objects.get(pk="rural-dibao"),
        **dict(zip(people, make_people(list(people.values())), strict=True)),
    )


@pytest.fixture
def load(county):
    """``load(file or households, month=…)`` imports a list of 丙县 as its editor."""

    def load(given, *, month=OCTOBER, region=None, programme=None, user=None, lacks=()):
        file = given if hasattr(given, "read") else lists.rural_csv(given)
        return importing.import_list(
            file,
            programme=programme or county.programme,
            region=region or county.region,
            month=month,
            user=user or county.editor,
            lacks=lacks,
        )

    return load


@pytest.fixture
def release(county, load):
    """The same, then submitted, approved and published."""

    def release(given, **where):
        batch = load(given, **where)
        batch = reviewing.submit(batch, county.editor, "已核对")
        batch = reviewing.approve(batch, county.reviewer, ended=differences.sums(batch).ended)
        return publishing.publish(batch, county.reviewer)

    return release


@pytest.fixture
def local_rule(county):
    """``local_rule(programme)`` enters a rule of the place that asks for its lists; gives it."""

    def local_rule(programme, basis="某市救助公开办法 6", proof="lists"):
        item = CatalogueItem.objects.create(
            number=90, matter="other", name="名单", name_en="Lists", content="x", basis=basis, proof=proof
        )
        item.programmes.add(programme)
        return item

    return local_rule


@pytest.fixture
def upload(client, county):
    """``upload(file, user=…)`` posts the form and follows."""

    def upload(file, *, user=None, month="2026-10", region="320722"):
        client.force_login(user or county.editor)
        data = {"programme": "rural-dibao", "region": region, "month": month, "file": file}
        return client.post(reverse("batch:add"), data, follow=True)

    return upload


@pytest.fixture
def seen(client):
    """``seen(user, name, *args)`` gives the page as that user gets it."""

    def seen(user, name, *args, status=200, **query):
        client.force_login(user)
        response = client.get(reverse(f"batch:{name}", args=args), query)
        assert response.status_code == status
        return response.content.decode()

    return seen


@pytest.fixture
def do(client):
    """``do(user, batch, act, reason)`` confirms the act as that user and follows."""

    def do(user, batch, act, reason=""):
        client.force_login(user)
        return client.post(reverse("batch:act", args=[batch.pk, act]), {"reason": reason}, follow=True)

    return do
