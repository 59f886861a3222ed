"""Looks for what acts by itself in a PDF: scripts, programs it starts, files inside it.

The file stays as it came. Names may be written with #xx for a letter (ISO 32000-2, 7.3.5) and objects may lie
packed in streams (7.5.7), so every stream that unpacks is looked through as well.
"""

import re
import zlib

from protection.file_worker.refusing import Read

MEGABYTE = 1024 * 1024
#: All streams together; what is behind it was not looked at, and the file says so.
MOST_UNPACKED = 300 * MEGABYTE
FIRST_PIECE, PIECE = 1024, 64 * 1024
WORDS = {
    "JavaScript": "script",
    "XFA": "script",
    "Launch": "launch",
    "EmbeddedFile": "embedded",
    "EmbeddedFiles": "embedded",
    "RichMedia": "embedded",
    "GoToE": "embedded",
    "Encrypt": "unreadable",
}
LONGEST = 3 * max(map(len, WORDS)) + 2


def _spelled(word: str) -> str:
    """A pattern for the word with any of its letters as #xx."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)


_NAMES = re.compile(
    f"/(?:{'|'.join(f'({_spelled(word)})' for word in WORDS)})(?![A-Za-z0-9#])".encode(), re.ASCII
)
_MARKS = tuple(WORDS.values())
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def read(content: bytes, kind: str) -> Read:
    """Give the marks of a PDF; it is kept as it came."""
    active = _marks(content)
    view, left = memoryview(content), MOST_UNPACKED
    for stream in _STREAM.finditer(content):
        left -= _look_through(view[stream.end() :], left, active)
        if left <= 0:
            active.add("unreadable")
            break
    return Read(kind, None, tuple(active))


def _marks(text: bytes) -> set[str]:
    return {_MARKS[found.lastindex - 1] for found in _NAMES.finditer(text) if found.lastindex}


def _look_through(packed: memoryview, most: int, active: set[str]) -> int:
    """Add the marks of one packed stream, and give how many bytes it cost: read and unpacked."""
    unpacker, cost, overlap = zlib.decompressobj(), 0, b""
    at, size = 0, FIRST_PIECE
    try:
        while at < len(packed) and not unpacker.eof and cost <= most:
            rest: bytes | memoryview = packed[at : at + size]
            cost += len(rest)
            at, size = at + size, min(2 * size, PIECE)
            while rest and not unpacker.eof and cost <= most:
                text = unpacker.decompress(rest, MEGABYTE)
                cost += len(text)
                active |= _marks(overlap + text)
                overlap, rest = (overlap + text)[-LONGEST:], unpacker.unconsumed_tail
    except zlib.error:
        pass  # not packed this way, or damaged: a reader stops here too
    return cost
