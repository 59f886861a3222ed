"""The table of column layouts (``disclosure/data/layouts.csv``): what each needs, and no heading twice."""

from collections import Counter

import pytest

from disclosure.intake.layouts import NOTICE_TABLE, layout_for, layouts, notice_layout
from disclosure.notices.periods import RULES
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


@pytest.mark.parametrize("programme", sorted({row.programme for row in RULES.rows if row.is_due}))
@pytest.mark.parametrize("pays", [True, False])
def test_every_programme_with_notices_has_a_layout_for_their_files(programme, pays):
    fields = notice_layout(programme, pays=pays, village_known=False)
    keys = Counter(field.key for field in fields)
    assert max(keys.values()) == 1
    assert {"holder_name", "id_number", "people", "village"} <= keys.keys()
    assert ("amount" in keys) == pays
    met = Counter(heading for field in fields for heading in field.headings)
    assert max(met.values()) == 1
    assert {code for row in NOTICE_TABLE.rows for code in row.programmes} <= set(layouts())
