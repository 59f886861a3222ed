"""The table of column layouts (``disclosure/data/layouts.csv``): what each needs, and no heading twice."""

from collections import Counter

import pytest

from disclosure.intake.layouts import layout_for, layouts
from disclosure.setup import PROGRAMMES

NEEDED = {"holder_name", "id_number", "village", "since"}


def test_every_layout_is_of_a_programme():
    assert set(layouts()) <= {row.code for row in PROGRAMMES.rows}


@pytest.mark.parametrize("programme", layouts())
def test_a_layout_has_what_every_list_needs_and_each_field_once(programme):
    fields = layouts()[programme]
    assert max(Counter(field.key for field in fields).values()) == 1
    assert {field.key for field in fields if field.needed} >= NEEDED
    assert "village" not in {f.key for f in layout_for(programme, village_known=True) if f.needed}


@pytest.mark.parametrize("programme", layouts())
def test_no_heading_leads_to_two_fields(programme):
    met = Counter(heading for field in layouts()[programme] for heading in field.headings)
    twice = {heading for heading, times in met.items() if times > 1}
    assert twice == set()
