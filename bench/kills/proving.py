"""What must hold after the trial; each function gives the breaches in words, none where it holds."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from bench.kills.people import Seen
from complaints.identity import receipts
from complaints.models import Attachment, Case, CaseLogEntry, Draft
from disclosure.models import Batch, StagedRow
from disclosure.problems import NOT_READ
from protection.private_files import private_files
from protection.unowned import sweep
from search.indexing.checking import check
from search.indexing.draining import waiting
from search.workbench import case_search


def receipts_are_whole(seen: Seen) -> Iterator[str]:
    """Every receipt that was shown opens its case with its PIN: the story, and the file byte for byte."""
    for number, filed in enumerate(seen.filed):
        try:
            case = receipts.open_case(filed.receipt, filed.pin, f"trial-{number}")
        except (receipts.WrongReceipt, receipts.TooManyAttempts) as error:
            yield f"{filed.receipt}: {type(error).__name__}"
            continue
        if case.narrative != filed.narrative:
            yield f"{filed.receipt}: another story"
        if not case.attachments.exists():
            yield f"{filed.receipt}: its file is not there"


def nothing_is_half(seen: Seen) -> Iterator[str]:
    """Every case has all that belongs to one, whether its receipt was seen or not."""
    filings = CaseLogEntry.objects.filter(action="complaints.register")
    entries = Counter(filings.values_list("object_id", flat=True))
    for case in Case.objects.select_related("latest_event", "complainant"):
        parts = {
            "event": case.latest_event is not None and case.events.filter(kind="register").count() == 1,
            "complainant": hasattr(case, "complainant") and case.complainant.name == "柳如眉",
            "traces": case.traces.exists(),
            "clocks": case.clocks.exists() or case.status == "screening",
            "log": entries[str(case.pk)] == 1,
            "story": case.narrative in seen.sent,
        }
        yield from (f"{case.number}: {name}" for name, whole in parts.items() if not whole)
        for attachment in case.attachments.all():
            with attachment.file.open("rb") as file:
                if file.read() != seen.sent.get(case.narrative):
                    yield f"{case.number}: other bytes in its file"
    try:
        call_command("verify_log", verbosity=0)
    except (CommandError, SystemExit) as error:
        yield f"the log: {error}"


def index_lags() -> bool:
    """Whether something waits for the search index, or differs from it."""
    return bool(waiting("cases")) or any(part.differing for part in check("cases"))


def the_index_has_all(inspector) -> Iterator[str]:
    """The search finds every case that there is."""
    found = case_search.ask(inspector, case_search.CaseQuestion()).total
    if found != (there := Case.objects.visible_to(inspector).count()):
        yield f"the index finds {found} cases of {there}"


def no_submission_is_two(seen: Seen) -> Iterator[str]:
    """No story stands in two cases."""
    stories = Counter(case.narrative for case in Case.objects.all())
    yield from (f"{count} cases of {story[:8]}" for story, count in stories.items() if count > 1)


def take_up_lists() -> int:
    """Let the leases of dead readers run out, as after some minutes; how many lists are not read yet."""
    unread = Batch.objects.filter(checked_at=None)
    unread.update(reading_until=timezone.now() - timedelta(seconds=1))
    call_command("take_up_lists", verbosity=0)
    return unread.count()


def lists_are_read_or_told() -> Iterator[str]:
    """Every list that was kept is read whole, or says that it was not; none keeps its file."""
    for batch in Batch.objects.all():
        rows = int(batch.source_name.rpartition("-")[2].removesuffix(".csv"))
        codes = set(batch.refused_rows.values_list("code", flat=True))
        staged = StagedRow.objects.filter(batch=batch).count()
        if not batch.is_checked:
            yield f"{batch.source_name}: neither read nor told"
        elif staged != batch.accepted_count:
            yield f"{batch.source_name}: {staged} rows of {batch.accepted_count}"
        elif batch.accepted_count + batch.refused_count != rows and not codes <= NOT_READ:
            yield f"{batch.source_name}: {batch.accepted_count} of {rows} rows"
        if batch.file:
            yield f"{batch.source_name}: still keeps its file"


def lists_told() -> int:
    """How many lists were told as not read."""
    return Batch.objects.filter(refused_rows__code__in=NOT_READ).distinct().count()


def files_without_a_row() -> int:
    """Files in the private folder that no row names."""
    folder = Path(storages["private"].location)  # type: ignore[attr-defined]
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return len(there - {name for _storage, name in private_files()})


def rows_without_a_file() -> Iterator[str]:
    """Rows whose file is not there."""
    for storage, name in private_files():
        if not storage.exists(name):  # type: ignore[attr-defined]
            yield f"{name}: the row is there, the file is not"


def a_day_later() -> int:
    """Do what the periodic work does after a day; returns how many files had no row."""
    Draft.objects.update(created_at=F("created_at") - timedelta(days=2))
    call_command("purge_drafts", verbosity=0)
    return sweep(timezone.now() + timedelta(hours=1))


def attachments() -> int:
    """How many files cases have."""
    return Attachment.objects.filter(case__isnull=False).count()
