"""The check of a whole file, and storing what came of it: in two steps, so that no transaction waits."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any

from django.utils import timezone

from disclosure import household_key, reading
from disclosure.layouts import Field, layout_for
from disclosure.models import Batch, Recipient, RefusedRow, StagedRow
from disclosure.problems import FileRefused, Problem
from disclosure.staging import Staged, insert, preparing
from disclosure.tables import SEARCHED_ROWS, Table, find_table
from disclosure.validation import CheckedRow, ListCheck
from disclosure.villages import VillageIndex
from organizations import scope
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region

ROWS_AT_ONCE = 1000
# A file whose columns were moved refuses every row; nobody mends more than these in one go.
MOST_REFUSED = 2000


@dataclass(slots=True)
class Checked:
    """What came of a file: rows ready to be stored, and why others, or the file (row 0), were refused."""

    rows: list[Staged] = field(default_factory=list)
    key: str = ""  # under which the households of the rows are known
    problems: list[Problem] = field(default_factory=list)
    refused_rows: int = 0


def check_file(
    batch: Batch,
    file: IO[bytes],
    limits: reading.Limits,
    still_reading: Callable[[], None] | None = None,
) -> Checked:
    """Check every row of ``file`` for a batch that need not be saved yet; nothing is written.

    ``still_reading`` is called now and then. Raises FileRefused, TooMuchAtOnce.
    """
    check = ListCheck(VillageIndex(batch.region), batch.month)
    checked = Checked(key=household_key.in_force())
    prepared = preparing(checked.key)
    seen_rows = False
    with closing(_tables(batch, file, limits)) as tables:  # a refusal ends the reader's process at once
        for number, outcome in enumerate(chain.from_iterable(map(check.rows, tables))):
            seen_rows = True
            if isinstance(outcome, CheckedRow):
                checked.rows.append(prepared(outcome))
            else:
                checked.problems += outcome
                if check.refused_rows >= MOST_REFUSED:
                    stopped = Problem("file_too_many_refused", params={"most": MOST_REFUSED})
                    raise FileRefused([*checked.problems[:50], stopped])
            if still_reading and number % ROWS_AT_ONCE == 0:
                still_reading()
    if not seen_rows:
        raise FileRefused(Problem("file_no_rows"))
    checked.refused_rows = check.refused_rows
    _drop_conflicts(checked, check.conflicts())
    return checked


def store(batch: Batch, checked: Checked) -> None:
    """Keep what came of the file with its batch; the caller holds the transaction."""
    store_rows(batch, checked.rows, checked.key)
    store_outcome(batch, checked, listed_elsewhere(batch))


def store_rows(batch: Batch, rows: Sequence[Staged], key: str) -> None:
    """Keep some of the rows, prepared under ``key``; the caller holds the transaction."""
    insert(batch, household_key.under_the_key(rows, key))


def store_outcome(batch: Batch, checked: Checked, elsewhere: dict[str, str]) -> None:
    """Say on a batch, once all its rows are kept, what was accepted, and why other rows were refused, among
    them those of ``listed_elsewhere``; the caller holds the transaction.
    """
    dropped = _drop_listed_elsewhere(batch, elsewhere)
    _keep_refused(batch, [*checked.problems, *dropped])
    batch.accepted_count = len(checked.rows) - len(dropped)
    batch.refused_count = checked.refused_rows + len(dropped)
    batch.checked_at = timezone.now()
    batch.save(update_fields=["accepted_count", "refused_count", "checked_at"])


def _tables(batch: Batch, file: IO[bytes], limits: reading.Limits) -> Generator[Table, None, None]:
    """The tables of a file, one a sheet. Raises FileRefused for headings that are wrong, or found nowhere."""
    fields = layout_for(batch.programme_id, village_known=batch.region.level == Level.VILLAGE)
    found = False
    file.seek(0, 2)
    for sheet in reading.sheets(file, file.tell(), limits):
        table, problems = find_table(sheet, fields)
        if problems:
            raise FileRefused(problems)
        if table is not None:
            found = True
            yield table
    if not found:
        raise FileRefused(
            Problem("headings_missing", params={"rows": SEARCHED_ROWS, "expected": _expected(fields)})
        )


def _expected(fields: Iterable[Field]) -> str:
    return "、".join(field.headings[0] for field in fields if field.needed)


def _drop_conflicts(checked: Checked, conflicts: dict[tuple[str, int], list[Problem]]) -> None:
    """Take back accepted rows that a later row of the file contradicts."""
    if not conflicts:
        return
    kept = []
    for row in checked.rows:
        against = conflicts.get((row.sheet, row.row))
        if against is None:
            kept.append(row)
        else:
            checked.problems += against
            checked.refused_rows += 1
    checked.rows = kept


def listed_elsewhere(batch: Batch) -> dict[str, str]:
    """The kept households that the current list of another place holds, each with the county there: one
    household, one list. Publication asks again.

    Only the county is named: with the village, importing an ID number would tell an editor where somebody
    far away lives.
    """
    current = Recipient.objects.current_of(batch.programme)
    elsewhere = current.exclude(scope.within(batch.region_id)).filter(
        id_index__in=StagedRow.objects.filter(batch=batch).values("id_index")
    )
    county = {index: code[: CODE_LENGTH[Level.COUNTY]] for index, code in _codes_by_index(elsewhere)}
    names = {region.pk: region.path_name() for region in Region.objects.filter(pk__in=set(county.values()))}
    return {index: names.get(code, "") for index, code in county.items()}


def _drop_listed_elsewhere(batch: Batch, place: dict[str, str]) -> list[Problem]:
    indexes = sorted(place)
    problems: list[Problem] = []
    for start in range(0, len(indexes), 500):
        rows = StagedRow.objects.filter(batch=batch, id_index__in=indexes[start : start + 500])
        for row in rows.defer("id_number"):
            params = {"place": place[row.id_index]}
            problems.append(Problem("on_other_list", row.row, "户主身份证号", row.sheet, params))
        rows.delete()
    return problems


def _codes_by_index(recipients: Any) -> Iterator[tuple[str, str]]:
    return recipients.values_list("id_index", "region_id").iterator()


def _keep_refused(batch: Batch, problems: Iterable[Problem]) -> None:
    RefusedRow.objects.bulk_create(
        (
            RefusedRow(
                batch=batch,
                sheet=problem.sheet[:64],
                row=problem.row,
                column=problem.column[:64],
                code=problem.code,
                params=problem.params,
            )
            for problem in problems
        ),
        batch_size=ROWS_AT_ONCE,
    )
