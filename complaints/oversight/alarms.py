"""Alarm on unusual looking: the rules are ``alarm_rules.csv``, the figures settings (``ALARM_LIMITS``).

A rule counts what one person did within some hours, from the audit log and by its indexes: most at once, in
the transaction of the look, some at night over the day before (``manage.py watch_looks``). An alarm accuses
nobody; a superior reads it and says what they found (``look_into``), and neither row ever goes.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from complaints.clocks import calendars
from complaints.identity.redacted_text import redactor_for
from complaints.models import Alarm, AlarmCase, AlarmNote, Case, CaseEvent, CaseLogEntry
from complaints.oversight import looks
from complaints.oversight.watched import LookKind, log_of, look_kind, watched_q
from organizations import scope
from organizations.lines import at_or_below_q
from organizations.models import User
from protection import audit
from protection.blind_index import derive
from protection.data_tables import DataTable
from protection.refusals import NotAllowed

AT_ONCE, NIGHTLY = "at once", "nightly"
#: Hours of the day (Asia/Shanghai) that count as working hours; the hotline's are longer than an office's.
WORKING_HOURS = range(7, 20)
SHORTEST_NOTE = 4

#: What a rule says; ``%(limit)d`` is its figure.
WORDS = {
    "identities_hour": gettext_lazy("Looked at more than %(limit)d identities within an hour"),
    "identities_day": gettext_lazy("Looked at more than %(limit)d identities within a day"),
    "identities_off_hours": gettext_lazy("Looked at more than %(limit)d identities outside working hours"),
    "identities_elsewhere": gettext_lazy(
        "Looked at more than %(limit)d identities in cases of other units than their own and those below"
    ),
    "identities_idle": gettext_lazy(
        "Looked at more than %(limit)d identities within a week without acting on the case"
    ),
    "files_day": gettext_lazy("Opened more than %(limit)d files within a day"),
    "files_off_hours": gettext_lazy("Opened more than %(limit)d files outside working hours"),
    "cases_day": gettext_lazy("Opened more than %(limit)d cases within a day"),
    "callers_same": gettext_lazy("Looked up the same caller more than %(limit)d times within a day"),
    "callers_day": gettext_lazy("Looked up more than %(limit)d callers within a day"),
    "export_rows": gettext_lazy("Exported a table of more than %(limit)d rows"),
    "exports_day": gettext_lazy("Exported more than %(limit)d tables within a day"),
    "rules_day": gettext_lazy("Changed a rule that holds for everybody"),
}


@dataclass(frozen=True)
class AlarmRule:
    """One row of the table. It rings when what ``measure`` counts is more than the limit."""

    rule: str
    kind: LookKind
    measure: Literal["number", "off hours", "elsewhere", "idle", "same", "rows"]
    more_than: int
    hours: int
    when: Literal["at once", "nightly"]

    @property
    def limit(self) -> int:
        """The figure of the setting, else that of the table."""
        return int(settings.ALARM_LIMITS.get(self.rule, self.more_than))

    @property
    def words(self) -> str:
        """What the rule says, in the language of now."""
        return str(WORDS[self.rule]) % {"limit": self.limit}


TABLE = DataTable(Path(__file__).parents[1] / "data" / "alarm_rules.csv", AlarmRule, key=("rule",))


@cache
def rules() -> dict[str, AlarmRule]:
    """The rules by name."""
    return {rule.rule: rule for rule in TABLE.rows}


def ring_at_once(log: str, entry: Any) -> list[Alarm]:
    """Hear of an entry just written, and ring what it meets; for most entries nothing is asked."""
    kind = look_kind(log, entry.action)
    waiting = [rule for rule in rules().values() if rule.kind == kind and rule.when == AT_ONCE]
    if not waiting or entry.user_id is None:
        return []
    return _ring(entry.user_id, waiting, entry.timestamp)


def watch(day: datetime.date) -> list[Alarm]:
    """Apply the rules that are for the night to everybody who looked on that day (Asia/Shanghai)."""
    begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    end = begin + datetime.timedelta(days=1)
    waiting = [rule for rule in rules().values() if rule.when == NIGHTLY]
    people = CaseLogEntry.objects.filter(
        timestamp__gte=begin, timestamp__lt=end, user__isnull=False
    ).order_by()
    made: list[Alarm] = []
    for pk in people.values_list("user_id", flat=True).distinct():
        made += _ring(pk, waiting, end - datetime.timedelta(microseconds=1))
    return made


def look_into(alarm: Alarm, user: User, text: str) -> AlarmNote:
    """Write down what ``user`` found. Raises ``NotAllowed`` to who may not see the alarm, or says nothing."""
    if not looks.alarms(user).filter(pk=alarm.pk).exists():
        raise NotAllowed([_("This alarm is not yours to look into.")])
    if len(text.strip()) < SHORTEST_NOTE:
        raise NotAllowed([_("Say in a few words what you found; it is kept.")])
    hide = redactor_for(
        Case.objects.filter(pk__in=alarm.cases.values("case")).select_related("complainant", "region")
    )
    with transaction.atomic():
        note = AlarmNote.objects.create(alarm=alarm, by=user, text=hide(text.strip()))
        audit.record("complaints.look_into", alarm, user=user)
    return note


def same_caller(user: User, asked: str) -> str:
    """Letters that stand for what was asked at the desk, for this person and day alone.

    So that the log tells that one caller was asked for again, but not which, nor by whom else.
    """
    secret = f"{user.pk} {timezone.localdate()} {asked}"
    return "".join(chr(ord("a") + value % 26) for value in derive("desk-lookup", secret, 16))


def _ring(person: int, waiting: Iterable[AlarmRule], now: datetime.datetime) -> list[Alarm]:
    day = timezone.localdate(now)
    rung = set(Alarm.objects.filter(person=person, day=day).values_list("rule", flat=True))
    made = []
    read: dict[str, list[Any]] = {}
    for rule in sorted(waiting, key=lambda rule: -rule.hours):  # the longest time is read, once a kind
        if rule.rule not in rung:
            if rule.kind not in read:
                read[rule.kind] = _entries(rule, person, now)
            since = now - datetime.timedelta(hours=rule.hours)
            cases = _MEASURES[rule.measure](
                rule, person, [entry for entry in read[rule.kind] if entry.timestamp > since]
            )
            if cases is not None:
                made += _write(rule, person, day, cases)
    return made


def _write(rule: AlarmRule, person: int, day: datetime.date, cases: set[int]) -> list[Alarm]:
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(rule=rule.rule, person_id=person, day=day)
            AlarmCase.objects.bulk_create(AlarmCase(alarm=alarm, case_id=pk) for pk in sorted(cases))
    except IntegrityError:
        return []  # another look of the same person rang it at the same moment
    audit.record("complaints.alarm", alarm, rule=rule.rule)
    return [alarm]


# --- what a rule may count: each gives the cases behind it when there are more than the limit, else None
def _entries(rule: AlarmRule, person: int, now: datetime.datetime) -> list[Any]:
    """The entries of the rule's kind within its hours, from the log that has this kind; one query."""
    log = log_of(rule.kind)
    model = CaseLogEntry if log == "case" else ModelLogEntry
    since = now - datetime.timedelta(hours=rule.hours)
    rows = model.objects.filter(
        watched_q(log, rule.kind), user=person, timestamp__gt=since, timestamp__lte=now
    )
    return list(rows.only("timestamp", "action", "data", "object_id").order_by("timestamp", "pk"))


