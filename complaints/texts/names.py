"""Bringing names into one form, so that equality means the same name."""

import re
import unicodedata

from complaints.texts.words import surnames
from protection.comparing import simplified_forms
from protection.plain_text import is_filler

#: What ends a part of an address; the parts down to the township are nobody's secret.
_ADDRESS_PART = re.compile(
    "(.{1,12}?(?:街道|小区|新村|公寓|花园|社区|村|路|街|巷|弄|庄|园|苑|里|组|屯)(?![村庄园路街区组]))"
)
_ABOVE_VILLAGE = re.compile("^.{0,40}?(?:街道|镇|乡)")
_SHORTEST_PART = 3
#: What is taken out leaves this, so that what stood around it makes no new word; no folded text holds it.
GAP = "\ue000"


class _Seen(dict[int, str | None]):
    """A table for ``str.translate`` of the marks that are seen, each worked out once: none is anybody's."""

    def __missing__(self, code: int) -> str | None:
        self[code] = self.of(chr(code))
        return self[code]

    def of(self, mark: str) -> str | None:
        """What stands for a mark: itself, or nothing."""
        return None if mark.isspace() or unicodedata.category(mark)[0] == "C" or is_filler(mark) else mark


class _Compared(_Seen):
    """The same of letters and digits alone, simplified."""

    def of(self, mark: str) -> str | None:
        return simplified_forms().get(ord(mark), mark) if super().of(mark) and mark.isalnum() else None


_SEEN = _Seen()
_COMPARED = _Compared()


def parts_of_name(name: str) -> list[str]:
    """Return the given name, where it has two characters or more and so means nobody else.

    ``陈小满`` gives ``小满``; ``王芳`` nothing, since one character stands in every sentence. A name with a
    bullet in it (``买买提·艾力``) gives each of its halves.
    """
    halves = [half.strip() for half in re.split("[·•‧∙●・．.]", name) if len(half.strip()) > 1]
    if len(halves) > 1:
        return halves
    written = normal_name(name)
    given = written[2 if written[:2] in surnames() else 1 :]
    return [given] if len(given) > 1 else []


def parts_of_address(address: str) -> list[str]:
    """Return the parts of an address by which a neighbour knows the house, those of three characters or more.

    ``和平镇刘庄村幸福小区3栋501室`` gives ``刘庄村``, ``幸福小区`` and ``3栋501室``.
    """
    return list(dict.fromkeys(part for part in pieces_of_address(address) if len(part) >= _SHORTEST_PART))


def pieces_of_address(address: str) -> list[str]:
    """Return all pieces of an address below its township, in order: ``刘庄村``, ``一组``, ``3号``."""
    below = _ABOVE_VILLAGE.sub("", normal_name(address), count=1)
    return [piece for piece in _ADDRESS_PART.split(below) if piece]


def normal_name(name: str) -> str:
    """Return the name without spaces and invisible marks, in one width: ``张　三`` is ``张三``."""
    return unicodedata.normalize("NFKC", name or "").translate(_SEEN)


def fold(text: str) -> str:
    """Return only the letters and digits, simplified: ``趙測試（民政辦）`` and ``赵测试民政办`` are one text.

    For comparing, never for showing or storing: what somebody wrote is kept as they wrote it.
    """
    return unicodedata.normalize("NFKC", text or "").translate(_COMPARED).casefold()


def normal_number(number: str) -> str:
    """Return a telephone or ID number without spaces and dashes, ``x`` in upper case."""
    kept = unicodedata.normalize("NFKC", number or "")
    return "".join(mark for mark in kept if mark.isalnum() or mark == "+").upper()
