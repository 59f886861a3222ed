"""Lists are read as they stand, or refused aloud: data/files.csv has a line for each kind of file.

``expected`` is ``read`` (``value`` stands in the row then, and all three households were accepted), or the
code of the refusal, told with its row and column: of one row, the others being accepted, or of the file.
"""

import json
from datetime import date
from decimal import Decimal

import pytest

from disclosure.intake import reading
from disclosure.intake.file_worker import run
from disclosure.messages import MESSAGES
from disclosure.models import Batch, StagedRow
from disclosure.problems import FileRefused
from tests.disclosure import factories
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "files.csv")
TYPES = {"amount": Decimal, "people": int, "since": date.fromisoformat}

pytestmark = pytest.mark.django_db


def name_of(row):
    return row["file"] if row["file"] != "cell" else f"{row['form']} {row['heading']} {row['cell']}"


def problems_of(load, file):
    """What was told of the file, and the batch if one was kept."""
    try:
        batch = load(file)
    except FileRefused as refused:
        assert not Batch.objects.exists()
        assert not StagedRow.objects.exists()
        return refused.problems, None
    return list(batch.refused_rows.all()), batch


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_each_file_is_read_or_refused(load, row):
    problems, batch = problems_of(load, factories.made(row))
    if row["expected"] != "read":
        told = [(problem.code, problem.row, problem.column) for problem in problems]
        assert told[0] == (row["expected"], int(row["row"]), row["column"]), told
        first = problems[0]
        assert first.code in MESSAGES
        assert "%(" not in first.what_is_wrong + first.what_is_right
        assert factories.ID_OF_ROW_3 not in str(first.params)
        return
    assert batch is not None, [(p.code, p.row, p.column, p.params) for p in problems]
    assert (batch.accepted_count, problems) == (3, [])
    if row["value"]:
        key, _, written = row["value"].partition("=")
        staged = batch.staged_rows.get(row=row["row"])
        expected = TYPES.get(key, str)(written.replace("{id}", factories.ID_OF_ROW_3))
        assert getattr(staged, key) == expected


def test_the_table_names_every_file_that_is_made():
    assert {row["file"] for row in ROWS} == {*factories.FILES, "cell"}
    assert len(ROWS) >= 60


def sheets_of(file):
    """Each sheet's name and its rows, as a process of its own reads them."""
    return [
        (sheet.name, [cells for _, cells in sheet.rows])
        for sheet in reading.sheets(file, len(file.getvalue()))
    ]


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_the_process_hands_over_what_its_reader_says(row):
    """Neither the pipe, nor the limits, nor the packages left out at its start change a file's reading."""
    file = factories.made(row)
    try:
        reading.check_outside(file, len(file.getvalue()))
    except FileRefused:
        return  # refused by its outside, which no reader sees
    said_here = [json.loads(json.dumps(message)) for message in run.messages(file.getvalue())]
    if "error" in said_here[-1]:
        with pytest.raises(FileRefused) as refused:
            sheets_of(file)
        assert [problem.code for problem in refused.value.problems] == [said_here[-1]["error"]]
        return
    assert said_here[-1] == {"end": True}
    sheets = sheets_of(file)
    assert [name for name, _ in sheets] == [each["sheet"] for each in said_here if "sheet" in each]
    cells = [row for message in said_here for row in message.get("rows", [])]
    assert [row for _, rows in sheets for row in rows] == cells
