"""Takes place, time and camera out of the pictures inside an office file, without drawing them anew.

There may be dozens in one file, and drawing all of them would take longer than a file may. So what holds
words about a picture is cut out of it, piece by piece, and what holds the picture stays. How it is turned is
kept.
"""

import io
import re
import struct

from PIL import Image

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Pieces of a PNG that say something about it; the others are the picture.
WORDS_OF_PNG = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
#: Of the pieces that programs add to a JPEG, what a decoder needs: JFIF, the profile of colours, Adobe's.
NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
SCAN, END, COMMENT = 0xDA, 0xD9, 0xFE
#: Kinds that bear such words and that nothing here cuts.
NOT_CUT = (b"II*\0", b"MM\0*", b"RIFF")
TURNED = 0x0112
_NEXT_MARK = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


class CannotBeCut(Exception):
    """The picture is damaged, or of a kind that is not cut."""


def cut(content: bytes) -> bytes | None:
    """Give the picture without words about it; None for what bears none. Raises CannotBeCut."""
    if content.startswith(JPEG):
        return _cut_jpeg(content)
    if content.startswith(PNG):
        return _cut_png(content)
    if content.startswith(NOT_CUT) or content[4:8] == b"ftyp":
        raise CannotBeCut
    return None


def _cut_png(content: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            break
        if name not in WORDS_OF_PNG:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)  # what lies behind the end is no picture
        at = end
    raise CannotBeCut


def _cut_jpeg(content: bytes) -> bytes:
    kept, at = [b"\xff\xd8", _turned(content)], 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xFF:  # a filling
            at += 1
            continue
        if mark == END:
            return b"".join([*kept, b"\xff\xd9"])  # phones put another picture behind the end
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == SCAN:
            found = _NEXT_MARK.search(content, end)
            if found is None:
                break
            end = found.start()
        if _is_needed(mark, content[at + 4 : end]):
            kept.append(content[at:end])
        at = end
    raise CannotBeCut


def _is_needed(mark: int, inside: bytes) -> bool:
    if 0xE0 <= mark <= 0xEF:
        return mark in NEEDED and inside.startswith(NEEDED[mark])
    return mark != COMMENT


def _turned(content: bytes) -> bytes:
    """The piece that says how the picture is turned, and nothing else; none for one that is upright."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            turned = image.getexif().get(TURNED, 1)
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, struct.error) as error:
        raise CannotBeCut from error
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[TURNED] = turned
    piece = exif.tobytes()
    if not piece.startswith(b"Exif\0\0"):
        piece = b"Exif\0\0" + piece
    return b"\xff\xe1" + struct.pack(">H", len(piece) + 2) + piece
