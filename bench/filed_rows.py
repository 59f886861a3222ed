"""The floor of a filing: the same rows by the ORM in one transaction; nothing is read or worked out."""

import copy
import time
import uuid
from typing import Any

from django.db.models import F
from django.utils import timezone

from protection.durable import acknowledged


class Rows:
    """The rows of the newest filing, to be written again under other keys; with ``of_the_form`` what a draft
    leaves as well.
    """

    def __init__(self, *, of_the_form: bool) -> None:
        self.of_the_form = of_the_form
        from complaints.models import Attachment, Case, CaseLogEntry, Draft
        from protection.models import LogLink

        self.case = Case.objects.select_related("latest_event", "complainant").latest("pk")
        self.event, self.person = self.case.latest_event, self.case.complainant
        self.parts: list[Any] = [
            *self.case.respondents.all(),
            *self.case.clocks.all(),
            *self.case.traces.all(),
        ]
        self.entry = CaseLogEntry.objects.filter(object_id=self.case.pk).latest("pk")
        self.link = LogLink.objects.filter(entry=self.entry.pk).latest("pk")
        self.drafts, self.files = Draft.objects, Attachment.objects
        self.number = 0

    def write(self) -> None:
        """One transaction: what a filing inserts, changes and deletes."""
        from captcha.models import CaptchaStore

        from protection.models import LogHead
        from search.models import Change

        self.number += 1
        mark = uuid.uuid4().hex
        with acknowledged():
            case = _new(
                self.case, number=mark[:20], receipt_index=mark, submission_index=mark, latest_event=None
            )
            event = _new(self.event, case=case)
            type(case).objects.filter(pk=case.pk).update(latest_event=event)
            _new(self.person, case=case)
            for part in self.parts:
                part.case = case
            for model in {type(part) for part in self.parts}:
                model._base_manager.bulk_create(_copied(part) for part in self.parts if type(part) is model)
            entry = _new(self.entry, object_id=case.pk, uuid=uuid.uuid4())
            _new(self.link, lane=99, number=self.number + int(time.time() * 1000), entry=entry.pk)
            LogHead.objects.filter(lane=1).update(number=F("number"))
            Change.objects.create(index="cases", object_id=case.pk)
            if self.of_the_form:
                self.files.filter(pk=0).update(case=case, event=event, draft=None)
                self.drafts.filter(created_at__gt=timezone.now()).delete()
                CaptchaStore.objects.filter(hashkey=mark).delete()


def _copied(row: Any) -> Any:
    other = copy.copy(row)
    other.pk, other._state = None, copy.copy(row._state)
    other._state.adding = True
    return other


def _new(row: Any, **changes: Any) -> Any:
    """Insert a copy of a row without what listens to it."""
    other = _copied(row)
    for name, value in changes.items():
        setattr(other, name, value)
    type(row)._base_manager.bulk_create([other])
    return other
