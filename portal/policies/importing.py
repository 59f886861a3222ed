"""Taking a folder of official documents into the policy library: all, or none where one cannot be read."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from anyascii import anyascii
from django.db import transaction
from django.db.models import Q

from portal.models import PolicyIndexPage, PolicyPage
from portal.policies import messages, sorting
from portal.policies.reading import Reading, UnreadableDocument, decode, read

SUFFIXES = frozenset({".txt", ".md"})
LARGEST = 2 * 1024 * 1024
"""Bytes. The longest law has some 200 KB."""


@dataclass
class Source:
    """One file and what was read from it."""

    name: str
    reading: Reading


@dataclass
class Gathered:
    """What a folder holds: documents, problems in words, and files that are no documents."""

    sources: list[Source] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """Titles by what became of them. ``waiting`` were left alone because somebody is editing them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def gather(folder: Path) -> Gathered:
    """Read every document in a folder (or one file). What is wrong with one becomes a problem in words."""
    gathered = Gathered()
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.suffix.lower() not in SUFFIXES:
            gathered.ignored.append(path.name)
            continue
        try:
            reading = _read(path)
            # Where there is no document number, the title tells two texts apart.
            key = (reading.document_number, "" if reading.document_number else reading.title)
            if key in seen:
                raise UnreadableDocument(0, "twice", found=seen[key])
            seen[key] = path.name
            gathered.sources.append(Source(path.name, reading))
        except UnreadableDocument as problem:
            gathered.problems.append(messages.in_words(path.name, problem))
    return gathered


def _read(path: Path) -> Reading:
    if path.stat().st_size > LARGEST:
        raise UnreadableDocument(0, "too_large")
    reading = read(decode(path.read_bytes()))
    if not reading.issuers:
        raise UnreadableDocument(1, "no_issuer")
    return reading


@transaction.atomic
def take_in(sources: list[Source], library: PolicyIndexPage, *, user=None, publish: bool = True) -> Outcome:
    """Create or update a page a document; a second run over the same files changes nothing.

    Only what was read from the text is written over; topic, keywords and validity stay as an editor made
    them.
    """
    outcome = Outcome()
    for source in sources:
        page = _existing(source.reading)
        if page is None:
            _create(source.reading, library, user, publish)
            outcome.created.append(source.reading.title)
        elif page.has_unpublished_changes or page.workflow_in_progress:
            outcome.waiting.append(page.title)
        elif _fill(page, source.reading):
            _keep(page, user, publish)
            outcome.updated.append(page.title)
        else:
            outcome.unchanged.append(page.title)
    return outcome


def _existing(reading: Reading) -> PolicyPage | None:
    """The page of the same document number; where there is none, of the same title."""
    if reading.document_number:
        same = Q(document_number=reading.document_number)
    else:
        same = Q(title=reading.title, document_number="")
    return PolicyPage.objects.filter(same).order_by("pk").first()


def _fill(page: PolicyPage, reading: Reading) -> bool:
    """Write what was read into the page; say whether anything changed."""
    read_now = {
        "title": reading.title,
        "document_number": reading.document_number,
        "issuer": reading.issuers[0],
        "co_issuers": "、".join(reading.issuers[1:]),
        "written_on": reading.written_on,
        "effective_on": reading.effective_on,
        "text": reading.text,
    }
    changed = {name: value for name, value in read_now.items() if getattr(page, name) != value}
    for name, value in changed.items():
        setattr(page, name, value)
    if "title" in changed:
        page.draft_title = reading.title
    return bool(changed)


def _create(reading: Reading, library: PolicyIndexPage, user, publish: bool) -> None:
    page = PolicyPage(
        slug=_slug(reading, library),
        topic=sorting.topic(reading.title),
        genre=sorting.genre(reading.title),
        keywords=sorting.keywords(reading.title),
        live=False,
        owner=user,
    )
    _fill(page, reading)
    library.add_child(instance=page)
    _keep(page, user, publish)


def _keep(page: PolicyPage, user, publish: bool) -> None:
    revision = page.save_revision(user=user)
    if publish:
        revision.publish(user=user)


def _slug(reading: Reading, library: PolicyIndexPage) -> str:
    """An address in Latin letters: of the document number, else of the title."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", anyascii(reading.document_number or reading.title))
    base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-") or "policy"
    slug, number = base, 2
    while not PolicyPage._slug_is_available(slug, library):
        slug, number = f"{base}-{number}", number + 1
    return slug
