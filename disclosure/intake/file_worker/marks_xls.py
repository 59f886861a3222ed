"""The marks of an .xls (BIFF8): the same as of an .xlsx, from the records of the Workbook stream.

Layout after [MS-CFB] and [MS-XLS]. Whatever cannot be followed is left to calamine, which then refuses it.
"""

import struct
from collections.abc import Iterator

from disclosure.intake.file_worker.marks import ERROR, UNCALCULATED, Marks

BOF, EOF, DATEMODE, BOUNDSHEET = 0x0809, 0x000A, 0x0022, 0x0085
ROW, COLINFO, BOOLERR, FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
BIFF8 = 0x0600
END_OF_CHAIN = 0xFFFFFFFA
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(content: bytes) -> dict[str, Marks]:
    """Give the marks of each sheet by its name; none where the file is older or broken."""
    try:
        return _sheets(_workbook_stream(content))
    except (struct.error, IndexError, KeyError, ValueError, UnicodeDecodeError):
        return {}


def _workbook_stream(content: bytes) -> bytes:
    """The stream called Workbook of a compound file."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    first_directory, _, mini_limit = struct.unpack_from("<III", content, 48)
    first_mini, _, next_difat, _ = struct.unpack_from("<IIII", content, 60)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    difat = list(struct.unpack_from("<109I", content, 76))
    seen = 0
    while next_difat < END_OF_CHAIN and seen * size < len(content):
        more = struct.unpack(f"<{size // 4}I", sector(next_difat))
        difat, next_difat, seen = difat + list(more[:-1]), more[-1], seen + 1
    fat = b"".join(sector(number) for number in difat if number < END_OF_CHAIN)
    table = struct.unpack(f"<{len(fat) // 4}I", fat)

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < END_OF_CHAIN and len(parts) <= len(table):
            parts.append(sector(number))
            number = table[number]
        return b"".join(parts)

    entries = dict(_entries(chain(first_directory)))
    start, length = entries["Workbook"]
    if length >= mini_limit:
        return chain(start)[:length]
    data = chain(first_mini)
    mini = struct.unpack(f"<{len(data) // 4}I", data)
    small = chain(entries["Root Entry"][0])
    parts: list[bytes] = []
    while start < END_OF_CHAIN and len(parts) <= len(mini):
        parts.append(small[start * 64 : start * 64 + 64])
        start = mini[start]
    return b"".join(parts)[:length]


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield name, (start, size)


def _sheets(stream: bytes) -> dict[str, Marks]:
    since_1904 = False
    places: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == BOF and struct.unpack_from("<H", body)[0] != BIFF8:
            return {}
        if kind == DATEMODE:
            since_1904 = body[0] == 1
        elif kind == BOUNDSHEET:
            wide = body[7] & 1
            name = body[8 : 8 + body[6] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
            places.append((name, struct.unpack_from("<I", body)[0]))
    return {name: _sheet(stream, at, Marks(since_1904=since_1904)) for name, at in places}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream; charts within it have their own beginning and end."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 1:
            yield kind, stream[at + 4 : at + 4 + length]
        if depth <= 0:
            return
        at += 4 + length


def _sheet(stream: bytes, at: int, marks: Marks) -> Marks:
    for kind, body in _records(stream, at):
        marks.size += len(body)
        if kind == ROW:
            row, height, flags = body[:2], struct.unpack_from("<H", body, 6)[0], body[12]
            if flags & 0x20 or height & 0x7FFF == 0:
                marks.hidden_rows.add(struct.unpack("<H", row)[0] + 1)
        elif kind == COLINFO:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & 1 or width == 0:
                marks.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == BOOLERR and body[7]:
            row_number, column = struct.unpack_from("<HH", body)
            marks.add_fault(row_number, column, ERROR, ERRORS.get(body[6], "#"))
        elif kind == FORMULA:
            _formula(body, marks)
    return marks


def _formula(body: bytes, marks: Marks) -> None:
    """A result that is no number says its kind: 2 an error, 3 nothing, as of one that nobody calculated."""
    row, column = struct.unpack_from("<HH", body)
    result = body[6:14]
    if result[6:8] != b"\xff\xff":
        return
    if result[0] == 2:
        marks.add_fault(row, column, ERROR, ERRORS.get(result[2], "#"))
    elif result[0] == 3:
        marks.add_fault(row, column, UNCALCULATED)
