"""One row of another system's file, read: what was brought, when, and what was answered."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from complaints.enums import Channel, ReporterIdentity
from complaints.identity.own_names import without_own
from complaints.imports.layouts import meant_by
from complaints.imports.places import PlacesBelow
from complaints.imports.tables import CaseTable
from complaints.intake.intake import NARRATIVE_LENGTH, TITLE_LENGTH, Identity, Intake
from complaints.models.imports import NUMBER_LENGTH
from complaints.models.people import NAME_LENGTH
from complaints.texts import written_names
from disclosure.intake.layouts import normal
from disclosure.intake.parsing import EPOCHS, text_of
from protection.plain_text import plain
from protection.redaction import both, mask_known

#: A workbook keeps fifteen figures of a quantity.
_LOST_FIGURES = 10**15
_NUMBER = re.compile(r"[\w./#-]+", re.ASCII)
#: The number is kept in clear; an ID number of who was born after 2009 may be place, day and serial number.
_OF_A_PERSON = re.compile(
    r"(?:\+?86-?)?1[3-9][0-9]{9}"
    r"|[1-8][0-9]{5}(?:19[0-9]{2}|200[0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]{0,3}(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?(?:\.\d{1,6})?)?"
)
_EARLIEST = 1990
#: Where a row has no title, its story says what it is called.
_TITLE_FROM_STORY = 40


class RowRefused(Exception):
    """The row cannot be filed; ``code`` is one of ``messages``, ``key`` names the column."""

    def __init__(self, code: str, key: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.key, self.params = code, key, params


@dataclass(slots=True)
class CaseRow:
    """What a row says. ``warnings`` are codes with the column that each is about."""

    number: str
    intake: Intake
    answer: str = ""
    answered_at: datetime | None = None
    warnings: list[tuple[str, str]] = field(default_factory=list)


def read_row(table: CaseTable, cells: list[Any], places: PlacesBelow, *, since_1904: bool = False) -> CaseRow:
    """Read a row. Raises ``RowRefused`` for the first thing that is wrong with it."""
    number = _number(table.cell(cells, "number"))
    received = _moment(table.cell(cells, "received"), "received", since_1904)
    story, title = (_without_anonymous(table, cells, key) for key in ("story", "title"))
    row = CaseRow(number, _intake(table, cells, received))
    row.intake.title, row.intake.narrative = _titled(title, story, row)
    row.intake.kind, row.intake.matter = _kind(table.cell(cells, "type"), row)
    row.intake.region_code = _place(text_of(table.cell(cells, "place")), places, row)
    row.answer = _without_anonymous(table, cells, "answer")
    if len(row.answer) > NARRATIVE_LENGTH:
        raise RowRefused("answer_long", "answer", now=len(row.answer), most=NARRATIVE_LENGTH)
    if row.answer:
        row.answered_at = _moment(table.cell(cells, "answered"), "answered", since_1904)
        if row.answered_at < received:
            raise RowRefused("answered_before", "answered")
    return row


def _intake(table: CaseTable, cells: list[Any], received: datetime) -> Intake:
    person = _person(table, cells)
    return Intake(
        kind="",
        channel=Channel.TRANSFERRED,
        # Nobody asked them whether those who work on it may know who they are.
        openness=ReporterIdentity.CONFIDENTIAL if person else ReporterIdentity.ANONYMOUS,
        title="",
        narrative="",
        complainant=person,
        received_at=received,
        taken_over=True,
    )


def _number(value: Any) -> str:
    if isinstance(value, float) and abs(value) >= _LOST_FIGURES:
        raise RowRefused("number_float", "number")
    number = text_of(value).lstrip("'")
    if not number:
        raise RowRefused("number_missing", "number")
    if len(number) > NUMBER_LENGTH or not _NUMBER.fullmatch(number):
        raise RowRefused("number_unreadable", "number")
    if _OF_A_PERSON.fullmatch(number):
        raise RowRefused("number_of_a_person", "number")
    return number


def _moment(value: Any, key: str, since_1904: bool) -> datetime:
    """A day and time in Asia/Shanghai: both forms that stand in one column, or a serial day of a workbook."""
    text = text_of(value)
    if not text:
        raise RowRefused(f"{key}_missing", key)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            day = EPOCHS[since_1904]
            found = datetime(day.year, day.month, day.day) + timedelta(seconds=round(value * 86400))
        else:
            parts = _MOMENT.fullmatch(text)
            figures = [int(part or 0) for part in parts.groups()] if parts else [1, 1, 1, 0, 0, 0]
            year, month, day_of_month, hour, minute, second = figures
            found = datetime(year, month, day_of_month, hour, minute, second)
    except (ValueError, OverflowError):
        found = datetime.min
    if found.year < _EARLIEST:
        raise RowRefused(f"{key}_unreadable", key)
    moment = timezone.make_aware(found)
    if moment > timezone.now():
        raise RowRefused(f"{key}_future", key)
    return moment


def _words(value: Any) -> str:
    return plain(value).strip() if isinstance(value, str) else text_of(value)


def _titled(title: str, story: str, row: CaseRow) -> tuple[str, str]:
    """Title and story; a title that does not fit stands before the story in full."""
    story = story or title
    if not story:
        raise RowRefused("story_missing", "story")
    if len(title) > TITLE_LENGTH:
        row.warnings.append(("title_cut", "title"))
        story, title = f"{title}\n{story}", f"{title[: TITLE_LENGTH - 1]}…"
    if len(story) > NARRATIVE_LENGTH:
        raise RowRefused("story_long", "story", now=len(story), most=NARRATIVE_LENGTH)
    return title or story[:_TITLE_FROM_STORY], story


def _kind(value: Any, row: CaseRow) -> tuple[str, str]:
    said, known = normal(value).casefold(), meant_by("type")
    found = known.get(said)
    if found is None:
        row.warnings.append(("type_unknown", "type"))
    meant = found or known[""]
    return str(meant.kind), str(meant.matter)


def _place(address: str, places: PlacesBelow, row: CaseRow) -> str:
    found = places.of(address)
    if address and found is None:
        row.warnings.append(("place_unknown", "place"))
    return found or places.region.code


def _without_anonymous(table: CaseTable, cells: list[Any], key: str) -> str:
    """The words of a column, without the name and number that the file knows of somebody anonymous.

    These are not stored, so nothing else could mask them later: an operator of a hotline writes who called.
    """
    words = _words(table.cell(cells, key))
    name, phone = _named(table, cells)
    if not (words and (name or phone) and _is_anonymous(table, cells)):
        return words
    # A cell may hold anything: a whole letter is no name, and is not looked for as one.
    names = written_names.of_complainant(name[:NAME_LENGTH]) if name else []
    numbers = [phone[:NAME_LENGTH]] if phone else []
    return both(mask_known(words, [*names, *numbers]), without_own(words, names, numbers))


def _is_anonymous(table: CaseTable, cells: list[Any]) -> bool:
    return normal(table.cell(cells, "anonymous")).casefold() in meant_by("anonymous")


def _named(table: CaseTable, cells: list[Any]) -> tuple[str, str]:
    """Name and telephone of who brought it, as far as they are one."""
    name, phone = _words(table.cell(cells, "person")), text_of(table.cell(cells, "phone"))
    return ("" if normal(name).casefold() in meant_by("person") else name), phone


def _person(table: CaseTable, cells: list[Any]) -> Identity | None:
    """Who brought it; None where the file says that they are anonymous, or says nobody."""
    if _is_anonymous(table, cells):
        return None
    name, phone = _named(table, cells)
    if len(name) > NAME_LENGTH:
        raise RowRefused("person_long", "person")
    return Identity(name or phone, phone) if name or phone else None
