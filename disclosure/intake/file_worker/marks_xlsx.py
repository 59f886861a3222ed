"""The marks of an .xlsx: hidden rows and columns, errors, formulas without a result, the days' first year.

A sheet is read a second time only where its bytes hold any word of these; most do not.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from disclosure.intake.file_worker.marks import ERROR, UNCALCULATED, Marks
from disclosure.intake.file_worker.refusing import ListFileRefused

BLOCK = 1024 * 1024
OVERLAP = 32
#: Of an attribute or element that leaves a mark, in any prefix and quote; a declaration may rename them all.
WORDS = (b"hidden", b"zeroHeight", b"<f", b":f", b'"e"', b"'e'", b'ht="0"', b"ht='0'", b"<!", b"\0")
_TRUE = frozenset({"1", "true", "on"})


def read(content: bytes) -> dict[str, Marks]:
    """Give the marks of each sheet by its name. Raises Refused for XML that is broken or has a DTD."""
    found: dict[str, Marks] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Workbook()
            _parse(archive, "xl/workbook.xml", book.start)
            targets = _Targets()
            _parse(archive, "xl/_rels/workbook.xml.rels", targets.start)
            for name, relation in book.sheets:
                reader = _Sheet(Marks(since_1904=book.since_1904))
                path = targets.paths.get(relation, "")
                if path in archive.namelist():
                    reader.marks.size = archive.getinfo(path).file_size
                    if _has_words(archive, path):
                        _parse(archive, path, reader.start)
                found[name] = reader.marks
    except (zipfile.BadZipFile, KeyError, NotImplementedError, expat.ExpatError) as error:
        raise ListFileRefused("file_broken") from error
    return found


def _has_words(archive: zipfile.ZipFile, path: str) -> bool:
    last = b""
    with archive.open(path) as part:
        while block := part.read(BLOCK):
            block = last + block
            if any(word in block for word in WORDS):
                return True
            last = block[-OVERLAP:]
    return False


def _parse(archive: zipfile.ZipFile, path: str, start: Callable) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration

    def begin(name: str, attributes: dict[str, str]) -> None:
        start(parser, _local(name) if ":" in name else name, attributes)

    parser.StartElementHandler = begin
    with archive.open(path) as part:
        parser.ParseFile(part)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_declaration(*_: Any) -> None:
    raise ListFileRefused("file_broken")  # no workbook declares entities; what does means harm


class _Workbook:
    def __init__(self) -> None:
        self.since_1904 = False
        self.sheets: list[tuple[str, str]] = []

    def start(self, _parser: Any, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in _TRUE
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            self.sheets.append((attributes.get("name", ""), relation))


class _Targets:
    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def start(self, _parser: Any, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            path = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            self.paths[attributes.get("Id", "")] = path.lstrip("/")


class _Sheet:
    """Follows one sheet; rows and cells may leave out where they stand, then they follow the last.

    A sheet has a hundred thousand cells and few marks, so the ends of elements are heard only within a cell
    that may be one, and a cell's place is read only then.
    """

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self._row = 0
        self._place: str | int = -1
        self._type = ""
        self._formula = False
        self._text: list[str] | None = None

    def start(self, parser: Any, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place = attributes.get("r") or _index(self._place) + 1
            self._type = attributes.get("t", "")
            self._formula, self._text = False, None
            if self._type == "e":
                self._listen(parser)
        elif name == "f":
            self._formula = True
            self._listen(parser)
        elif name == "row":
            self._start_row(attributes)
        elif name == "v" and (self._formula or self._type == "e"):
            self._text = []
            parser.CharacterDataHandler = self._text.append
        elif name == "col" and _is_unseen(attributes, "width"):
            self.marks.hidden_columns.update(_columns(attributes))

    def _listen(self, parser: Any) -> None:
        parser.EndElementHandler = lambda name: self._end(parser, _local(name))

    def _end(self, parser: Any, name: str) -> None:
        if name == "v":
            parser.CharacterDataHandler = None
        elif name == "c":
            parser.EndElementHandler = None
            text, at = "".join(self._text or ()), _index(self._place)
            if self._type == "e":
                self.marks.add_fault(self._row - 1, at, ERROR, text or "#")
            elif not text and self._type != "str":
                self.marks.add_fault(self._row - 1, at, UNCALCULATED)
            self._formula, self._type = False, ""

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self._row = int(given) if given.isdecimal() and len(given) < 8 else self._row + 1
        self._place = -1
        if _is_unseen(attributes, "ht"):
            self.marks.hidden_rows.add(self._row)


def _is_unseen(attributes: dict[str, str], size: str) -> bool:
    return attributes.get("hidden", "") in _TRUE or attributes.get(size, "") in ("0", "0.0")


def _columns(attributes: dict[str, str]) -> Iterator[int]:
    low, high = (attributes.get(key, "") for key in ("min", "max"))
    if low.isdecimal() and high.isdecimal():
        yield from range(int(low) - 1, min(int(high), 16_384))


def _index(place: str | int) -> int:
    """The column of a place such as AB12, counted from 0; one that is counted already stays as it is."""
    if isinstance(place, int):
        return place
    number = 0
    for character in place.rstrip("0123456789")[:3]:
        number = number * 26 + ord(character) - 64
    return number - 1
