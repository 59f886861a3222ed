"""Invariant 6: staff see only their region's part of anything, on every staff page there is or will be.

Every address below /staff/ that this project adds is walked by somebody who has every role, in one county.
A new page that is not known here fails until its rows are named; one that shows the other county fails.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from organizations.permissions import RegionScopedPermissionPolicy
from tests.organizations.factories import make_person
from tests.organizations.walls import HERE, ROWS, THERE, body_of, make_side, make_worker

pytestmark = pytest.mark.django_db

#: Pages without regional rows, each with the reason.
REFERENCE = {
    "service_standard": "one rule for all places",
    "calendar_day": "one calendar for all places",
    "calendar_year": "one notice a year for all places",
    "programme": "one setting a programme for all places",
    "catalogue_item": "one catalogue for all places",
    "everyday_word": "one table of words for all places",
    "case_topic": "one tree of matters for all places, which the public chooses from",
    "other_authority": "one directory for all places, which the public reads",
    "paper_wording": "words of papers, which say nothing of a place",
    "paper_mark": "characters of units, which stand on public papers",
    "staff/pages/<int:pk>/unpublish/": "pages of the whole site, asked about by who may edit them",
    "staff/api/main/pages/<int:pk>/action/<slug:name>/": "closed to everyone",
    "wagtailimages_chooser": "pictures of public pages, which belong to no region",
}

#: What each page is asked with: bare, searched for a character that both sides bear, exported.
QUERIES = [{}, {"q": HERE[0]}, {"export": "csv"}, {"export": "xlsx"}]


def staff_addresses() -> list[tuple[str, frozenset[str]]]:
    """Return name and parameters of every address below /staff/ whose view or model is ours."""
    return sorted(set(_walk(get_resolver(), "", ())), key=lambda found: found[0])


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, route, inner)
        elif route.startswith("staff/") and _is_ours(pattern.callback):
            name = ":".join((*spaces, pattern.name)) if pattern.name else route
            yield name, frozenset(pattern.pattern.converters)


def _is_ours(view) -> bool:
    module = getattr(view, "view_class", view).__module__
    model = getattr(view, "view_initkwargs", {}).get("model")
    label = model._meta.app_label if hasattr(model, "_meta") else ""
    return module.partition(".")[0] in settings.ROOMS or label in settings.ROOMS


ADDRESSES = staff_addresses()
REGIONAL = [
    found for found in ADDRESSES if REFERENCE.keys().isdisjoint((found[0], found[0].partition(":")[0]))
]
LISTS = [name for name, parameters in REGIONAL if not parameters]
LISTS += [
    "wagtailadmin_home",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
]
OF_ROWS = [found for found in REGIONAL if found[1]]


@pytest.fixture
def sides(places):
    """Both counties."""
    return {mark: make_side(mark) for mark in (HERE, THERE)}


@pytest.fixture
def insider(sides, client):
    """Somebody at work in the one county, signed in."""
    user = make_worker()
    client.force_login(user)
    return user


def is_closed(response) -> bool:
    """Whether the answer is that there is no such row, or that it's none of one's business."""
    if response.status_code in (301, 302):
        return response["Location"].startswith((reverse("wagtailadmin_home"), reverse("wagtailadmin_login")))
    return response.status_code in (403, 404, 405)


def test_there_are_pages_to_walk():
    assert len(LISTS) > 20
    assert len(OF_ROWS) > 30


def test_it_is_known_which_row_an_address_speaks_of():
    """A new address names its row in ROWS, or says in REFERENCE why it has no regional one."""
    unknown = [
        name for name, _parameters in OF_ROWS if name not in ROWS and name.partition(":")[0] not in ROWS
    ]
    assert not unknown


@pytest.mark.parametrize("query", QUERIES, ids=["bare", "searched", "csv", "xlsx"])
def test_no_list_shows_the_other_side(insider, client, query):
    """One test over all lists, because making both counties is what takes the time."""
    leaking, shown = [], 0
    for name in LISTS:
        response = client.get(reverse(name), query)
        text = body_of(response)
        shown += HERE in text.replace(insider.name, "")
        if THERE in text:
            leaking.append(name)
    assert not leaking
    if not query:
        assert shown >= 6, "hardly any list shows even what it should: the test has lost its sense"


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_a_row_of_the_other_side(insider, sides, client, method):
    """Neither by looking nor by sending a form; the same row on one's own side is there."""
    open_ones, found_here = [], 0
    for name, parameters in OF_ROWS:
        row_of = ROWS.get(name) or ROWS[name.partition(":")[0]]

        def address(side, name=name, row_of=row_of, parameters=parameters):
            values = {key: value for key, value in row_of(side).items() if key in parameters}
            return reverse(name, kwargs=values)

        response = getattr(client, method)(address(sides[THERE]))
        if not is_closed(response) or THERE in body_of(response):
            open_ones.append((name, response.status_code))
        if method == "get":
            found_here += client.get(address(sides[HERE])).status_code == 200
    assert not open_ones
    if method == "get":
        assert found_here > 20, "hardly any address opens even one's own row: the test has lost its sense"


