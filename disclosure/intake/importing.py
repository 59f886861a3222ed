"""An uploaded file becomes a batch: rows that passed wait to be published, rows that did not say why.

The file is read and checked outside of any transaction, and its rows are stored some at a time (``storing``),
so that nobody else waits for it; they count from when the batch says that it is checked. A file that somebody
waits for leaves nothing behind where it is refused as a whole, nor does a process that dies with it: the
batch is swept. A large one is kept with its batch, and read again where its reader died.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from disclosure import order
from disclosure.enums import BatchState
from disclosure.intake import kept_files, leases, reading, storing
from disclosure.intake.checking import CheckedFile, check_file, take_back_rows, warn_of_other_lists
from disclosure.intake.layouts import layouts
from disclosure.intake.leases import HandLost, ReadingLease
from disclosure.intake.questions import ColumnQuestion
from disclosure.models import Batch, Programme
from disclosure.months import is_too_far_ahead
from disclosure.problems import ColumnsUnknown, FileRefused, ListActNotAllowed, Problem
from disclosure.roles import ADDING, may
from organizations.enums import Level
from organizations.models import Region, User
from protection import audit

#: Up to here a request waits for the check; a larger file is read by a background task.
INLINE_BYTES = 2 * 1024 * 1024
BLOCK = 1024 * 1024
MOST_NAME = 120
COUNTS = ("accepted_count", "refused_count", "warned_count", "warned_rows")


def import_list(
    file: IO[bytes],
    *,
    programme: Programme,
    region: Region,
    month: date,
    user: User,
    name: str = "",
    limits: reading.ReadingLimits = reading.AT_LEISURE,
    lacks: Collection[str] = (),
) -> Batch:
    """Read a list and keep it as a draft batch; ``month`` is any day of the month that the list is about,
    ``lacks`` are the columns that it is known not to have.

    Raises FileRefused where the file as a whole cannot be read, NotAllowed where ``user`` is no editor of the
    region or no list can be of that month, TooMuchAtOnce where it takes more than ``limits``; nothing is kept
    then. Rows that cannot be read are in ``batch.refused_rows``.
    """
    batch = _new_batch(file, programme, region, month, user, name)
    batch.lacks = " ".join(sorted(lacks))
    reading.check_outside(file, _size(file))
    with transaction.atomic():
        lease = leases.begin(batch)
    try:
        return _read(lease, file, limits)
    except HandLost as lost:
        raise FileRefused(Problem("file_unread")) from lost
    except Exception:
        storing.forget(lease)
        raise


def receive_list(
    file: IO[bytes],
    *,
    programme: Programme,
    region: Region,
    month: date,
    user: User,
    name: str = "",
    question: ColumnQuestion | None = None,
) -> Batch:
    """Keep a large file with its batch until ``read_received`` reads it; not to be called in a transaction.

    One with a ``question`` waits until that is answered (``asking``). Raises ListActNotAllowed, FileRefused.
    """
    batch = _new_batch(file, programme, region, month, user, name)
    reading.check_outside(file, _size(file))  # what can be told from the outside is told at once
    with transaction.atomic():
        if question:
            batch.question, batch.asked_at = question.as_json(), timezone.now()
        batch.save()
        batch.file = kept_files.name_for(batch)
        leases.wait_for_reader(batch)
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
    lease = leases.acquire(batch_id)
    if lease is None:
        return Batch.objects.get(pk=batch_id)
    try:
        storing.clear(lease)  # what a reader that died had stored
        with Batch.objects.get(pk=batch_id).file.open("rb") as file:
            return _read(lease, file, reading.AT_LEISURE)
    except ColumnsUnknown as unknown:
        return _ask(lease, unknown)
    except FileRefused as refused:
        return _refuse(lease, refused.problems)
    except HandLost:
        return Batch.objects.get(pk=batch_id)
    except Exception:
        _refuse(lease, [Problem("file_unread")])
        raise


def give_up(batch_id: int, problem: Problem) -> None:
    """Tell on a batch why nobody could read its file, and delete the file; it can be uploaded again."""
    lease = leases.acquire(batch_id)
    if lease is not None:
        _refuse(lease, [problem])


def _read(lease: ReadingLease, file: IO[bytes], limits: reading.ReadingLimits) -> Batch:
    """Check a file and store what came of it. Raises FileRefused, NotAllowed, TooMuchAtOnce, HandLost."""
    batch = Batch.objects.select_related("region", "programme").get(pk=lease.batch_id)
    with lease.shown():
        checked = check_file(batch, file, limits, partial(storing.store_rows, lease))
        if batch.file:  # somebody looks at its page meanwhile
            storing.tell_read_through(lease, checked.so_far)
        take_back_rows(lease, checked)
        warn_of_other_lists(batch, checked)
        storing.refuse_rows(lease, [*checked.problems, *checked.warnings.first])
        return _finish(lease, checked)


def _ask(lease: ReadingLease, unknown: ColumnsUnknown) -> Batch:
    """Keep nothing of a file but itself, and what its editor is asked about its columns."""
    try:
        storing.clear(lease)  # what earlier sheets held
        return leases.wait_for_answer(lease, unknown.question.as_json())
    except HandLost:
        return Batch.objects.get(pk=lease.batch_id)


def _refuse(lease: ReadingLease, problems: Sequence[Problem]) -> Batch:
    """Keep nothing of a file but why it was refused."""
    try:
        storing.clear(lease)
        storing.refuse_rows(lease, problems)
        return _finish(lease, CheckedFile())
    except HandLost:
        return Batch.objects.get(pk=lease.batch_id)


def _finish(lease: ReadingLease, checked: CheckedFile) -> Batch:
    """The last step: from here on the rows count."""
    with lease.piece() as batch:
        if not batch.file:  # somebody is there to be told
            _require_later(batch)
        batch.accepted_count = checked.accepted
        batch.refused_count, batch.warned_count = checked.refused_rows, checked.warnings.count
        batch.warned_rows = len(checked.warnings.places - checked.contradicted.keys())
        batch.checked_at = timezone.now()
        batch.save(update_fields=[*COUNTS, "checked_at"])
        facts = _facts(batch) | {"about_elsewhere": checked.about_elsewhere}
        audit.record("disclosure.import", batch, user=batch.uploaded_by, **facts)
    kept_files.forget(batch)
    return batch


def _new_batch(
    file: IO[bytes], programme: Programme, region: Region, month: date, user: User, name: str
) -> Batch:
    """A batch that may be, not yet saved. Raises ListActNotAllowed, FileRefused."""
    if not may(user, ADDING.name, region.code):
        raise ListActNotAllowed([ADDING.lacking])
    if programme.pk not in layouts():
        raise FileRefused(Problem("no_layout"))
    if region.level < Level.CITY:
        raise FileRefused(Problem("region_too_large"))
    if is_too_far_ahead(month):
        raise ListActNotAllowed(["month_too_far"])
    given = str(name or getattr(file, "name", "") or "")
    batch = Batch(
        programme=programme,
        region=region,
        month=month.replace(day=1),
        state=BatchState.DRAFT,
        source_name=_neutral_name(programme, region, month, given),
        given_name=PurePath(given).name[:MOST_NAME],
        digest=digest_of(file),
        uploaded_by=user,
    )
    _require_later(batch)
    return batch


def _require_later(batch: Batch) -> None:
    if order.is_overtaken(batch):
        raise ListActNotAllowed(["month_not_later"])


def _neutral_name(programme: Programme, region: Region, month: date, given: str) -> str:
    """What the list is of, and the ending of the file: whatever else stood in its name may be a person's."""
    ending = PurePath(given).suffix.lower()
    ending = ending if re.fullmatch(r"\.[a-z]{3,4}", ending) else ""
    return f"{programme.pk}-{region.pk}-{month:%Y-%m}{ending}"


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file, by which it is known again; leaves it at its start."""
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
        "warned": batch.warned_count,
    }
