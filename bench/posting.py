"""The path that citizens use: sending the last page of the form, a file and the captcha with it.

Floor: the rows that such a filing leaves and takes away, written by the ORM in one transaction; no page, no
session, no hash, nothing found out. At the end it is printed how long a filing held the write lock.
"""

import statistics
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bench import casemaking, making
from bench.filed_rows import Rows
from bench.harness import Bench, Pair
from bench.kills.people import READER
from bench.locks import lock_timed

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
            reader = READER.search(client.get(CHECK).content.decode())
            assert reader, "no office that would get it"
            self.ready.append((client, {"reader": reader[1], **_answer()}))

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
        pattern = Rows(of_the_form=True)
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


BENCH = Bench(
    "posting",
    f"{TIMES} citizens send the last page, PIN hashed",
    f"{TIMES} times the same rows by the ORM",
    "cases in the table",
    pairs,
)
