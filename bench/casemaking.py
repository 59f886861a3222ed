"""Cases in bulk: what a search or a filing finds already there.

They are written as rows, past intake and casework, which take milliseconds a case and hash a PIN; but they
have the shape of worked cases: events up to an answer, clocks, respondents, an encrypted complainant.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bench import making

BATCH = 2_000
YEAR, GOLDEN = timedelta(days=365), 0.6180339887
KINDS = ("enquiry", "complaint", "complaint", "report", "objection")
CHANNELS = ("web", "hotline", "hotline", "letter", "visit")
OPENNESS = ("open", "open", "confidential", "confidential", "anonymous")
#: How far cases came, by the day after they were received on which it happened.
LIVES = (
    {"register": 0},
    {"register": 0, "accept": 2},
    {"register": 0, "accept": 3},
    {"register": 0, "accept": 2, "answer": 20},
    {"register": 0, "accept": 4, "answer": 31},
    {"register": 0, "accept": 1, "answer": 12, "close": 13},
)


@dataclass
class _Setting:
    """What all cases have in common."""

    unit: Any
    townships: list[Any]
    villages: list[str]
    standards: dict[tuple[str, str], Any]
    begun: datetime
    past_year: bool

    def received(self, serial: int) -> datetime:
        """One after the other, five minutes apart; or scattered over a year, evenly at any number."""
        return self.begun + (
            YEAR * (serial * GOLDEN % 1) if self.past_year else timedelta(minutes=5 * serial)
        )


def make_cases_up_to(count: int, *, past_year: bool = False) -> None:
    """Add cases until the table holds ``count``, the same ones every time.

    ``past_year``: received all over the year until today, however many, and without the ANALYZE that follows
    otherwise on a server.
    """
    from complaints import list_columns
    from complaints.models import Case, CaseClock, CaseEvent

    setting = _setting(past_year)
    for start in range(Case.objects.count(), count, BATCH):
        serials = range(start, min(start + BATCH, count))
        with transaction.atomic():
            rng = random.Random(start)
            cases = Case.objects.bulk_create([_case(serial, rng, setting) for serial in serials])
            for model, rows in _parts(serials, cases, rng, setting).items():
                model.objects.bulk_create(rows)
            newest = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-sequence").values("pk")[:1]
            Case.objects.filter(latest_event=None).update(latest_event=Subquery(newest))
            made = Case.objects.filter(pk__gte=cases[0].pk, pk__lte=cases[-1].pk)
            made.update(**list_columns.expected(CaseEvent.objects, CaseClock.objects))
    if connection.vendor == "postgresql" and not past_year:
        # As autovacuum would have done long ago in a table that grew in a year.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _setting(past_year: bool) -> _Setting:
    from complaints.models import ServiceStandard
    from organizations.models import Unit

    standards = ServiceStandard.objects.filter(
        clock__in=("inform", "decide"), matter="", held_by="", channel=""
    )
    return _Setting(
        unit=Unit.objects.get(name="丙县民政局"),
        townships=list(Unit.objects.filter(kind="township").order_by("pk")),
        villages=making.villages(),
        standards={(each.kind, each.clock): each for each in standards},
        begun=timezone.now() - YEAR if past_year else timezone.make_aware(datetime(2025, 11, 1, 9)),
        past_year=past_year,
    )


def _case(serial: int, rng: random.Random, setting: _Setting):
    from complaints.models import Case

    return Case(
        number=f"999999-2025-{serial:06d}",
        kind=KINDS[serial % 5],
        channel=CHANNELS[serial % 7 % 5],
        openness=OPENNESS[serial // 3 % 5],
        title=making.story(rng, 1)[:40],
        narrative=making.story(rng, 6),
        region_id=setting.villages[serial * 7 % len(setting.villages)],
        programme_id="rural-dibao",
        unit=setting.unit,
        received_at=setting.received(serial),
        receipt_index=f"bench-receipt-{serial}",
        submission_index=f"bench-submission-{serial}",
        pin_hash="!",
    )


def _parts(serials: range, cases: list, rng: random.Random, setting: _Setting) -> dict[Any, list]:
    """The rows that belong to these cases, by model."""
    from complaints.models import CaseClock, CaseEvent, Complainant, Respondent

    rows: dict[Any, list] = {CaseEvent: [], CaseClock: [], Complainant: [], Respondent: []}
    for serial, case in zip(serials, cases, strict=True):
        life = LIVES[serial // 2 % len(LIVES)]
        rows[CaseEvent] += _events(case, life, rng)
        rows[CaseClock] += _clocks(case, life, setting)
        if case.openness != "anonymous":
            rows[Complainant].append(_complainant(case, serial))
        if case.kind in ("complaint", "report"):
            unit = setting.townships[serial % len(setting.townships)] if serial % 4 == 0 else None
            rows[Respondent].append(
                Respondent(case=case, unit=unit, name="" if unit else making.name(serial))
            )
    return rows


def _events(case, life: dict[str, int], rng: random.Random) -> Iterator:
    from complaints.enums import EventKind
    from complaints.models import CaseEvent
    from complaints.workflow import INITIAL, status_after

    status = INITIAL
    for sequence, (kind, days) in enumerate(life.items(), 1):
        status = status_after(EventKind(kind), status) if sequence > 1 else INITIAL
        text = making.story(rng, 2) if kind == "answer" else ""
        at = case.received_at + timedelta(days=days)
        yield CaseEvent(case=case, sequence=sequence, kind=kind, at=at, text=text, status=status)


def _clocks(case, life: dict[str, int], setting: _Setting) -> Iterator:
    """The clocks as the standards have them, holidays aside: to tell the complainant, and to decide."""
    from complaints.models import CaseClock

    received = timezone.localdate(case.received_at)
    for clock, start, stop in (("inform", "register", "accept"), ("decide", "accept", "answer")):
        if start in life:
            standard = setting.standards[case.kind, clock]
            begun = received + timedelta(days=life[start])
            yield CaseClock(
                case=case,
                clock=clock,
                standard=standard,
                starts_on=begun,
                due_on=begun + timedelta(days=standard.days),
                stopped_on=received + timedelta(days=life[stop]) if stop in life else None,
            )


def _complainant(case, serial: int):
    from complaints.intake.found_again import phone_index
    from complaints.models import Complainant
    from protection.blind_index import blind_index

    name, phone = making.name(serial), f"1380{serial % 10_000_000:07d}"
    return Complainant(
        case=case,
        name=name,
        phone=phone,
        address=f"{serial % 9 + 1}组{serial % 99 + 1}号",
        phone_index=phone_index(phone),
        name_index=blind_index(name, "complaints.name"),
    )
