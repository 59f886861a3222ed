"""The words of a question: those that ask (a table), and everyday words with what is meant by them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.enums import Intent
from portal.models import EverydayWord
from protection.cached_tables import while_unchanged
from protection.data_tables import DataTable
from search.engines import tokens


@dataclass(frozen=True)
class QuestionWord:
    """A row of the table: words that ask, and what for."""

    words: str
    intent: Intent


@dataclass(frozen=True)
class ShippedWord:
    """An everyday word that comes with the project; its columns are fields of ``EverydayWord``."""

    word: str
    both_ways: bool
    means: str = ""


DATA = Path(__file__).parent.parent / "data"
QUESTION_WORDS = DataTable(DATA / "question_words.csv", QuestionWord, key=("words",))
SHIPPED = DataTable(DATA / "everyday_words.csv", ShippedWord, key=("word", "means"))


@dataclass(frozen=True)
class Vocabulary:
    """What is known of words, each as ``tokens.plain`` has it: what it asks, what else it is called."""

    intents: Mapping[str, Intent]
    meanings: Mapping[str, tuple[str, ...]]

    @property
    def longest(self) -> int:
        """Characters of the longest known word."""
        return max(map(len, (*self.intents, *self.meanings)), default=0)

    @property
    def particles(self) -> str:
        """Single characters that say nothing at the edge of a word beside a known one: 我, 的, 吗."""
        return "".join(word for word in self.intents if len(word) == 1)


@while_unchanged
def vocabulary() -> Vocabulary:
    """All known words; of one that both asks and means something, the meaning counts."""
    rows = EverydayWord.objects.filter(is_used=True)
    return Vocabulary(_intents(), meanings_of(rows))


def meanings_of(rows: Iterable[EverydayWord]) -> Mapping[str, tuple[str, ...]]:
    """What else each word is called, one step and no further: what that is called again is something else."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        word, means = tokens.plain(row.word), tokens.plain(row.means)
        found[word] += [means] if means else []
        if means:
            found[means] += [word] if row.both_ways else []
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


@cache
def _intents() -> Mapping[str, Intent]:
    return {tokens.plain(row.words): row.intent for row in QUESTION_WORDS.rows}
