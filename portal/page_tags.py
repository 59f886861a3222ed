"""What a public page of lists hangs on, known before anything is rendered.

Everything that stands on such a page: what the tables say (``stamping``), the day and the hotline's state,
the address, language and type size of the reader, the reader's place, and the program itself. Whoever has a
session, or a message that waits, is not answered from it.
"""

import hashlib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal import frame, opening_hours, preferences
from protection import cached_tables

#: What the program is made of; pictures and styles too, since their names stand on the page.
KINDS = frozenset({".py", ".html", ".txt", ".csv", ".po", ".mo", ".css", ".js", ".svg", ".json", ".woff2"})


def tag(request: HttpRequest) -> str | None:
    """A digest of all of it; None where something of it is not known."""
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    if settings.DEBUG or not own.isdisjoint(request.COOKIES):
        return None
    stamp = cached_tables.state()
    if stamp is None:
        return None
    moment = timezone.localtime()
    hours = frame.hours(frame.bureau())
    parts = (
        stamp,
        program(),
        settings.DEMONSTRATION,
        settings.STATIC_URL,
        moment.date(),
        opening_hours.state(moment, hours, frame.calendar().is_working),
        request.get_full_path(),
        get_language(),
        preferences.large_type(request),
        preferences.place_code(request),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@cache
def program() -> str:
    """A digest of the program's files and of the versions of what it stands on; read once a process."""
    found = hashlib.blake2b(digest_size=16)
    rooms = sorted({path.parent for path in settings.BASE_DIR.glob("*/apps.py")})
    for room in rooms:
        for path in sorted(room.rglob("*")):
            if path.suffix in KINDS and path.is_file():
                found.update(f"{path.relative_to(settings.BASE_DIR)}\0{path.stat().st_size}\0".encode())
                found.update(path.read_bytes())
    versions = sorted(f"{one.name} {one.version}" for one in distributions())
    found.update("\n".join(versions).encode())
    manifest = Path(settings.STATIC_ROOT or "") / "staticfiles.json"
    if manifest.is_file():
        found.update(manifest.read_bytes())
    return found.hexdigest()
