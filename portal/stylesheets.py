"""One stylesheet for all public pages, made of those of the rooms: over a slow line each file costs a way.

They stay apart in the rooms, where they are written. Without comments and indents, which a fifth of it is.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse
from django.templatetags.static import static

NAME = "portal/public.css"
#: In the order in which they hold.
PARTS = (
    "portal/tokens.css",
    "portal/site.css",
    "portal/frame.css",
    "portal/forms.css",
    "portal/components.css",
    "portal/home.css",
    "disclosure/lists.css",
    "complaints/public.css",
)
ON_PAPER = "portal/print.css"


def together() -> str:
    """The whole stylesheet. Nothing in it names another file, so its place does not matter."""
    return _short("\n".join([*map(_read, PARTS), "@media print {", _read(ON_PAPER), "}"]))


@cache
def _kept() -> bytes:
    return together().encode()


@cache
def source() -> str:
    """What a policy names to allow this stylesheet within a page, and no other."""
    return f"'sha256-{b64encode(sha256(_kept()).digest()).decode()}'"


def put_within(response: HttpResponse) -> None:
    """Put the stylesheet into a page in place of the link to it. The next page will ask for the file, so the
    browser is told to fetch it once it has time.
    """
    address = static(NAME)
    link = f'<link rel="stylesheet" href="{address}">'.encode()
    within = b"<style>" + _kept() + f'</style><link rel="prefetch" href="{address}" as="style">'.encode()
    response.content = response.content.replace(link, within, 1)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _short(text: str) -> str:
    first, *rest = text.split("/*")
    bare = first + "".join(part.partition("*/")[2] for part in rest)
    lines = (line.strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")


class StylesheetFinder(finders.BaseFinder):
    """Finds the one stylesheet, which is made when it is looked for."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "made")

    def check(self, **kwargs: Any) -> list:
        """Nothing that could be set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where it lies; it is written where it is another than what lies there."""
        if path != NAME:
            return []
        found = self._made()
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """What is collected."""
        self._made()
        yield NAME, self.storage

    def _made(self) -> str:
        place = Path(self.storage.path(NAME))
        text = together()
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            unready = place.with_suffix(f".{id(self)}.unready")
            unready.write_text(text, encoding="utf-8")
            unready.replace(place)
        return str(place)
