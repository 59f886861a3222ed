"""An uploaded file becomes a batch: rows that passed wait to be published, rows that didn't say why.

All in one transaction: a file that is refused as a whole, or a process that dies, leaves nothing behind.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from disclosure.enums import BatchState
from disclosure.layouts import LAYOUTS, Field, layout_for
from disclosure.models import Batch, Programme, Recipient, RefusedRow, StagedRow
from disclosure.months import is_too_far_ahead
from disclosure.problems import FileRefused, NotAllowed, Problem
from disclosure.reading import sheets
from disclosure.roles import may
from disclosure.staging import StagedWriter
from disclosure.tables import SEARCHED_ROWS, Table, find_table
from disclosure.validation import CheckedRow, ListCheck
from disclosure.villages import VillageIndex
from organizations import scope
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region
from protection import audit

ROWS_AT_ONCE = 1000
# A file whose columns were moved refuses every row; nobody mends more than these in one go.
MOST_REFUSED = 2000
# Up to here a request waits for the check; a larger file is read by a background task.
INLINE_BYTES = 2 * 1024 * 1024
BLOCK = 1024 * 1024


def import_list(
    file: IO[bytes], *, programme: Programme, region: Region, month: date, user, name: str = ""
) -> Batch:
    """Read a list and keep it as a draft batch; ``month`` is any day of the month that the list is about.

    Raises FileRefused where the file as a whole can't be read, NotAllowed where ``user`` is no editor of the
    region or no list can be of that month; nothing is kept then. Rows that can't be read are in
    ``batch.refused_rows``.
    """
    with transaction.atomic():
        batch = _new_batch(file, programme, region, month, user, name)
        _read_into(batch, file)
        audit.record("disclosure.import", batch, user=user, **_facts(batch))
    return batch


def receive_list(
    file: IO[bytes], *, programme: Programme, region: Region, month: date, user, name: str = ""
) -> Batch:
    """Keep a large file with its batch until ``read_received`` reads it. Raises NotAllowed, FileRefused."""
    with transaction.atomic():
        batch = _new_batch(file, programme, region, month, user, name)
        sheets(file, _size(file))  # what can be told from the outside is told at once
        batch.file.save(batch.source_name, File(file))
        audit.record("disclosure.receive", batch, user=user, month=batch.month)
    return batch


def read_received(batch_id: int) -> Batch:
    """Read the kept file of a batch, once; what refuses the whole file is kept as a refusal of row 0.

    A batch that was withdrawn meanwhile is left alone. A check that breaks off for another reason is told on
    the batch too, before the error goes on to the log of tasks.
    """
    try:
        with transaction.atomic():
            batch = Batch.objects.select_for_update().get(pk=batch_id)
            if not batch.is_checked and batch.state == BatchState.DRAFT:
                with batch.file.open("rb") as file:
                    _read_into(batch, file)
                audit.record("disclosure.import", batch, user=batch.uploaded_by, **_facts(batch))
    except FileRefused as refused:
        batch = _refuse_received(batch_id, refused.problems)
    except Exception:
        _forget_file(_refuse_received(batch_id, [Problem("file_unread")]))
        raise
    return _forget_file(batch)


def _refuse_received(batch_id: int, problems: list[Problem]) -> Batch:
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        _keep_refused(batch, problems)
        _finish(batch, accepted=0, refused=0)
        audit.record("disclosure.import", batch, user=batch.uploaded_by, **_facts(batch))
    return batch


def _forget_file(batch: Batch) -> Batch:
    """Delete the kept file, after the commit: it holds accounts and addresses, and is of no more use."""
    if batch.file:
        batch.file.delete(save=True)
    return batch


def _new_batch(
    file: IO[bytes], programme: Programme, region: Region, month: date, user: Any, name: str
) -> Batch:
    if not may(user, "add", region.code):
        raise NotAllowed(["no_editor_here"])
    if programme.pk not in LAYOUTS:
        raise FileRefused(Problem("no_layout"))
    if region.level < Level.CITY:
        raise FileRefused(Problem("region_too_large"))
    if is_too_far_ahead(month):
        raise NotAllowed(["month_too_far"])
    given = str(name or getattr(file, "name", "") or "")
    batch = Batch(
        programme=programme,
        region=region,
        month=month.replace(day=1),
        source_name=_neutral_name(programme, region, month, given),
        digest=_digest(file),
        uploaded_by=user,
    )
    if not batch.is_later_than_published:
        raise NotAllowed(["month_not_later"])
    batch.save()
    return batch


def _neutral_name(programme: Programme, region: Region, month: date, given: str) -> str:
    """What the list is of, and the ending of the file: whatever else stood in its name may be a person's."""
    ending = PurePath(given).suffix.lower()
    ending = ending if re.fullmatch(r"\.[a-z]{3,4}", ending) else ""
    return f"{programme.pk}-{region.pk}-{month:%Y-%m}{ending}"


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