def test_mixing_ones_own_row_with_a_part_of_the_others(insider, sides, client):
    """An attachment, an item or a letter of the other side under an address of one's own."""
    here, there = sides[HERE], sides[THERE]
    mixed = [
        ("complaints_attachment", {"number": here.case.number, "attachment": there.attachment.public_id}),
        ("lead:remove", {"public_id": here.lead.public_id, "item": there.lead.items.first().public_id}),
        ("lead:letter", {"public_id": here.lead.public_id, "transfer": there.transfer.public_id}),
    ]
    for name, values in mixed:
        for method in (client.get, client.post):
            response = method(reverse(name, kwargs=values), {"reason": "试一试"})
            assert THERE not in body_of(response), name
    assert not there.lead.items.exclude(removed_at=None).exists()
    assert client.get(reverse(*_address(mixed[0]))).status_code == 404


def _address(named: tuple) -> tuple:
    name, values = named
    return name, None, None, values


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_wagtails_bulk_actions_are_closed_to_superusers_too(insider, sides, client, action):
    person = sides[THERE].person
    url = reverse("wagtail_bulk_action", args=["organizations", "user", action])
    for response in (client.get(url, {"id": person.pk}), client.post(f"{url}?id={person.pk}", {"role": 1})):
        assert is_closed(response)
    person.refresh_from_db()
    assert person.is_active


def test_choosers_give_nothing_of_the_other_side_when_asked_for_several(insider, sides, client):
    for name, pk in [("region_chooser", sides[THERE].region.pk), ("unit_chooser", sides[THERE].unit.pk)]:
        response = client.get(reverse(f"{name}:chosen_multiple"), {"id": [pk]})
        assert THERE not in body_of(response)


def test_a_superuser_without_a_post_gets_no_regional_page(sides, client):
    """Deny by default: being a superuser opens no region."""
    client.force_login(make_person("根", is_superuser=True))
    opened = []
    for name in LISTS:
        text = body_of(client.get(reverse(name)))
        if HERE in text or THERE in text:
            opened.append(name)
    for name, parameters in OF_ROWS:
        row_of = ROWS.get(name) or ROWS[name.partition(":")[0]]
        values = {key: value for key, value in row_of(sides[HERE]).items() if key in parameters}
        if not is_closed(client.get(reverse(name, kwargs=values))):
            opened.append(name)
    assert not opened


def test_every_viewset_of_a_regional_model_has_a_scoped_policy():
    regional = {
        model for model in apps.get_models() if hasattr(model._default_manager.get_queryset(), "visible_to")
    }
    found = [
        viewset
        for viewset in viewsets.viewsets
        if isinstance(viewset, ModelViewSet) and viewset.model in regional
    ]
    assert len(found) >= 5
    for viewset in found:
        assert isinstance(viewset.permission_policy, RegionScopedPermissionPolicy), viewset
