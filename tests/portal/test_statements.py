"""Safety, privacy, accessibility: there for everybody, in both languages, linked where they are needed."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.complaints.public.citizen import url, walk
from tests.organizations.factories import make_places, make_units

pytestmark = pytest.mark.usefixtures("prepared")
PAGES = ("safety", "privacy", "accessibility")


@pytest.fixture
def units(prepared):
    """Places and offices, so that the form can be filled."""
    make_places()
    return make_units()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "您"), ("en", "you")])
def test_each_is_there_in_both_languages(client, name, language, words):
    with translation.override(language):
        address = reverse(f"portal:{name}")
    page = client.get(address)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_each_is_linked_from_every_page(client, name):
    assert f'href="/{name}/"' in client.get(url("kind")).content.decode()


def test_the_form_links_to_safety_where_it_asks_for_openness(client, units):
    walk(client, until="openness")
    assert 'href="/safety/" target="_blank"' in client.get(url("openness")).content.decode()


def test_leaving_quickly_ends_everything_without_a_word(client, units):
    walk(client, until="openness")
    assert "快速离开" in client.get(url("openness")).content.decode()
    answer = client.post(reverse("complaints:leave"), {"away": "1"})
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get(url("story")).status_code in (302, 410)
    home = client.get("/", follow=True).content.decode()
    assert "办件" not in home.partition("<main")[2].partition('class="messages')[2][:200]
