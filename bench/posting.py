"""The path that citizens use: sending the last page of the form, a file and the captcha with it.

Floor: the rows that such a filing leaves and takes away, written by the ORM in one transaction; no page, no
session, no hash, nothing found out. At the end it is printed how long a filing held the write lock.
"""

import copy
import statistics
import time
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.utils import timezone

from bench import casemaking, making
from bench.harness import Bench, Pair
from bench.locks import lock_timed
from protection.durable import acknowledged

TIMES = 5
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAGES = {
    "/complaints/new/": {"kind": "complaint"},
    "/complaints/new/where/": {"region": making.villages()[0]},
    "/complaints/new/matter/": {"matter": "assistance"},
    "/complaints/new/story/": {
        "narrative": "八月起没有收到低保金，问了村里两次，都说再等等。村里的孙会计说是镇上没有拨下来，"
        "镇上说早就发了。我今年七十一岁，腿脚不好，一个人过，只有这一点钱买药。请你们查一查是怎么回事。",
        "title": "低保金没有发",
    },
    "/complaints/new/who/": {"people": "孙会计"},
    "/complaints/new/openness/": {"openness": "confidential"},
    "/complaints/new/contact/": {"name": "柳如眉", "phone": "13905180001"},
}
CHECK = "/complaints/new/check/"


class Waiting:
    """Citizens on the last page, each with a form of their own."""

    def __init__(self) -> None:
        self.ready: list[tuple[Client, dict[str, str]]] = []
        self.served = 0

    def come(self) -> None:
        """Let as many come to the last page as one round needs."""
        while len(self.ready) < TIMES:
            self.served += 1
            net = f"10.{self.served // 250 % 250}.{self.served % 250}.7"
            client = Client(REMOTE_ADDR=net)
            for path, answer in PAGES.items():
                assert client.post(path, answer).status_code == 302, path
            file = SimpleUploadedFile("证明.pdf", PDF, "application/pdf")
            assert client.post("/complaints/new/files/", {"files": file}).status_code == 302
            self.ready.append((client, _answer()))

    def send(self) -> None:
        """All press the button."""
        for client, answer in self.ready:
            assert client.post(CHECK, answer)["Location"] == "/complaints/new/done/"
        self.ready.clear()


def _answer() -> dict[str, str]:
    from captcha.models import CaptchaStore

    from complaints.public import captcha

    asked = captcha.ask()
    right = CaptchaStore.objects.get(hashkey=asked.key).response
    return {"captcha_key": asked.key, "captcha_answer": right, "ask": "picture"}


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A confidential complaint with a respondent and a file, while the table of cases grows."""
    held: list[float] = []
    for size in sizes:
        casemaking.make_cases_up_to(size)
        waiting = Waiting()
        waiting.come()
        with lock_timed(held):
            waiting.send()
        pattern = Rows()
        held.clear()

        def work(waiting: Waiting = waiting) -> None:
            with lock_timed(held):
                waiting.send()

        def floor(pattern: "Rows" = pattern) -> None:
            for _ in range(TIMES):
                pattern.write()

        yield Pair(size, work, floor, before=waiting.come)
        if held:
            kept, most = statistics.median(held) * 1000, max(held) * 1000
            print(f"  write lock held {kept:.1f} ms a filing (median of {len(held)}; at most {most:.1f} ms)")


class Rows:
    """The rows of the newest filing, to be written again under other keys."""

    def __init__(self) -> None:
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


BENCH = Bench(
    "posting",
    f"{TIMES} citizens send the last page, PIN hashed",
    f"{TIMES} times the same rows by the ORM",
    "cases in the table",
    pairs,
)
