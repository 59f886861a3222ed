"""The check of a whole file: its good rows are handed on some at a time, so that no city's list has to fit in
memory; what only the whole file tells (one person in two households) takes rows back at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import IO, Any

from django.db.models import QuerySet

from disclosure.intake import household_key, reading, searching
from disclosure.intake.earlier_lists import ELSEWHERE, ID, against_lists
from disclosure.intake.leases import ReadingLease
from disclosure.intake.meanings import fields_of, remembered
from disclosure.intake.open_notices import against_notices
from disclosure.intake.persons import by_household
from disclosure.intake.progress import ReadSoFar
from disclosure.intake.staging import Staged, preparing
from disclosure.intake.storing import FEW, PIECE, keep_refused
from disclosure.intake.validation import CheckedRow, ListCheck
from disclosure.intake.villages import VillageIndex
from disclosure.intake.warned import Warnings
from disclosure.models import Batch, Recipient, StagedRow
from disclosure.problems import FileRefused, Problem
from disclosure.standards import AmountLimits
from organizations import codes, scope
from organizations.models import Region

#: A file whose columns were moved refuses every row; nobody mends more than these in one go.
MOST_REFUSED = 2000


@dataclass(slots=True)
class CheckedFile:
    """What came of a file beside its good rows: how many those are, why others, or the file (row 0), were
    refused. ``accepted`` still counts the ``contradicted`` rows, by (sheet, row), which a later row of the
    file contradicts.
    """

    accepted: int = 0
    problems: list[Problem] = field(default_factory=list)
    refused_rows: int = 0
    warnings: Warnings = field(default_factory=Warnings)
    contradicted: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    #: How many answers tell something of lists of other places: it stands in the log.
    about_elsewhere: int = 0
    so_far: ReadSoFar = field(default_factory=ReadSoFar)


def check_file(
    batch: Batch,
    file: IO[bytes],
    limits: reading.ReadingLimits,
    keep: Callable[[Sequence[Staged], str, ReadSoFar], None],
) -> CheckedFile:
    """Check every row of ``file`` and give the good ones to ``keep``, some at a time, with the key under
    which their households are known, and how far the file was read. Raises FileRefused, TooMuchAtOnce: then
    none of them count.
    """
    check = ListCheck(VillageIndex(batch.region), batch.month, AmountLimits.of(batch), batch.lacking)
    key = household_key.in_force()
    prepared, rows, checked = preparing(key), [], CheckedFile()
    seen_rows = False
    tables = searching.tables(
        file, limits, fields_of(batch), remembered(batch), lacks=bool(batch.lacks), watch=checked.so_far.of
    )
    with closing(tables):  # a refusal ends the reader's process at once
        for outcome in chain.from_iterable(map(check.rows, map(by_household, tables))):
            seen_rows = True
            if isinstance(outcome, CheckedRow):
                rows.append(prepared(outcome))
                if len(rows) == PIECE:
                    checked.accepted += len(rows)
                    keep(rows, key, checked.so_far)
                    rows = []
                continue
            checked.problems += outcome
            if check.refused_rows >= MOST_REFUSED:
                stopped = Problem("file_too_many_refused", params={"most": MOST_REFUSED})
                raise FileRefused([*checked.problems[:50], stopped])
    if not seen_rows:
        raise FileRefused(Problem("file_no_rows"))
    if rows:
        checked.accepted += len(rows)
        keep(rows, key, checked.so_far)
    checked.refused_rows, checked.contradicted = check.refused_rows, check.conflicts()
    checked.warnings = check.warnings
    return checked


def take_back_rows(lease: ReadingLease, checked: CheckedFile) -> None:
    """Refuse, of the rows that are kept, those that the file contradicts, and those that the current list of
    another place holds. Raises HandLost.
    """
    for some in _parts(sorted(checked.contradicted), FEW):
        with lease.piece() as batch:
            taken = 0
            for sheet, rows in groupby(some, key=itemgetter(0)):
                # One that another fault held back was never stored, and is refused already.
                taken += (
                    _of(batch).filter(sheet=sheet[:64], row__in=[row for _sheet, row in rows]).delete()[0]
                )
            keep_refused(batch, chain.from_iterable(checked.contradicted[place] for place in some))
        _count_refused(checked, taken)
    place = _listed_elsewhere(lease.batch_id) if checked.accepted else {}
    for indexes in _parts(sorted(place), FEW):
        with lease.piece() as batch:
            listed = _of(batch).filter(id_index__in=indexes)
            problems = [_on_other_list(row, place[row.id_index]) for row in listed.defer("id_number")]
            listed.delete()
            keep_refused(batch, problems)
        _count_refused(checked, len(problems))
        checked.about_elsewhere += len(problems)


def warn_of_other_lists(batch: Batch, checked: CheckedFile) -> None:
    """Add a warning for each row that does not go with the lists before, of any programme."""
    for warning in chain(against_lists(batch), against_notices(batch)):
        checked.warnings.add(warning)
        checked.about_elsewhere += warning.code == ELSEWHERE


def _of(batch: Batch) -> QuerySet[StagedRow]:
    return StagedRow.objects.filter(batch=batch)


def _count_refused(checked: CheckedFile, rows: int) -> None:
    checked.accepted -= rows
    checked.refused_rows += rows


def _on_other_list(row: StagedRow, place: str) -> Problem:
    if not place:
        return Problem("on_list_of_another_city", row.row, ID, row.sheet)
    return Problem("on_other_list", row.row, ID, row.sheet, {"place": place})


def _parts(rows: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    return (rows[start : start + length] for start in range(0, len(rows), length))


def _listed_elsewhere(batch_id: int) -> dict[str, str]:
    """The kept households that the current list of another place holds, each with the county there: one
    household, one list. Publication asks again.

    Only the county is named, and none of another city: with the village, importing an ID number would tell an
    editor where somebody far away lives.
    """
    batch = Batch.objects.select_related("programme").get(pk=batch_id)
    current = Recipient.objects.current_of(batch.programme)
    elsewhere = current.exclude(scope.within(batch.region_id)).filter(
        id_index__in=_of(batch).values("id_index")
    )
    city = codes.city_of(batch.region_id)
    county = {
        index: codes.county_of(code) if codes.contains(city, code) else ""
        for index, code in _codes_by_index(elsewhere)
    }
    names = {region.pk: region.path_name() for region in Region.objects.filter(pk__in=set(county.values()))}
    return {index: names.get(code, "") for index, code in county.items()}


def _codes_by_index(recipients: Any) -> Iterator[tuple[str, str]]:
    return recipients.values_list("id_index", "region_id").iterator()
