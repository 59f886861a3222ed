"""What a person typed, as terms that both engines search for alike.

Forgiving by intent: any text is a query. What was left out or read otherwise than typed is said in ``notes``.

    低保 名单          both words, anywhere          “停发 三个月”   the phrase
    -咨询              not this word                 320722-2026-000123   the number of a case
"""

import enum
import re
import unicodedata
from dataclasses import dataclass

from search.engines import tokens

LONGEST_QUERY = 200  # characters
MOST_TERMS = 20

_OPENING = {"“": "”", "„": "”", "「": "」", "『": "』", "《": "》", "«": "»", '"': '"', "＂": "＂"}
_DASHES = "-－﹣−–"
#: What separates bare words besides spaces: the marks that people put between the items of a list.
_SEPARATOR = re.compile(r"[\s，、；。！？…|｜;!?]+|,(?!\d)")


class NoteKind(enum.StrEnum):
    """Why a part of what was typed is searched otherwise than typed, or not at all."""

    EMPTY = "empty"  # nothing that can be searched for: only marks
    COMMON = "common"  # only English stop words
    UNCLOSED = "unclosed"  # a quotation that does not end
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


#: The notes on a part that was left out because nothing in it can be searched for.
LEFT_OUT = frozenset({NoteKind.EMPTY, NoteKind.COMMON})


@dataclass(frozen=True)
class Note:
    """One remark on a query; ``text`` is the part of it that the remark is about."""

    kind: NoteKind
    text: str = ""


@dataclass(frozen=True)
class Term:
    """A run of words that must stand side by side in one field (or, ``excluded``, must not).

    ``words`` are the tokens in the order of the text. With ``single`` they are searched character by
    character, because one Chinese character stands alone among them and has no pair to be found by. A text
    that has one of ``others`` meets the term as well.
    """

    text: str
    words: tuple[str, ...]
    single: bool = False
    excluded: bool = False
    quoted: bool = False
    others: tuple["Term", ...] = ()

    @property
    def ways(self) -> "tuple[Term, ...]":
        """The term and what may stand instead of it."""
        return self, *self.others


@dataclass(frozen=True)
class Query:
    """Terms that must all be met; no terms at all means everything.

    Unless the query is ``void``: something was typed, and nothing of it can be searched for. That finds
    nothing, because whoever typed it did not ask for everything.
    """

    terms: tuple[Term, ...] = ()
    notes: tuple[Note, ...] = ()
    void: bool = False

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)


def parse(text: str) -> Query:
    """Read what a person typed. Never raises for any text."""
    notes: list[Note] = []
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > LONGEST_QUERY:
        notes.append(Note(NoteKind.TOO_LONG, text[LONGEST_QUERY:]))
        text = text[:LONGEST_QUERY]
    terms: dict[tuple[tuple[str, ...], bool, bool], Term] = {}
    for part, excluded, quoted in _parts(text, notes):
        made = _term(part, notes, excluded=excluded, quoted=quoted)
        if made is None:
            continue
        key = (made.words, made.single, excluded)
        if key not in terms and len(terms) == MOST_TERMS:
            notes.append(Note(NoteKind.TOO_MANY, part))
        else:
            terms.setdefault(key, made)
    void = bool(text) and not terms
    if void and not any(note.kind in LEFT_OUT for note in notes):
        notes.append(Note(NoteKind.EMPTY, text))  # separators and empty quotations only
    return Query(tuple(terms.values()), tuple(notes), void)


def term(text: str) -> Term | None:
    """The term of a run of words that nobody typed so; None where nothing in it can be searched for."""
    return _term(text, [])


def _parts(text: str, notes: list[Note]) -> list[tuple[str, bool, bool]]:
    """The bare words and quotations of ``text``: if a dash excludes one, and if it is a quotation."""
    parts: list[tuple[str, bool, bool]] = []
    at = 0
    while at < len(text):
        gap = _SEPARATOR.match(text, at)
        if gap:
            at = gap.end()
            continue
        # A dash excludes only at the start of a word, so that 320722-2026-000123 stays one number.
        excluded = text[at] in _DASHES and at + 1 < len(text) and not _SEPARATOR.match(text, at + 1)
        if excluded:
            at += 1
        closing = _OPENING.get(text[at])
        if closing:
            end = text.find(closing, at + 1)
            if end < 0:
                end = len(text)
                notes.append(Note(NoteKind.UNCLOSED, text[at:]))
            parts.append((text[at + 1 : end], excluded, True))
            at = end + 1
            continue
        end = at + 1
        while end < len(text) and text[end] not in _OPENING and not _SEPARATOR.match(text, end):
            end += 1
        parts.append((text[at:end], excluded, False))
        at = end
    return parts


def _term(part: str, notes: list[Note], *, excluded: bool = False, quoted: bool = False) -> Term | None:
    runs = tokens.plain(part).split()
    if not runs:
        letters = any(char.isalnum() for char in part)
        if part.strip():
            notes.append(Note(NoteKind.COMMON if letters else NoteKind.EMPTY, part))
        return None
    single = any(len(run) == 1 and tokens.is_cjk(run) for run in runs)
    words = tokens.unigrams(part) if single else tokens.bigrams(part)
    return Term(part.strip(), tuple(words), single, excluded, quoted)
