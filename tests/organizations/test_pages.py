"""The pages that every room's staff pages stand on: what is out of sight, what is forbidden, where one is."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse

from organizations.enums import Role
from organizations.models import Unit
from organizations.permissions import UnitPermissionPolicy
from organizations.views.pages import RowPage
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
done: list[int] = []


class UnitPage(RowPage):
    permission_policy = UnitPermissionPolicy(Unit)
    index_url_name = "unit:index"
    inspect_url_name = "unit:inspect"
    section_label = "单位"
    page_title = "此页"
    related = ("region", "parent")
    context_object_name = "unit"

    def post(self, request, *args, **kwargs):
        done.append(self.object.pk)
        return HttpResponse()


class ChangePage(UnitPage):
    permission_required = "change"


@pytest.fixture
def ask(rf):
    """``ask(page, user, unit)`` gives the answer of the page for a unit, to a GET or another method."""
    done.clear()

    def ask(page, user, unit, method="get"):
        request = getattr(rf, method)("/")
        request.user = user
        return page.as_view()(request, pk=unit.pk)

    return ask


@pytest.mark.parametrize("page", [UnitPage, ChangePage])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_what_is_out_of_sight_is_not_there(ask, units, page, method):
    admin = make_person("县管理员", (units["county"], Role.ADMINISTRATOR))
    for unit in (units["other_county"], units["city"]):
        with pytest.raises(Http404):
            ask(page, admin, unit, method)
    with pytest.raises(Http404):
        ask(page, make_person("根", is_superuser=True), units["county"], method)
    assert not done


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_in_sight_may_still_be_forbidden(ask, units, method):
    handler = make_person("县承办", (units["county"], Role.HANDLER))
    assert ask(UnitPage, handler, units["township"], method).status_code == 200
    done.clear()
    with pytest.raises(PermissionDenied):
        ask(ChangePage, handler, units["township"], method)
    assert not done
    admin = make_person("县管理员", (units["county"], Role.ADMINISTRATOR))
    assert ask(ChangePage, admin, units["township"], method).status_code == 200


def test_a_page_says_where_one_stands_and_reads_its_row_once(ask, units, django_assert_num_queries):
    handler = make_person("县承办", (units["county"], Role.HANDLER))
    ask(UnitPage, handler, units["township"])  # reads the user's posts and permissions
    with django_assert_num_queries(1):
        context = ask(UnitPage, handler, units["township"]).context_data
        assert context["unit"].region.name == "和平镇"
    steps = [(str(step["url"]), str(step["label"])) for step in context["breadcrumbs_items"]]
    assert steps[1:] == [
        (reverse("unit:index"), "单位"),
        (reverse("unit:inspect", args=[units["township"].pk]), units["township"].name),
        ("", "此页"),
    ]