def _over(rule: AlarmRule, counted: list[Any]) -> set[int] | None:
    if len(counted) <= rule.limit:
        return None
    return {int(entry.object_id) for entry in counted if isinstance(entry, CaseLogEntry)}


def _number(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    return _over(rule, entries)


def _off_hours(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    calendar = calendars.load()

    def is_off(moment: datetime.datetime) -> bool:
        local = timezone.localtime(moment)
        return local.hour not in WORKING_HOURS or not calendar.is_working(local.date())

    return _over(rule, [entry for entry in entries if is_off(entry.timestamp)])


def _elsewhere(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    own = scope.unit_ids(User.objects.get(pk=person))
    ids = {int(entry.object_id) for entry in entries}
    near = set(Case.objects.filter(at_or_below_q(own, "unit__"), pk__in=ids).values_list("pk", flat=True))
    return _over(rule, [entry for entry in entries if int(entry.object_id) not in near])


def _idle(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    acted = CaseEvent.objects.filter(case=OuterRef("pk"), actor=person)
    ids = {int(entry.object_id) for entry in entries}
    idle = set(Case.objects.filter(~Exists(acted), pk__in=ids).values_list("pk", flat=True))
    return _over(rule, [entry for entry in entries if int(entry.object_id) in idle])


def _same(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    asked = Counter(entry.data["asked"] for entry in entries if "asked" in entry.data)
    return set() if max(asked.values(), default=0) > rule.limit else None


def _rows(rule: AlarmRule, person: int, entries: list[Any]) -> set[int] | None:
    counts = [entry.data.get("rows", entry.data.get("hits", 0)) for entry in entries]
    return set() if max(counts, default=0) > rule.limit else None


_MEASURES: dict[str, Callable[[AlarmRule, int, list[Any]], set[int] | None]] = {
    "number": _number,
    "off hours": _off_hours,
    "elsewhere": _elsewhere,
    "idle": _idle,
    "same": _same,
    "rows": _rows,
}
