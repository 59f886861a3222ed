"""Taking a folder of official documents into the policy library, each by itself.

What a text does not say is asked in a draft; a file that cannot be read is named, and the others go on.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.models import User
from portal.enums import Validity
from portal.models import PolicyIndexPage, PolicyPage
from portal.policies import matching, messages, sorting
from portal.policies.lines import Ask, UnreadableDocument
from portal.policies.reading import Reading, decode, read

SUFFIXES = frozenset({".txt", ".md"})
#: Bytes. The longest law has some 200 KB.
LARGEST = 2 * 1024 * 1024
MARK_OF_DAY = re.compile(r"[\s_]*[（(]\d{4}[^（）()]*[）)]$")
#: As collections of laws name a version: 社会救助暂行办法(2019-03-02).
DAY_IN_NAME = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]$")
#: Questions that a page answers which knows this already.
ANSWERED_BY = {
    "no_issuer": "issuer",
    "no_issuer_but": "issuer",
    "relative_issuer": "issuer",
    "no_date": "written_on",
    "no_number": "document_number",
    "odd_number": "document_number",
}


@dataclass
class PolicyFile:
    """One file and what was read from it."""

    name: str
    reading: Reading

    @property
    def title(self) -> str:
        """The title, or the name of the file, without its day, until somebody gives one."""
        return self.reading.title or MARK_OF_DAY.sub("", Path(self.name).stem) or self.name


@dataclass
class Gathered:
    """What a folder holds: documents, problems in words, and files that are no documents."""

    sources: list[PolicyFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    #: What was taken from a file's name, in words.
    notes: list[str] = field(default_factory=list)


@dataclass
class ImportOutcome:
    """Titles by what became of them.

    ``asked`` are drafts with questions, ``waiting`` were left alone because somebody is editing them.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def gather(folder: Path) -> Gathered:
    """Read every document in a folder (or one file). What is wrong with one becomes a problem in words."""
    gathered = Gathered()
    seen: dict[tuple, PolicyFile] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.suffix.lower() not in SUFFIXES:
            gathered.ignored.append(path.name)
            continue
        try:
            source = PolicyFile(path.name, _read(path))
            gathered.notes += _day_of_name(source)
            first = seen.setdefault(_key(source), source)
            if first.reading.text != source.reading.text:
                raise UnreadableDocument(0, "twice", found=first.name)
            gathered.sources.append(source)
        except UnreadableDocument as problem:
            gathered.problems.append(messages.in_words(path.name, problem))
    return gathered


def _day_of_name(source: PolicyFile) -> list[str]:
    """Date a text by its file's name where that is of a later version than the text says; say so.

    The head of a text often lacks its last amendment; without that day an older text would take its place.
    """
    reading = source.reading
    found = DAY_IN_NAME.search(Path(source.name).stem)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return []
    if day is None or (reading.written_on and day <= reading.written_on):
        return []
    note = messages.day_of_name(source.name, day, reading.written_on)
    reading.written_on = day
    reading.asks = [ask for ask in reading.asks if ask.code != "no_date"]
    return [note]


def _key(source: PolicyFile) -> tuple:
    """Where there is no document number, title and issuers tell two texts apart; and the day its versions."""
    reading = source.reading
    by = (reading.document_number,) if reading.document_number else (source.title, *reading.issuers)
    return (*by, reading.written_on, reading.effective_on)


def _read(path: Path) -> Reading:
    if path.stat().st_size > LARGEST:
        raise UnreadableDocument(0, "too_large")
    return read(decode(path.read_bytes()))


def take_in(
    sources: list[PolicyFile], library: PolicyIndexPage, *, user: User | None = None, publish: bool = True
) -> ImportOutcome:
    """Create or update a page a document; a second run over the same files changes nothing.

    Only what was read from the text is written over; topic, keywords and validity stay as an editor made
    them. A text with questions stays a draft. One that cannot be stored does not keep the others out.
    """
    outcome = ImportOutcome()
    for source in sources:
        try:
            with transaction.atomic():
                _take(source, library, user, publish, outcome)
        except ValidationError as refused:
            problem = UnreadableDocument(0, "not_kept", found=" ".join(refused.messages))
            outcome.problems.append(messages.in_words(source.name, problem))
    return outcome


def _take(
    source: PolicyFile, library: PolicyIndexPage, user: User | None, publish: bool, outcome: ImportOutcome
) -> None:
    match = matching.find(source.reading, source.title)
    asks = source.reading.asks + ([match.ask] if match.ask else [])
    if match.page is None:
        page = _create(source, library, user, asks, publish)
        (outcome.asked if page.asked else outcome.created).append(page.title)
        return
    page = match.page
    busy = page.has_unpublished_changes or page.workflow_in_progress
    if busy:
        page = page.get_latest_revision_as_object()
    if not _fill(page, source):
        outcome.unchanged.append(page.title)
    elif busy:
        outcome.waiting.append(page.title)
    else:
        page.asked = messages.questions(_open(page, asks))
        _keep(page, user, publish)
        (outcome.asked if page.asked else outcome.updated).append(page.title)


def _open(page: PolicyPage, asks: list[Ask]) -> list[Ask]:
    """The questions that the page itself does not answer."""
    return [ask for ask in asks if not (ask.code in ANSWERED_BY and getattr(page, ANSWERED_BY[ask.code]))]


def _fill(page: PolicyPage, source: PolicyFile) -> bool:
    """Write what was read into the page, where anything was; say whether that changed it."""
    reading = source.reading
    read_now = {
        "title": reading.title or page.title or source.title,
        "document_number": reading.document_number,
        "issuer": reading.issuers[0] if reading.issuers else "",
        "co_issuers": "、".join(reading.issuers[1:]),
        "written_on": reading.written_on,
        "effective_on": reading.effective_on,
        "valid_until": reading.valid_until,
        "text": reading.text,
    }
    changed = {name: value for name, value in read_now.items() if value and getattr(page, name) != value}
    for name, value in changed.items():
        setattr(page, name, value)
    if "title" in changed:
        page.draft_title = page.title
    return bool(changed)


def _create(
    source: PolicyFile, library: PolicyIndexPage, user: User | None, asks: list[Ask], publish: bool
) -> PolicyPage:
    title = source.title
    page = PolicyPage(
        slug=_slug(source.reading, title, library),
        topic=sorting.topic(title),
        genre=sorting.genre(title),
        keywords=sorting.keywords(title),
        validity=Validity.REPEALED if source.reading.repealed else Validity.VALID,
        live=False,
        owner=user,
        asked=messages.questions(asks),
    )
    _fill(page, source)
    library.add_child(instance=page)
    _keep(page, user, publish)
    return page


def _keep(page: PolicyPage, user: User | None, publish: bool) -> None:
    """Store a revision, and publish it where no question is open."""
    # What is asked about may be missing from a draft.
    revision = page.save_revision(user=user, clean=not page.asked)
    if publish and not page.asked:
        revision.publish(user=user)


def _slug(reading: Reading, title: str, library: PolicyIndexPage) -> str:
    """An address in Latin letters: of the document number, else of the title."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", anyascii(reading.document_number or title))
    base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-") or "policy"
    slug, number = base, 2
    while not PolicyPage._slug_is_available(slug, library):
        slug, number = f"{base}-{number}", number + 1
    return slug
