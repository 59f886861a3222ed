"""What a search should find, worked out slowly and plainly from the promise instead of the code.

Two neighbouring Chinese characters are one word, a lone one too; letters and figures are words as they stand;
a term is met where its words follow each other in one field.
"""

import re
import unicodedata
from dataclasses import dataclass

STOP = {"the", "of", "a", "and"}  # those that the generated texts use
SIMPLIFIED = str.maketrans("戶單訴", "户单诉")  # likewise


def runs(text):
    """The stretches of one kind of character in ``text``, folded, without the stop words."""
    folded = unicodedata.normalize("NFKC", re.sub(r"(?<=\d),(?=\d\d\d(?!\d))", "", text)).lower()
    folded = folded.translate(SIMPLIFIED)
    found, kind_before = [], None
    for char in folded:
        kind = "chinese" if "一" <= char <= "龥" else "word" if char.isascii() and char.isalnum() else None
        if kind and kind == kind_before:
            found[-1] += char
        elif kind:
            found.append(char)
        kind_before = kind
    return [run for run in found if run not in STOP]


def words(text, single):
    """The words of ``text`` in order; with ``single``, every Chinese character is one."""
    out = []
    for run in runs(text):
        if run.isascii():
            out.append(run)
        elif single or len(run) == 1:
            out.extend(run)
        else:
            for at in range(1, len(run)):
                out.append(run[at - 1] + run[at])
    return out


@dataclass(frozen=True)
class Wanted:
    """One term of a generated query: its text and whether it is excluded."""

    text: str
    excluded: bool = False

    def meets(self, fields):
        """Whether the term stands in one of ``fields``."""
        lone = any(len(run) == 1 and not run.isascii() for run in runs(self.text))
        wanted = words(self.text, lone)
        if not wanted:
            return not self.excluded  # nothing to search for: no condition
        for field in fields:
            there = words(field, lone)
            if any(there[at : at + len(wanted)] == wanted for at in range(len(there))):
                return True
        return False


def admits(terms, fields):
    """Whether a document with these text fields answers a query of ``terms``."""
    if terms and not any(words(term.text, single=True) for term in terms):
        return False  # something was asked, but nothing that can be found
    return all(term.meets(fields) != term.excluded for term in terms)
