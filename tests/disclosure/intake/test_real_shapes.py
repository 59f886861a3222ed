"""Every layout that real lists have is read as it stands: data/shapes.csv has a line for each."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.models import Programme
from organizations.models import Region
from tests.disclosure import shapes
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "shapes.csv")
TYPES = {"amount": Decimal, "people": int, "since": date.fromisoformat}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["shape"])
def test_each_shape_is_read(load, row):
    where = {"region": Region.objects.get(pk=row["region"])} if row["region"] else {}
    programme = Programme.objects.get(pk=row["programme"])
    lacks = row["lacks"].split()
    batch = load(shapes.SHAPES[row["shape"]](), programme=programme, lacks=lacks, **where)
    told = list(batch.refused_rows.values_list("row", "column", "code"))
    assert (batch.accepted_count, batch.refused_count) == (int(row["accepted"]), int(row["refused"])), told
    assert {code.code for code in batch.refused_rows.warnings()} == set(filter(None, [row["warned"]])), told
    if row["value"]:
        key, _, written = row["value"].partition("=")
        second = list(batch.staged_rows.order_by("sheet", "row"))[1]
        read = TYPES.get(key, str)
        expected = None if written == "None" else read(written.replace("{id}", shapes.HEAD))
        assert getattr(second, key) == expected


def test_the_table_names_every_shape_that_is_made():
    assert sorted(row["shape"] for row in ROWS) == sorted(shapes.SHAPES)


def test_a_row_that_was_refused_already_is_not_counted_again(load):
    """Another row that names the same person adds its reason, and no row."""
    rows = [
        shapes.household(0, **{"合计（元）": "很多"}),
        shapes.household(1, 户主身份证号=shapes.household(0)["户主身份证号"]),
    ]
    batch = load([*rows, shapes.household(2)])
    assert (batch.accepted_count, batch.refused_count) == (1, 2)
    assert batch.staged_rows.count() == 1
