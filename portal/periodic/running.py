"""Running what is due: one worker at a time has a piece in hand, and a missed run is made up for once.

Whoever takes a piece up holds it on lease, and shows while it runs that they are at it, for as long as it may
take at most (``holding``). A worker that dies in it lets the lease run out; the next one takes it up within a
minute. So each command must bear being run again.

What a command says goes to the machine's log alone. It counts cases, of which the staff page that shows these
rows would tell an administrator who is not shown them.
"""

import io
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation

from portal.models import PeriodicWork
from portal.periodic.holding import shown
from portal.periodic.table import Work, table
from protection.heartbeat import HELD

RETRY = timedelta(minutes=10)
MOST_DOUBLINGS = 6
#: Beyond what a run before it may take: then nobody runs the work any more.
LATE = timedelta(minutes=30)
SAID = 300

logger = logging.getLogger(__name__)


def run_due(runner: str) -> list[str]:
    """Run everything that is due and not in another's hands; the names of what was run."""
    _enter_new()
    due = set(_free(timezone.now()).values_list("name", flat=True))
    done = []
    for work in table():
        if work.name in due and _take(work, runner):
            _run(work, runner)
            done.append(work.name)
    return done


def _enter_new() -> None:
    """Give each new row of the table its first moment: what has a time of day waits for it."""
    known = set(PeriodicWork.objects.values_list("name", flat=True))
    now = timezone.now()
    for work in table():
        if work.name not in known:
            first = work.next_due(now) if work.at else now
            try:
                with transaction.atomic():
                    PeriodicWork.objects.create(name=work.name, due_at=first)
            except IntegrityError:
                pass  # another worker started at the same moment


def _free(now: datetime):
    nobody = Q(leased_until=None) | Q(leased_until__lte=now)
    return PeriodicWork.objects.filter(nobody, due_at__lte=now)


def _take(work: Work, runner: str) -> bool:
    """Take the lease; False if another worker was faster."""
    now = timezone.now()
    changes = {"leased_until": now + HELD, "leased_by": runner, "started_at": now}
    return _free(now).filter(name=work.name).update(**changes) == 1


def _run(work: Work, runner: str) -> None:
    out = io.StringIO()
    failed = True
    try:
        with shown(work.name, runner, work.most), translation.override(settings.LANGUAGE_CODE):
            call_command(work.command, *work.arguments, stdout=out, stderr=out)
        failed, said = False, out.getvalue()
    except CommandError as error:
        said = f"{out.getvalue()} {error}"
    except (Exception, SystemExit) as error:
        logger.exception("periodic work failed: %s", work.name)
        said = type(error).__name__
    level = logging.WARNING if failed else logging.INFO
    logger.log(level, "periodic work %s: %s", work.name, " ".join(said.split())[:SAID])
    _finish(work, runner, failed)


def _finish(work: Work, runner: str, failed: bool) -> None:
    """Write how it went and when it is due again; nothing where the lease was lost meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        row = PeriodicWork.objects.select_for_update().get(name=work.name)
        if row.leased_by != runner:
            return
        row.failures = row.failures + 1 if failed else 0
        row.due_at = work.next_due(now)
        if failed:
            row.due_at = min(row.due_at, now + RETRY * 2 ** min(row.failures - 1, MOST_DOUBLINGS))
        row.outcome = PeriodicWork.Outcome.FAILED if failed else PeriodicWork.Outcome.DONE
        row.finished_at = now
        row.leased_until, row.leased_by = None, ""
        row.save()


def late(now: datetime | None = None) -> list[str]:
    """The names of what should have been run for a while and was not, and of what never was entered."""
    now = now or timezone.now()
    rows = {row.name: row for row in PeriodicWork.objects.all()}
    return [work.name for work in table() if work.name not in rows or _is_late(rows[work.name], now)]


def _is_late(row: PeriodicWork, now: datetime) -> bool:
    return max(row.due_at, row.leased_until or row.due_at) + LATE < now
