"""What paper an act would give, before it is done: the act itself, taken back at once."""

import re
from dataclasses import replace
from typing import Any

from django.db import transaction

from complaints.enums import EventKind
from complaints.handling.casework import act
from complaints.models import Case, FormalPaper
from complaints.papers import reading
from complaints.papers.content import PaperContent
from organizations.models import User

_SERIAL = re.compile(r"(?<!\d)\d+号$")


def preview(case: Case, kind: EventKind | str, *, user: User, **facts: Any) -> PaperContent | None:
    """Return the paper as this user would read it, its number left open; None where the act gives none.

    Nothing stays of the act: neither event nor number, nor an entry in the log. Raises ``NotAllowed`` as
    the act does.
    """
    try:
        with transaction.atomic():
            event = act(case, kind, user=user, **facts)
            paper = FormalPaper.objects.select_related("case__complainant", "event").filter(event=event)
            made = paper.first()
            content = reading.by_staff(made, user) if made else None
            transaction.set_rollback(True)
    finally:
        case.refresh_from_db()
    return replace(content, number=_SERIAL.sub("　号", content.number)) if content else None
