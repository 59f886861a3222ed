"""Those who use the site meanwhile: citizens who file with a file each, and an editor who uploads lists."""

import csv
import io
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from django.urls import reverse

from bench import making

PDF = b"%%PDF-1.4\n%%%s\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
RECEIPT = re.compile(r'id="(receipt|pin)">([^<]+)<')
CAPTCHA = re.compile(r'name="captcha_key" value="([^"]+)"')
#: The first is the answer that the office named may read it.
READER = re.compile(r'name="reader" value="(\d+)"')
FILES = "/complaints/new/files/"
CHECK = "/complaints/new/check/"
PATIENCE = 40
#: After so many tries of one page it is a fault of the site.
TRIES = 200


@dataclass(frozen=True)
class Filed:
    """What a citizen has after the last page: two numbers, and what they sent."""

    receipt: str
    pin: str
    narrative: str
    content: bytes


@dataclass
class Seen:
    """What all of them saw."""

    filed: list[Filed] = field(default_factory=list)
    #: Everything that was begun, whatever became of it.
    sent: dict[str, bytes] = field(default_factory=dict)
    broken: int = 0
    pages: int = 0
    lists: int = 0
    #: How often a file had to be chosen once more.
    chosen_again: int = 0
    faults: list[str] = field(default_factory=list)


def answers(number: int, narrative: str) -> dict[str, dict[str, str]]:
    """What is sent from each page up to that of the files, in their order."""
    return {
        "/complaints/new/": {"kind": "complaint"},
        "/complaints/new/where/": {"region": making.villages()[number % 1000]},
        "/complaints/new/matter/": {"matter": "assistance"},
        "/complaints/new/story/": {"narrative": narrative, "title": "低保金没有发"},
        "/complaints/new/who/": {"reach": "nobody", "people": ""},
        "/complaints/new/openness/": {"openness": "open"},
        "/complaints/new/contact/": {"name": "柳如眉", "phone": "13905180001"},
    }


def last_page(page: str, captcha: Callable[[str], str]) -> dict[str, str]:
    """What is sent from the last page as it came; ``captcha`` says the answer to a challenge."""
    key, reader = CAPTCHA.search(page), READER.search(page)
    assert key, "no challenge on the last page"
    return {
        "captcha_key": key[1],
        "captcha_answer": captcha(key[1]),
        "ask": "picture",
        "reader": reader[1] if reader else "",
    }


class Browser:
    """Somebody who loads a page again, or presses the button again, until there is an answer."""

    def __init__(self, address: str, seen: Seen) -> None:
        self.address, self.seen = address, seen
        self.session = requests.Session()
        self.session.trust_env = False
        chance = random.Random()
        self.session.headers["X-Forwarded-For"] = ".".join(str(chance.randint(11, 99)) for _ in range(4))

    def ask(self, method: str, path: str, **what) -> requests.Response:
        """Send one request until the server answers it whole."""
        for _ in range(TRIES):
            headers = {"X-CSRFToken": self.session.cookies.get("csrftoken") or "", "Referer": self.address}
            try:
                answer = self.session.request(
                    method, self.address + path, headers=headers, timeout=PATIENCE, **what
                )
                self.seen.pages += 1
                if answer.status_code < 500:
                    return answer
                self.seen.faults.append(f"{answer.status_code} {path}")
            except requests.RequestException:
                self.seen.broken += 1
            time.sleep(0.3)
        raise RuntimeError(f"no answer from {path}")


class Citizen(Browser):
    """Files one complaint after the other, each as somebody else."""

    def story(self, number: int) -> str:
        """What is told, once."""
        return f"第{number}号：八月起没有收到低保金，问了村里两次，都说再等等。"

    def file(self, number: int, captcha: Callable[[str], str], *, with_file: bool = True) -> Filed:
        """Walk through all pages and read the two numbers; ``captcha`` says the answer to a challenge."""
        narrative = self.story(number)
        content = PDF % f"{number:08d}".encode()
        self.seen.sent[narrative] = content
        pages = answers(number, narrative)
        self.ask("GET", "/complaints/new/")
        for path, answer in pages.items():
            self.ask("POST", path, data=answer)
        if with_file:
            self._add(content)
        else:
            self.ask("POST", FILES)
        found = self._send(pages, content, captcha)
        return Filed(found["receipt"].strip(), found["pin"].strip(), narrative, content)

    def _add(self, content: bytes) -> None:
        """Choose the file and go on."""
        self.ask("POST", FILES, files={"files": ("证明.pdf", content, "application/pdf")})

    def _send(
        self, pages: dict[str, dict[str, str]], content: bytes, captcha: Callable[[str], str]
    ) -> dict[str, str]:
        """Send the last page; where it leads back to one that was lost, answer that again.

        Where many send files at the same moment, the page of files asks to try again in a moment.
        """
        for _ in range(TRIES):
            page = self.ask("GET", CHECK)
            found = dict(RECEIPT.findall(page.text))
            if not found and CAPTCHA.search(page.text):
                sent = self._press(last_page(page.text, captcha))
                if sent is None:
                    continue
                page = sent
                found = dict(RECEIPT.findall(page.text))
            if found:
                return found
            if page.status_code == 410:
                raise RuntimeError("the form is closed, and no receipt was shown")
            if (path := urlsplit(page.url).path) in pages:
                self.ask("POST", path, data=pages[path])
            elif path == FILES:
                self.seen.chosen_again += 1
                time.sleep(1)
                self._add(content)
        title = "".join(re.findall(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)).strip()
        raise RuntimeError(f"never came to the last page: {page.status_code} {page.url} {title!r}")

    def _press(self, data: dict[str, str]) -> requests.Response | None:
        """Send the form; where no answer comes, half of the people load the form again (None), the others
        send it once more.
        """
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken") or "", "Referer": self.address}
        try:
            return self.session.post(self.address + CHECK, data=data, headers=headers, timeout=PATIENCE)
        except requests.RequestException:
            self.seen.broken += 1
        return self.ask("POST", CHECK, data=data) if random.random() < 0.5 else None


class Editor(Browser):
    """Uploads lists, small ones that the request reads and large ones that a worker reads."""

    def upload(self, number: int, rows: int) -> None:
        """Upload one list; its name says how many rows it has."""
        text = io.StringIO()
        csv.writer(text).writerows([making.HEADINGS, *making.households(rows)])
        files = {"file": (f"list-{number}-{rows}.csv", text.getvalue().encode(), "text/csv")}
        data = {"programme": "rural-dibao", "region": making.COUNTY, "month": f"2026-{1 + number % 11:02d}"}
        page = reverse("batch:add")
        self.ask("GET", page)
        answer = self.ask("POST", page, data=data, files=files)
        if answer.status_code != 200 or page in answer.url:
            self.seen.faults.append(f"a list was not taken: {answer.status_code}")
        self.seen.lists += 1
