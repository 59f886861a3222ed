"""An uploaded file becomes a batch: rows that passed wait to be published, rows that didn't say why.

The file is read and checked first, outside of any transaction, so that nobody else waits for it. What came of
a small one is then stored in one: a file that is refused as a whole, or a process that dies, leaves nothing
behind. The rows of a large one are stored some at a time, each by whoever has the batch in hand, and count
from when the batch says that it is checked; who takes up the work of a reader that died begins with no rows.
"""

import hashlib
import re
from datetime import date
from pathlib import PurePath
from typing import IO, Any

from django.db import transaction

from disclosure import kept_files, order, reading
from disclosure.checking import Checked, check_file, listed_elsewhere, store, store_outcome, store_rows
from disclosure.enums import BatchState
from disclosure.layouts import LAYOUTS
from disclosure.leases import Lease, hold, wait_for_reader
from disclosure.models import Batch, Programme, StagedRow
from disclosure.months import is_too_far_ahead
from disclosure.problems import FileRefused, NotAllowed, Problem
from disclosure.roles import may
from organizations.enums import Level
from organizations.models import Region
from protection import audit

# Up to here a request waits for the check; a larger file is read by a background task.
INLINE_BYTES = 2 * 1024 * 1024
BLOCK = 1024 * 1024
# So many rows of a large file are stored in one transaction, a tenth of a second on an idle machine.
STORED_AT_ONCE = 2000


def import_list(
    file: IO[bytes],
    *,
    programme: Programme,
    region: Region,
    month: date,
    user,
    name: str = "",
    limits: reading.Limits = reading.AT_LEISURE,
) -> Batch:
    """Read a list and keep it as a draft batch; ``month`` is any day of the month that the list is about.

    Raises FileRefused where the file as a whole can't be read, NotAllowed where ``user`` is no editor of the
    region or no list can be of that month, TooMuchAtOnce where it takes more than ``limits``; nothing is kept
    then. Rows that can't be read are in ``batch.refused_rows``.
    """
    batch = _new_batch(file, programme, region, month, user, name)
    checked = check_file(batch, file, limits)
    with transaction.atomic():
        _save(batch)
        _keep(batch, checked)
    return batch


def receive_list(
    file: IO[bytes], *, programme: Programme, region: Region, month: date, user, name: str = ""
) -> Batch:
    """Keep a large file with its batch until ``read_received`` reads it; not to be called in a transaction.

    Raises NotAllowed, FileRefused.
    """
    batch = _new_batch(file, programme, region, month, user, name)
    reading.check_outside(file, _size(file))  # what can be told from the outside is told at once
    with transaction.atomic():
        _save(batch)
        batch.file = kept_files.name_for(batch)
        wait_for_reader(batch)
        audit.record("disclosure.receive", batch, user=user, month=batch.month)
    try:
        kept_files.write(batch, file)
    except Exception:
        give_up(batch.pk, Problem("file_unread"))
        raise
    return batch


def read_received(batch_id: int) -> Batch:
    """Read the kept file of a batch, once; what refuses the whole file is kept as a refusal of row 0.

    A batch that was withdrawn meanwhile, or that somebody else is reading, is left alone. A check that breaks
    off for another reason is told on the batch too, before the error goes on to the log of tasks.
    """
    lease = hold(batch_id)
    if lease is None:
        return Batch.objects.get(pk=batch_id)
    batch = Batch.objects.select_related("region", "programme").get(pk=batch_id)
    try:
        with lease.shown(), batch.file.open("rb") as file:
            checked = check_file(batch, file, reading.AT_LEISURE, lease.renew)
    except FileRefused as refused:
        checked = Checked(problems=refused.problems)
    except Exception:
        _keep_if_held(lease, Checked(problems=[Problem("file_unread")]))
        raise
    return _keep_if_held(lease, checked)


def give_up(batch_id: int, problem: Problem) -> None:
    """Tell on a batch why nobody could read its file, and delete the file; it can be uploaded again."""
    lease = hold(batch_id)
    if lease is not None:
        _keep_if_held(lease, Checked(problems=[problem]))


def _keep_if_held(lease: Lease, checked: Checked) -> Batch:
    """Store what came of a reading, unless the batch was withdrawn or given to another reader meanwhile.

    Others write in between: no transaction but the last is longer than the rows of one piece take.
    """
    is_held = _clear(lease)
    for start in range(0, len(checked.rows), STORED_AT_ONCE):
        is_held = is_held and _store_some(lease, checked, start)
    if not is_held:
        return Batch.objects.get(pk=lease.batch_id)
    elsewhere = listed_elsewhere(Batch.objects.get(pk=lease.batch_id)) if checked.rows else {}
    with transaction.atomic():
        batch = lease.locked()
        if batch is None:
            return Batch.objects.get(pk=lease.batch_id)
        store_outcome(batch, checked, elsewhere)
        _record(batch)
    kept_files.forget(batch)
    return batch


def _clear(lease: Lease) -> bool:
    """Delete what a reader that died had stored; False where the batch is no longer in hand."""
    while True:
        with transaction.atomic():
            if lease.locked() is None:
                return False
            rows = StagedRow.objects.filter(batch_id=lease.batch_id)
            some = list(rows.values_list("pk", flat=True)[:STORED_AT_ONCE])
            if not some:
                return True
            StagedRow.objects.filter(pk__in=some).delete()


def _store_some(lease: Lease, checked: Checked, start: int) -> bool:
    """Store one piece of the rows; False where the batch is no longer in hand."""
    lease.renew()
    with transaction.atomic():
        batch = lease.locked()
        if batch is None:
            return False
        store_rows(batch, checked.rows[start : start + STORED_AT_ONCE], checked.key)
    return True


def _new_batch(
    file: IO[bytes], programme: Programme, region: Region, month: date, user: Any, name: str
) -> Batch:
    """A batch that may be, not yet saved. Raises NotAllowed, FileRefused."""
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
        state=BatchState.DRAFT,
        source_name=_neutral_name(programme, region, month, given),
        digest=_digest(file),
        uploaded_by=user,
    )
    _require_later(batch)
    return batch


def _require_later(batch: Batch) -> None:
    if order.is_overtaken(batch):
        raise NotAllowed(["month_not_later"])


def _save(batch: Batch) -> None:
    """The caller holds the transaction. Another list may have become public while this one was read."""
    _require_later(batch)
    batch.save()


def _keep(batch: Batch, checked: Checked) -> None:
    store(batch, checked)
    _record(batch)


def _record(batch: Batch) -> None:
    audit.record("disclosure.import", batch, user=batch.uploaded_by, **_facts(batch))


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


def _facts(batch: Batch) -> dict[str, Any]:
    return {
        "programme": batch.programme_id,
        "region": batch.region_id,
        "month": batch.month,
        "accepted": batch.accepted_count,
        "refused": batch.refused_count,
    }
