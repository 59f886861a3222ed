"""Invented cases and list rows for the tests of leads."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.utils import timezone

from complaints.models import Case, CaseEvent, Complainant, Respondent
from disclosure.models import Batch, Programme, Recipient
from organizations.models import Region, Unit, User
from supervision import leads

_serial = count(1)
MONTH = dt.date(2026, 8, 1)


def make_case(
    unit: Unit,
    region: str = "320722100201",
    *,
    kind: str = "report",
    title: str = "低保金迟发",
    narrative: str = "连续三个月没有领到低保金。",
    accused=(),
    complainant: dict | None = None,
    recipient: Recipient | None = None,
) -> Case:
    """A registered case; ``accused`` holds units and names."""
    serial = next(_serial)
    case = Case.objects.create(
        number=f"320722-2026-{serial:06d}",
        kind=kind,
        channel="web",
        openness="confidential",
        title=title,
        narrative=narrative,
        region_id=region,
        unit=unit,
        recipient=recipient,
        received_at=timezone.make_aware(dt.datetime(2026, 9, 1, 9)),
        receipt_index=f"receipt{serial}",
        submission_index=f"submission{serial}",
        pin_hash="-",
    )
    event = CaseEvent.objects.create(
        case=case, sequence=1, kind="register", at=case.received_at, status="registered"
    )
    case.latest_event = event
    case.save()
    for one in accused:
        is_unit = isinstance(one, Unit)
        Respondent.objects.create(case=case, unit=one if is_unit else None, name="" if is_unit else one)
    if complainant:
        Complainant.objects.create(case=case, **complainant)
    return case


def make_row(
    user: User,
    name: str = "张小三",
    region: str = "320722100201",
    *,
    month: dt.date = MONTH,
    until: dt.date | None = None,
    **fields,
) -> Recipient:
    """A published list row, shown since ``month``; until the list of ``until`` where that is given."""
    programme, _made = Programme.objects.get_or_create(
        code="rural-dibao", defaults={"name": "农村低保", "name_en": "Rural dibao"}
    )
    serial = next(_serial)
    return Recipient.objects.create(
        programme=programme,
        region_id=region,
        holder_name=name,
        id_number=f"32072219600101{serial:04d}",
        id_index=f"{serial:064d}",
        people=fields.pop("people", 2),
        amount=Decimal(fields.pop("amount", "1234.50")),
        since=fields.pop("since", dt.date(2020, 4, 1)),
        valid_from=make_batch(user, programme, month),
        valid_until=make_batch(user, programme, until) if until else None,
        **fields,
    )


def make_batch(user: User, programme: Programme, month: dt.date) -> Batch:
    """The published list of one month."""
    batch, _made = Batch.objects.get_or_create(
        programme=programme,
        region_id="320722",
        month=month,
        defaults={"state": "published", "source_name": "list.xlsx", "uploaded_by": user},
    )
    return batch


def make_lead(user: User, unit: Unit, region: str = "3207", **fields):
    """An open lead of this inspector."""
    return leads.open_lead(
        user=user,
        unit=unit,
        region=Region.objects.get(pk=region),
        title=fields.pop("title", "和平镇低保金迟发"),
        summary=fields.pop("summary", "两个村的群众反映低保金连续迟发。"),
        reason=fields.pop("reason", "多件反映指向同一人"),
        **fields,
    )
