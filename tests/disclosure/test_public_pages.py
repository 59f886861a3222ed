"""The public pages of lists."""

import pytest
from django.urls import reverse

from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db
VILLAGE = "320722100201"


@pytest.fixture
def published(release):
    release([household(n) for n in range(9)])


def read(client, name, *args, **query):
    response = client.get(reverse(f"disclosure:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_goes_from_the_city_to_a_row(client, published):
    assert reverse("disclosure:region", args=["320722"]) in read(client, "places")
    assert reverse("disclosure:list", args=["320722", "rural-dibao"]) in read(client, "region", "320722")
    county = read(client, "list", "320722", "rural-dibao")
    assert reverse("disclosure:list", args=["320722100", "rural-dibao"]) in county
    village = read(client, "list", VILLAGE, "rural-dibao")
    assert village.count("?row=") == 3
