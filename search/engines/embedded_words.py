"""The words of a query in the one list of tokens that the embedded engine keeps of a text.

``tokens.with_next`` gives a token a character: 低保金，村 is 低保 保金 金 村. What is promised is spoken of
in pairs (低保 保金 村) and in single characters (低 保 金 村): there two words may be neighbours although a
mark stands between them in the text and none in the query, or the other way round. So a term is a ``phrase``,
with marks where the term has them, and ``others``: whatever a text holds that meets the term only in that
other way. Hardly any does, and those few texts are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.engines import tokens
from search.engines.query import Term


@dataclass(frozen=True)
class MatchTerms:
    """A term as expressions of FTS5. What ``others`` finds (none if empty) is to be read with ``holds``."""

    phrase: str
    others: str


@dataclass(frozen=True)
class _Word:
    """A word of a term, and the run of letters that it comes from, by its number."""

    text: str
    run: int
    cjk: bool


def asked(term: Term) -> MatchTerms:
    """The term in the words of FTS5. Tokens are letters and digits only, so nothing in them is escaped."""
    words = list(_words(term))
    if not term.single:
        between = [*(_own(*pair) for pair in pairwise(words)), ""]
        said = " ".join(f"{word.text} {end}" for word, end in zip(words, between, strict=True))
        return MatchTerms(f'"{said.strip()}"', " OR ".join(_other_pairs(words)))
    joined = [*(a.cjk and b.cjk and a.run == b.run for a, b in pairwise(words)), False]
    following = [*(word.text for word in words[1:]), ""]
    said = " ".join(
        word.text + (after if together else "")
        for word, after, together in zip(words, following, joined, strict=True)
    )
    return MatchTerms(_begun(said, words[-1]), " OR ".join(_other_singles(words)))


def holds(term: Term, texts: list[str]) -> bool:
    """Whether the words of the term stand side by side in one of these texts, which are ``tokens.plain``."""
    split = tokens.unigrams if term.single else tokens.bigrams
    size = len(term.words)
    for text in texts:
        there = tuple(split(text))
        if any(there[at : at + size] == term.words for at in range(len(there) - size + 1)):
            return True
    return False


def _words(term: Term) -> Iterator[_Word]:
    split = tokens.unigrams if term.single else tokens.bigrams
    for number, run in enumerate(tokens.plain(term.text).split()):
        for word in split(run):
            yield _Word(word, number, tokens.is_cjk(run))


def _own(word: _Word, after: _Word) -> str:
    """What stands between two neighbouring pairs where the text has marks where the term has them."""
    return word.text[-1] if word.cjk and word.run != after.run else ""


def _other_pairs(words: list[_Word]) -> Iterator[str]:
    """Each two neighbours as they stand where the text has a mark and the term none, or the reverse."""
    for word, after in pairwise(words):
        if word.cjk and after.cjk and word.text[-1] == after.text[0]:
            between = word.text[-1] if word.run == after.run else ""
            yield f'"{word.text} {between} {after.text}"'


def _other_singles(words: list[_Word]) -> Iterator[str]:
    for word, after in pairwise(words):
        if word.cjk and after.cjk:
            yield (
                _begun(f"{word.text} {after.text}", after)
                if word.run == after.run
                else f'"{word.text}{after.text}"'
            )


def _begun(said: str, last: _Word) -> str:
    """A phrase whose last Chinese character may go on."""
    return f'"{said}" *' if last.cjk else f'"{said}"'
