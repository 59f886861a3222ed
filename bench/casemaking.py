"""Cases in bulk: what a search or a filing finds already there."""

import random
from datetime import datetime, timedelta

from bench import making

BATCH = 2_000


def make_cases_up_to(count: int) -> None:
    """Add registered cases until the table holds `count`, the same ones every time."""
    from django.utils import timezone

    from complaints.models import Case, CaseEvent
    from organizations.models import Unit

    unit = Unit.objects.get(name="丙县民政局")
    codes = making.villages()
    begun = timezone.make_aware(datetime(2025, 11, 1, 9))
    for start in range(Case.objects.count(), count, BATCH):
        rng = random.Random(start)
        cases = [
            Case(
                number=f"999999-2025-{serial:06d}",
                kind=("enquiry", "complaint", "complaint", "report", "objection")[serial % 5],
                channel=("web", "hotline", "hotline", "letter", "visit")[serial % 7 % 5],
                openness="anonymous",
                title=making.story(rng, 1)[:40],
                narrative=making.story(rng, 6),
                region_id=codes[serial * 7 % len(codes)],
                programme_id="rural-dibao",
                unit=unit,
                received_at=begun + timedelta(minutes=5 * serial),
                receipt_index=f"bench-receipt-{serial}",
                submission_index=f"bench-submission-{serial}",
                pin_hash="!",
            )
            for serial in range(start, min(start + BATCH, count))
        ]
        Case.objects.bulk_create(cases)
        events = [
            CaseEvent(case=case, sequence=1, kind="register", at=case.received_at, status="registered")
            for case in cases
        ]
        CaseEvent.objects.bulk_create(events)
        for case, event in zip(cases, events, strict=True):
            case.latest_event = event
        Case.objects.bulk_update(cases, ["latest_event"], batch_size=500)
