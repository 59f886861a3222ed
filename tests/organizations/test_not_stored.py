"""No answer of the staff site is kept by a browser or by what stands between, on any address there is."""

import uuid

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLResolver

from tests.organizations.walls import HERE, make_side, make_worker

pytestmark = pytest.mark.django_db


def every_address(resolver: URLResolver, prefix: str = "", spaces: tuple[str, ...] = ()):
    """Name and parameters of everything below /staff/, Wagtail's own too."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from every_address(pattern, route, inner)
        elif route.startswith("staff/") and pattern.name:
            yield ":".join((*spaces, pattern.name)), dict(pattern.pattern.converters)


def bare_addresses() -> set[str]:
    """Every address, where one needs a row, of a row that is not there."""
    found = {"/staff/", "/staff/nothing/here/", "/staff/pages/1/unpublish/"}
    for name, parameters in every_address(get_resolver()):
        values = {key: _some(kind) for key, kind in parameters.items()}
        try:
            found.add(reverse(name, kwargs=values))
        except NoReverseMatch:
            continue
    return found


def _some(converter) -> object:
    made = {"IntConverter": 987654, "UUIDConverter": uuid.UUID(int=0)}
    return made.get(type(converter).__name__, "none")


@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_no_answer_of_the_staff_site_is_kept(places, client, who):
    if who == "somebody":
        make_side(HERE)
        client.force_login(make_worker())
    addresses = sorted(bare_addresses() - {reverse("wagtailadmin_logout")})
    assert len(addresses) > 150
    client.raise_request_exception = False
    kept = [one for one in addresses if "no-store" not in client.get(one).get("Cache-Control", "")]
    assert not kept


def test_public_pages_are_left_as_they_are(client):
    assert "no-store" not in client.get("/robots.txt").get("Cache-Control", "")
