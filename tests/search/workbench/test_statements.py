"""The screen asks the database little, whatever is chosen, on each engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.enums import Role
from search.indexing.rebuilding import rebuild
from tests.organizations.factories import make_person, make_places, make_units
from tests.search.cases import make_cases

pytestmark = pytest.mark.django_db
#: As for every page of the staff site (tests/complaints/staff/test_lists.py).
MOST = 15
FILTERS = ("", "?region=320722", "?region=320722&kind=report&since=2026-01-01&clock=late", "?clock=soon")


def test_a_search_with_hits_filters_and_counts_asks_fifteen_statements(client, prepared, site_engine):
    make_places()
    units = make_units()
    make_cases(units)
    rebuild("cases")
    client.force_login(make_person("周检查", (units["inspection"], Role.INSPECTOR)))
    found = []
    for filters in FILTERS:
        address = client.post(reverse("search:cases") + filters, {"q": "存折"}).url
        client.get(address)  # what is read once a process
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        found.append(page.context["answer"].total)
        said = [each["sql"] for each in captured]
        said = [each for each in said if not each.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
        assert len(said) <= MOST, "\n".join(each[:100] for each in said)
    assert found[0] == found[1] == 2, "a page without hits would ask less"
