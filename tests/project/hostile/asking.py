"""Asking an address with values that mean harm; every request is undone, and what broke is noted."""

import json
import re
import sys
import traceback
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

import wagtail
from django.conf import settings
from django.core.cache import cache as kept_in_cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from tests.tables import rows_beside

ROOT = Path(__file__).resolve().parents[3]
ROOMS = [room for room in settings.ROOMS if room not in ("protection", "demonstration")]
READ = re.compile(r"""\b(GET|POST|COOKIES)(?:\.get|\.getlist)?[(\[]\s*["']([A-Za-z_]+)["']""")
FIELD = re.compile(r"""<(?:input|select|textarea|button)[^>]*\bname="([^"]+)\"""")
FORM = "application/x-www-form-urlencoded"
#: What a server hands on of an address and of a header, and what fits into a form.
MOST_OF_ADDRESS, MOST_OF_FORM = 4000, 1_900_000


@cache
def values() -> dict[str, str]:
    """The table ``data/hostile_values.csv``: each value by its name, escapes read as Python reads them."""
    return {
        row["name"]: row["value"].encode("latin-1", "backslashreplace").decode("unicode_escape")
        * int(row["times"])
        for row in rows_beside(str(Path(__file__).parent), "hostile_values.csv")
    }


@cache
def names_read() -> dict[str, list[str]]:
    """The names of parameters, fields and cookies that the sources, Wagtail's too, read by themselves."""
    found: dict[str, set[str]] = {"GET": set(), "POST": set(), "COOKIES": set()}
    for folder in [*(ROOT / room for room in ROOMS), Path(wagtail.__file__).parent]:
        for path in folder.rglob("*.py"):
            if not {"test", "tests"} & set(path.parts):
                for kind, name in READ.findall(path.read_text(encoding="utf-8")):
                    found[kind].add(name)
    return {kind: sorted(names) for kind, names in found.items()}


def fields_of(response) -> list[str]:
    """The names of the fields in a page."""
    if response.streaming or response.status_code != 200:
        return []
    return sorted(set(FIELD.findall(response.content.decode("utf-8", "replace"))))


def mixed(names: list[str], turn: int, nul: bool = True) -> list[tuple[str, str]]:
    """A value for each name; another turn gives each another one, until every name had every value.

    Without ``nul`` those with a NUL are left out: an address with one is refused before anything reads it.
    """
    every = [value for value in values().values() if nul or "\0" not in value]
    return [(name, every[(place * 5 + turn) % len(every)]) for place, name in enumerate(names)]


def percent(value: str, most: int = MOST_OF_ADDRESS) -> str:
    """A value as it stands in an address or a form; U+DC80 to U+DCFF are the single bytes 80 to FF."""
    return quote(
        value.encode("utf-8", "surrogateescape" if is_bytes(value) else "surrogatepass")[:most], safe=""
    )


def is_bytes(value: str) -> bool:
    """Whether the value stands for bytes that are no text."""
    return any(0xDC80 <= ord(character) <= 0xDCFF for character in value)


def query(pairs: list[tuple[str, str]]) -> str:
    """The pairs as an address carries them, as many as fit."""
    parts, length = [], 0
    for name, value in pairs:
        part = f"{quote(name, safe='')}={percent(value, 300)}"
        length += len(part)
        if length < 8 * MOST_OF_ADDRESS:
            parts.append(part)
    return "&".join(parts)


def form(pairs: list[tuple[str, str]]) -> str:
    """The pairs as a form sends them; a long value once."""
    parts, left = [], MOST_OF_FORM
    for name, value in pairs:
        part = f"{quote(name, safe='')}={percent(value, max(left - 200_000, 3000))}"
        left -= len(part)
        parts.append(part)
    return "&".join(parts)


BODIES = [
    '{"a":"\\u0000\\ud800","ids":[1,NaN]}',
    '[["\\u0000\\ud800",NaN,1e999]]',
    '{"a":[1,',
    "null",
    "[" * 3000,
    json.dumps({"id": 2**63, "type": [], "position": -1}),
]


class Asker:
    """A client whose every request is undone; ``broken`` says what was answered with 500 or not at all."""

    def __init__(self, client: Client) -> None:
        self.client, self.asked = client, 0
        self.broken: list[str] = []
        self.kept = {name: morsel.value for name, morsel in client.cookies.items()}
        client.raise_request_exception = False

    def ask(self, method: str, path: str, what: object, cookies: dict[str, str] | None = None, **options):
        """Ask, with the cookies that the client had at first, and give the answer."""
        self.client.cookies.clear()
        for name, value in (self.kept | (cookies or {})).items():
            self.client.cookies[name] = value
        kept_in_cache.clear()  # nobody waits for the failures of the request before
        self.asked += 1
        with heard() as errors, undone():
            response = self.client.generic(method, path, **options)
            if response.streaming:
                b"".join(response.streaming_content)
        if response.status_code >= 500:
            self.broken.append(f"{method} {path[:100]} ({what}): {response.status_code} {errors}")
        return response

    def post(self, path: str, what: object, pairs: list[tuple[str, str]]):
        """Send a form."""
        return self.ask("POST", path, what, data=form(pairs), content_type=FORM)


@contextmanager
def heard():
    """Give a list of the errors behind an answer: kind, words and the last places of each."""
    errors: list[str] = []

    def hear(**_signal):
        kind, error, trace = sys.exc_info()
        places = [f"{Path(place.filename).name}:{place.lineno}" for place in traceback.extract_tb(trace)[-5:]]
        errors.append(f"{kind.__name__}: {str(error)[:120]} at {', '.join(places)}")

    got_request_exception.connect(hear)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(hear)


@contextmanager
def undone():
    """Undo what happens inside; a view's own durable transaction is none the wiser."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
