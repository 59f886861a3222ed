"""The passage of a text that shows why it was found, with the words marked. Pure."""

import re
from dataclasses import dataclass

AROUND = 40
"""Characters shown on either side of the first word found."""


@dataclass(frozen=True)
class Passage:
    """Pieces of text in order, each with whether it is one of the words searched for."""

    pieces: tuple[tuple[str, bool], ...]
    before: bool = False
    after: bool = False


def passage(text: str, words: list[str]) -> Passage:
    """Cut the surroundings of the first word found out of a text; its beginning where no word is found."""
    flat = re.sub(r"\s+", " ", text).strip()
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.I)
    found = pattern.search(flat) if words else None
    start = max(0, found.start() - AROUND) if found else 0
    end = min(len(flat), (found.end() if found else 0) + 2 * AROUND)
    cut = flat[start:end]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(cut) if words else ():
        pieces += [(cut[at : match.start()], False), (match[0], True)]
        at = match.end()
    pieces.append((cut[at:], False))
    return Passage(tuple(piece for piece in pieces if piece[0]), start > 0, end < len(flat))
