"""A text as a question: what is asked, about what, and what may be the name of a place. No database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.asking.words import Vocabulary
from portal.enums import Intent
from search.engines import query, tokens
from search.engines.query import Query, Term


@dataclass(frozen=True)
class CitizenQuestion:
    """One question.

    ``about`` are the known words, each a term with what else it is called; ``others`` are the unknown ones,
    as they follow each other, among them names of places. ``typed`` is the text as the index reads it.
    """

    typed: Query
    intents: tuple[Intent, ...] = ()
    about: tuple[Term, ...] = ()
    others: tuple[Term, ...] = ()

    @property
    def query(self) -> Query:
        """What is looked for: all of the words but those that only ask; as typed where there are none."""
        return self._of((*self.about, *self.others)) or self.typed

    @property
    def wider(self) -> Query | None:
        """What is looked for where nothing has all of the words, or the unknown ones name a place."""
        return self._of(self.about) if self.others else None

    def asks(self, *intents: Intent) -> bool:
        """Whether one of these is asked."""
        return not set(intents).isdisjoint(self.intents)

    @property
    def name(self) -> str:
        """What may be the name of a place, with those it lies in, a word apart from the next."""
        return " ".join("".join(term.words) if term.single else term.text for term in self.others)

    def _of(self, terms: tuple[Term, ...]) -> Query | None:
        return replace(self.typed, terms=(*terms, *self.typed.excluded)) if terms else None


@dataclass(frozen=True)
class _QuestionPiece:
    text: str
    is_known: bool


def read(text: str, known: Vocabulary) -> CitizenQuestion:
    """Take a text apart. What is quoted is looked for as it stands, and so is what holds no known word."""
    typed = query.parse(text)
    intents: list[Intent] = []
    about: list[Term] = []
    others: list[Term] = []
    for term in typed.wanted:
        pieces = [] if term.quoted else list(_pieces(term.text, known))
        if not any(piece.is_known for piece in pieces):
            others.append(term)
            continue
        for piece in pieces:
            if piece.text in known.meanings:
                about.append(_with_meanings(piece.text, known))
            elif piece.is_known:
                intents.append(known.intents[piece.text])
            # One character beside a known word is grammar.
            elif len(rest := piece.text.strip(known.particles)) > 1:
                others.append(_term(rest))
    asked = tuple(dict.fromkeys(intent for intent in intents if intent != Intent.FILLER))
    return CitizenQuestion(typed, asked, tuple(dict.fromkeys(about)), tuple(dict.fromkeys(others)))


def _with_meanings(word: str, known: Vocabulary) -> Term:
    return replace(_term(word), others=tuple(_term(other) for other in known.meanings[word]))


def _term(text: str) -> Term:
    made = query.term(text)
    assert made is not None, "a piece of ``tokens.plain`` can be searched for"
    return made


def _pieces(text: str, known: Vocabulary) -> Iterator[_QuestionPiece]:
    """The known words in a text, the longest first at each place, and what stands between them."""
    for run in tokens.plain(text).split():
        at = begun = 0
        while at < len(run):
            word = _known_at(run, at, known)
            if not word:
                at += 1
                continue
            if begun < at:
                yield _QuestionPiece(run[begun:at], is_known=False)
            yield _QuestionPiece(word, is_known=True)
            at = begun = at + len(word)
        if begun < len(run):
            yield _QuestionPiece(run[begun:], is_known=False)


def _known_at(run: str, at: int, known: Vocabulary) -> str:
    for length in range(min(known.longest, len(run) - at), 1, -1):
        word = run[at : at + length]
        if word in known.meanings or word in known.intents:
            return word
    return ""
