"""A file of another system's cases becomes cases here: each row is filed by the door of all others.

A worker reads the file and files a row at a time, each in a short transaction that also says how far it
came, so that nobody else waits and a dead worker's successor goes on behind the last row. The same number is
filed once, in whichever file it comes again; nobody holds a receipt of these cases (decision 0073).
"""

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from complaints import routing
from complaints.enums import EventKind, Sight
from complaints.handling.arriving import include
from complaints.handling.attempted import AttemptedAct
from complaints.handling.record import write
from complaints.history import History
from complaints.imports import leases
from complaints.imports.leases import WAITING, ImportLease
from complaints.imports.places import PlacesBelow
from complaints.imports.rows import CaseRow, RowRefused, read_row
from complaints.imports.tables import CaseTable, find_table
from complaints.intake.filing import register, traced
from complaints.intake.intake import IntakeRefused
from complaints.models import Case, CaseImport, CaseOrigin, ImportFinding
from complaints.parties import on_file, own_work, respondents, traces
from complaints.permissions import import_policy
from complaints.texts import reading as text_reading
from complaints.texts.nearby import Nearby
from complaints.texts.read_texts import texts_to_read
from disclosure.intake import reading
from disclosure.intake.importing import digest_of
from disclosure.intake.leases import HandLost
from disclosure.problems import FileRefused, Problem
from organizations.models import Region, User
from protection import audit

MOST_NAME = 120
#: A file whose columns were moved refuses every row; nobody mends more than these in one go.
MOST_FINDINGS = 2000
MOST_ROWS = 100_000
LIMITS = reading.ReadingLimits(memory=3 * 1024 * reading.MEGABYTE, seconds=240, rows=MOST_ROWS)


class NotTheirs(Exception):
    """Somebody would import for a place whose administrator they are not."""


def receive(file: IO[bytes], *, region: Region, user: User, name: str = "") -> CaseImport:
    """Keep a file until a worker reads it (``read``); not to be called in a transaction.

    Raises ``NotTheirs`` where ``user`` may not import for the place, ``FileRefused`` for what can be
    told of the file from outside.
    """
    if not import_policy.user_has_permission_for_instance(user, "import", CaseImport(region=region)):
        raise NotTheirs
    size = file.seek(0, 2)
    reading.check_outside(file, size)
    made = CaseImport(region=region, imported_by=user, given_name=name[:MOST_NAME], digest=digest_of(file))
    if CaseImport.objects.filter(digest=made.digest, filed__gt=0).exclude(region=region).exists():
        raise FileRefused(Problem("cases_known_elsewhere"))
    made.reading_until = timezone.now() + WAITING
    made.file = made._meta.get_field("file").generate_filename(made, "cases")
    with transaction.atomic():
        made.save()
        audit.record("complaints.receive_cases", made, user=user, region=region.code)
    try:
        made.file.storage.save(made.file.name, File(file))
    except Exception:
        give_up(made.pk, "cases_left")
        raise
    return made


def read(import_id: int, *, turn: timedelta | None = None) -> CaseImport:
    """Read a kept file from where it was left, to its end or for as long as a ``turn``; what refuses the
    whole file is told as a finding of row 0. One that somebody else reads, or that is over, is left alone.
    """
    lease = leases.acquire(import_id)
    if lease is not None:
        until = None if turn is None else time.monotonic() + turn.total_seconds()
        try:
            with lease.shown():
                _read(lease, until)
        except HandLost:
            pass
        except FileRefused as refused:
            _end(lease, refused.problems)
    return CaseImport.objects.select_related("region").get(pk=import_id)


def give_up(import_id: int, code: str) -> None:
    """End an import that nobody can read to its end; what was filed stays."""
    lease = leases.acquire(import_id)
    if lease is not None:
        _end(lease, [Problem(code)])


def _read(lease: ImportLease, until: float | None) -> None:
    case_import = CaseImport.objects.select_related("region", "imported_by").get(pk=lease.import_id)
    places, found = PlacesBelow(case_import.region), False
    behind = (case_import.sheet_at, case_import.row_at)
    kept = case_import.file
    # Left early, by a refusal or at the end of a turn, the reader's process ends at once.
    with kept.open("rb") as file, closing(_sheets(file, kept.size)) as sheets:
        for turn, sheet in enumerate(sheets, start=1):
            # A sheet may be called after a person, and findings are kept in clear.
            sheet.name = sheet.name and str(turn)
            table = find_table(sheet)
            if table is None:
                continue
            found = True
            _set_layout(lease, table)
            for number, cells in _left(table.rows, turn, behind):
                _take(lease, table, cells, places, (turn, sheet.name, number), sheet.since_1904)
                if until is not None and time.monotonic() > until:
                    lease.leave()
                    return
    _end(lease, [] if found else [Problem("cases_no_table")])


def _sheets(file: IO[bytes], size: int) -> Generator[reading.Worksheet, None, None]:
    yield from reading.sheets(file, size, LIMITS)


def _left(rows: Iterator[tuple[int, list]], turn: int, behind: tuple[int, int]) -> Iterator[tuple[int, list]]:
    """The rows whose outcome is not stored yet."""
    return (each for each in rows if (turn, each[0]) > behind)


def _set_layout(lease: ImportLease, table: CaseTable) -> None:
    with lease.piece() as held:
        held.layout = table.layout
        held.save(update_fields=["layout"])


