"""Words of a text, for both engines: Chinese as pairs of characters, everything else as whole words.

The analysis is that of Lucene's ``CJKAnalyzer`` (full-width forms folded, lower case, overlapping pairs of
neighbouring Chinese, Japanese or Korean characters, its English stop words left out), after traditional
characters became simplified ones. What its tokenizer would decide by the Unicode word-break tables is
decided here instead, by ``plain``, whose result goes to *both* engines: only letters, digits and single
spaces are left of a text, so that no engine can see a word where the other does not.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from protection.comparing import simplified_forms

#: Raised whenever ``plain`` makes something else of a text: an index of other words is built anew, not asked.
VERSION = 3

#: CJKAnalyzer's own list. They are too frequent in English to tell one text from another.
_STOP_WORDS = """
    a and are as at be but by for if in into is it no not of on or s such t that the their then there these
    they this to was will with www
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

#: Han (with the extensions that Lucene 9 knows), kana and Hangul: what is indexed in pairs.
_CJK_RANGES = (
    "\u3007\u3021-\u3029\u3038-\u303a\u3400-\u4db5\u4e00-\u9fef\uf900-\ufa6d\ufa70-\ufad9"
    "\U00020000-\U0002a6d6\U0002a700-\U0002b734\U0002b740-\U0002b81d\U0002b820-\U0002cea1"
    "\U0002ceb0-\U0002ebe0\U0002f800-\U0002fa1d"
    "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\uac00-\ud7a3"
)
_CJK = re.compile(f"[{_CJK_RANGES}]")

#: No word is longer: Lucene cuts words, and a run of letters this long is nothing a person searches for.
LONGEST_WORD = 100
_RUN = re.compile(rf"[{_CJK_RANGES}]+|[^{_CJK_RANGES} ]{{1,{LONGEST_WORD}}}")

#: 1,234元 is found as 1234, however it was written.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

#: Letters that Lucene cuts by rules of its own: scripts without spaces (Thai, Lao, Myanmar, Khmer ...), and
#: the marks among the Chinese punctuation.
_UNSPACED = re.compile(
    "[\u3000-\u303f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\uaa60-\uaadf]"
)


def _fold(char: str) -> str:
    """What ``char`` becomes in the index: its folded letters, nothing (an accent), or a space."""
    folded = []
    for part in unicodedata.normalize("NFKC", char).lower():
        if _CJK.match(part):
            folded.append(simplified_forms().get(ord(part), part))
        elif unicodedata.category(part)[0] == "M":
            continue
        elif _is_word_character(part):
            folded.append(part)
        else:
            folded.append(" ")
    return "".join(folded)


def _is_word_character(char: str) -> bool:
    # Unicode 3.2 holds every script in use; what came later, the engines' tables may not all know.
    old, new = unicodedata.ucd_3_2_0.category(char), unicodedata.category(char)
    return (old[0] == "L" or old == new == "Nd") and not _UNSPACED.match(char)


class _FoldTable(dict[int, str]):
    """A table for ``str.translate`` that works each character out once.

    ``uneven`` are the characters so far that became none or several: a text without them keeps its places.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def compose(text: str) -> str:
    """``text`` with letters and their accents joined (NFC), the form in which positions are counted."""
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """``text`` as both engines index it: folded runs of one kind of character with spaces between."""
    return " ".join(run for run in _RUN.findall(_folded(compose(text))) if run not in STOP_WORDS)


def _folded(text: str) -> str:
    return _THOUSANDS.sub("", text).translate(_FOLD)


def is_cjk(run: str) -> bool:
    """Whether a run of ``plain`` is of the kind that is indexed in pairs."""
    return _CJK.match(run) is not None


def bigrams(text: str) -> list[str]:
    """The tokens of ``plain(text)``: pairs within a Chinese run, a lone character by itself, words whole."""
    tokens: list[str] = []
    for run in plain(text).split():
        if is_cjk(run) and len(run) > 1:
            tokens.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            tokens.append(run)
    return tokens


def unigrams(text: str) -> list[str]:
    """The tokens of ``plain(text)`` with every Chinese character by itself."""
    return [token for run in plain(text).split() for token in (run if is_cjk(run) else [run])]


def with_next(plain: str) -> list[str]:
    """The tokens of a ``plain`` text: each Chinese character with the next of its run, the last alone.

    One token a character: whatever begins with a character is where it stands, so that pairs and single
    characters are found in one and the same list.
    """
    return [
        token
        for run in plain.split()
        for token in ([run[at : at + 2] for at in range(len(run))] if is_cjk(run) else [run])
    ]


def placed(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where in composed ``text`` the (start, end) of ``spans``, found in its ``plain``, stand."""
    starts: list[int] = []  # of each run, in ``plain``
    shifts: list[int] = []  # from there to its place among the folded characters
    at = 0
    for run in _RUN.finditer(_folded(text)):
        if run.group() not in STOP_WORDS:
            starts.append(at)
            shifts.append(run.start() - at)
            at += len(run.group()) + 1
    places = _places(text)
    for start, end in spans:
        first = start + shifts[bisect_right(starts, start) - 1]
        last = end - 1 + shifts[bisect_right(starts, end - 1) - 1]
        yield places[first], places[last] + 1


def _places(text: str) -> Sequence[int]:
    """Where in ``text``, which was folded already, each of its folded characters comes from."""
    if _FOLD.uneven.isdisjoint(text) and not _THOUSANDS.search(text):
        return range(len(text))
    skipped = {match.start() for match in _THOUSANDS.finditer(text)}
    return [at for at, char in enumerate(text) if at not in skipped for _part in _FOLD[ord(char)]]