def _size(file: IO[bytes]) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def _read_into(batch: Batch, file: IO[bytes]) -> None:
    """Check every row of ``file`` and keep it with ``batch``; the caller holds the transaction."""
    check = ListCheck(VillageIndex(batch.region), batch.month)
    accepted = StagedWriter(batch)
    refused: list[Problem] = []
    seen_rows = False
    for table in _tables(batch, file):
        for outcome in check.rows(table):
            seen_rows = True
            if isinstance(outcome, CheckedRow):
                accepted.add(outcome)
            else:
                refused += outcome
                if check.refused_rows >= MOST_REFUSED:
                    raise FileRefused(
                        [*refused[:50], Problem("file_too_many_refused", params={"most": MOST_REFUSED})]
                    )
    if not seen_rows:
        raise FileRefused(Problem("file_no_rows"))
    accepted.flush()
    late = [*_drop_conflicts(batch, check), *_drop_listed_elsewhere(batch)]
    refused += late
    dropped = len({(problem.sheet, problem.row) for problem in late})
    _keep_refused(batch, refused)
    _finish(batch, accepted=accepted.count - dropped, refused=check.refused_rows + dropped)


def _tables(batch: Batch, file: IO[bytes]) -> Iterator[Table]:
    """The tables of a file, one a sheet. Raises FileRefused for headings that are wrong, or found nowhere."""
    fields = layout_for(batch.programme_id, village_known=batch.region.level == Level.VILLAGE)
    found = False
    for sheet in sheets(file, _size(file)):
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


def _drop_conflicts(batch: Batch, check: ListCheck) -> list[Problem]:
    """Take back accepted rows that a later row of the file contradicts."""
    conflicts = check.conflicts()
    problems: list[Problem] = []
    keys = iter(conflicts)
    while some := list(islice(keys, 200)):
        where = Q()
        for sheet, row in some:
            where |= Q(sheet=sheet[:64], row=row)
        staged = list(StagedRow.objects.filter(where, batch=batch).values_list("pk", "sheet", "row"))
        StagedRow.objects.filter(pk__in=[pk for pk, _, _ in staged]).delete()
        kept = {(sheet, row) for _, sheet, row in staged}
        problems += [p for key in some if (key[0][:64], key[1]) in kept for p in conflicts[key]]
    return problems


def _drop_listed_elsewhere(batch: Batch) -> list[Problem]:
    """Take back households that the current list of another place holds: one household, one list.

    Only the county is named: with the village, importing an ID number would tell an editor where somebody
    far away lives.
    """
    elsewhere = (
        Recipient.objects.current()
        .filter(programme_id=batch.programme_id)
        .exclude(scope.within(batch.region_id))
        .filter(id_index__in=StagedRow.objects.filter(batch=batch).values("id_index"))
    )
    county = {index: code[: CODE_LENGTH[Level.COUNTY]] for index, code in _codes_by_index(elsewhere)}
    names = {region.pk: region.path_name() for region in Region.objects.filter(pk__in=set(county.values()))}
    place = {index: names.get(code, "") for index, code in county.items()}
    if not place:
        return []
    problems: list[Problem] = []
    indexes = iter(sorted(place))
    while some := list(islice(indexes, 500)):
        rows = StagedRow.objects.filter(batch=batch, id_index__in=some)
        for row in rows.defer("id_number"):
            params = {"place": place[row.id_index]}
            problems.append(Problem("on_other_list", row.row, "户主身份证号", row.sheet, params))
        rows.delete()
    return problems


def _codes_by_index(recipients) -> Iterator[tuple[str, str]]:
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


def _finish(batch: Batch, *, accepted: int, refused: int) -> None:
    batch.accepted_count = accepted
    batch.refused_count = refused
    batch.checked_at = timezone.now()
    batch.save(update_fields=["accepted_count", "refused_count", "checked_at"])


def _facts(batch: Batch) -> dict[str, Any]:
    return {
        "programme": batch.programme_id,
        "region": batch.region_id,
        "month": batch.month,
        "accepted": batch.accepted_count,
        "refused": batch.refused_count,
    }