def _take(
    lease: ImportLease,
    table: CaseTable,
    cells: list,
    places: PlacesBelow,
    place: tuple[int, str, int],
    since_1904: bool,
) -> None:
    """File one row and store its outcome, together or not at all."""
    turn, sheet, number = place
    findings: list[tuple[str, str, dict, bool]] = []
    row: CaseRow | None = None
    try:
        row = read_row(table, cells, places, since_1904=since_1904)
    except RowRefused as refused:
        findings.append((refused.code, refused.key, refused.params, False))
    ready = traced(row.intake) if row else traces.NONE
    with lease.piece() as held:
        outcome = _file(held, table, row, findings, ready) if row else "refused"
        shown = [(code, table.headings.get(key, ""), *rest) for code, key, *rest in findings]
        _note(held, shown, sheet, number)
        counted = {outcome: F(outcome) + 1}
        if row and outcome == "filed" and row.answer:
            counted["answered"] = F("answered") + 1
        CaseImport.objects.filter(pk=held.pk).update(
            sheet_at=turn, row_at=number, rows_read=F("rows_read") + 1, **counted
        )


def _file(held: CaseImport, table: CaseTable, row: CaseRow, findings: list, ready: traces.Ready) -> str:
    """File what a row says, in the transaction that is open; return which figure counts it."""
    key = submission_key(table.layout, held.region_id, row.number)
    try:
        case, created = register(row.intake, submission_key=key, with_pin=False, ready=ready)
    except routing.NoCompetentUnit:
        findings.append(("no_unit", "", {}, False))
        return "refused"
    except IntakeRefused:
        findings.append(("not_filed", "", {}, False))
        return "refused"
    if created:
        CaseOrigin.objects.create(case=case, case_import=held, number=row.number)
        findings += [(code, key, {}, True) for code, key in row.warnings]
    elif case.narrative != row.intake.narrative or case.title != row.intake.title:
        findings.append(("row_differs", "number", {}, True))
        return "repeated"
    if row.answer and row.answered_at and (created or _lies_untouched(case)):
        _answer(case, row.answer, row.answered_at)
        return "filed" if created else "answered"
    return "filed" if created else "repeated"


def submission_key(layout: str, region_code: str, number: str) -> str:
    """What makes a case of another system one case here, in whichever file it comes."""
    return f"taken-over:{layout}:{region_code}:{number}"


def _lies_untouched(case: Case) -> bool:
    """Whether nothing happened here since it was taken over, so that a later file may bring its answer.

    Not what somebody above the place reads first, or did: whoever imports may be who is meant, and would end
    what they can not open; nor does the file tell them by its figures whether anybody has looked at it.
    """
    if case.once_kept or case.sight != Sight.PLACE:
        return False
    return not case.events.filter(Q(actor__isnull=False) | Q(kind=EventKind.ANSWER)).exists()


def _answer(case: Case, text: str, at: datetime) -> None:
    """Write the answer of the other system at its day. It is nobody's act here; whom its grievances mean, the
    case is hidden from as from anybody.
    """
    this = AttemptedAct(case, EventKind.ANSWER, None, History.of(case), timezone.localdate(at), {})
    event = write(this, {"taken_over": True}, text=text, at=at)
    said = texts_to_read(event.kind, on_file.texts_of_event(event))
    traces.keep(case, texts=[*said.whole, *said.grievances, *said.quoted, *said.noted])
    own = case.complainant.names if hasattr(case, "complainant") else []
    found = [
        each for each in text_reading.read(said.quoted, Nearby(case.region), own) if each.unit or each.user
    ]
    if parties := respondents.beside(own_work.beside(case).filter(lifted_at=None), dict.fromkeys(found)):
        include(case, parties, at=at, read=event.sequence)


def _note(held: CaseImport, findings: list, sheet: str, number: int) -> None:
    """Keep what was found, as far as anybody reads it."""
    if findings and held.findings.count() < MOST_FINDINGS:
        ImportFinding.objects.bulk_create(
            ImportFinding(
                case_import=held,
                sheet=sheet[:64],
                row=number,
                column=column[:64],
                code=code,
                params=params,
                is_warning=is_warning,
            )
            for code, column, params, is_warning in findings
        )


def _end(lease: ImportLease, problems: list[Problem]) -> None:
    """The last step: say that it is finished, log what came of it, delete the file."""
    try:
        with lease.piece() as held:
            for problem in problems:
                finding = (problem.code, problem.column, problem.params, False)
                _note(held, [finding], problem.sheet, problem.row)
            held.finished_at, held.reading_until, held.is_in_hand = timezone.now(), None, False
            held.save(update_fields=["finished_at", "reading_until", "is_in_hand"])
            facts = {name: getattr(held, name) for name in ("filed", "answered", "repeated", "refused")}
            audit.record("complaints.import_cases", held, user=held.imported_by, **facts)
    except HandLost:
        return
    forget_file(held)


def forget_file(case_import: CaseImport) -> None:
    """Delete the file of an import that is finished."""
    if case_import.file:
        case_import.file.storage.delete(str(case_import.file.name))
        CaseImport.objects.filter(pk=case_import.pk).update(file="")


def sweep() -> int:
    """Delete the files that a process left when it died behind the last step; say how many."""
    left = list(CaseImport.objects.exclude(finished_at=None).exclude(file=""))
    for case_import in left:
        forget_file(case_import)
    return len(left)
