"""Hostile texts for a regular expression, made from itself: what it nearly matches, over and over."""

import re
from collections.abc import Iterator
from re import _constants as codes  # the standard library's own reading of a pattern
from re import _parser
from typing import Any

MOST_SEEDS = 100
ALWAYS = (" ", "a", "1", "一", "（", "\t", "-")
OF_CATEGORY = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}


def texts(pattern: re.Pattern[Any], size: int) -> Iterator[Any]:
    """Give texts of about ``size`` characters: beginnings of matches repeated, one character drawn out."""
    for seed in seeds(pattern):
        text = (seed * (size // len(seed) + 1))[:size]
        yield text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
        yield text + "\n!" if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace") + b"\n!"


def drawn_out(pattern: re.Pattern[Any], size: int) -> Iterator[Any]:
    """Give matches in which one character stands ``size`` times, and which then fail."""
    for sample in samples(pattern):
        for at in range(min(len(sample), 12)):
            text = sample[:at] + sample[at] * size + "\x01"
            yield text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")


def seeds(pattern: re.Pattern[Any]) -> list[str]:
    """What to repeat: single characters of the pattern, and beginnings of what it matches."""
    found = dict.fromkeys(ALWAYS)
    for sample in samples(pattern):
        found |= dict.fromkeys(sample)
        found |= dict.fromkeys(sample[:end] for end in range(2, min(len(sample), 24) + 1))
    return [seed for seed in found if seed][:MOST_SEEDS]


def samples(pattern: re.Pattern[Any]) -> list[str]:
    """A few texts that the pattern matches, or nearly: each choice taken once, repeats as few and as two."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(
        source,
        pattern.flags & ~re.UNICODE & ~re.DEBUG
        if isinstance(pattern.pattern, bytes)
        else pattern.flags & ~re.DEBUG,
    )
    return list(dict.fromkeys("".join(_one(tree, turn)) for turn in range(4)))


def _one(tree: Any, turn: int) -> Iterator[str]:
    for code, argument in tree:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code is codes.NOT_LITERAL:
            yield "a" if argument != ord("a") else "b"
        elif code is codes.ANY:
            yield "a"
        elif code is codes.IN:
            yield _member(argument, turn)
        elif code is codes.BRANCH:
            yield from _one(argument[1][turn % len(argument[1])], turn)
        elif code is codes.SUBPATTERN:
            yield from _one(argument[3], turn)
        elif code is codes.ATOMIC_GROUP:
            yield from _one(argument, turn)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = argument
            for _time in range(max(int(least), min(int(most), turn % 3))):
                yield from _one(inner, turn)


def _member(members: Any, turn: int) -> str:
    negated = members[0][0] is codes.NEGATE
    if negated:
        return "a一1 "[turn]
    code, argument = members[turn % len(members)]
    if code is codes.LITERAL:
        return chr(argument)
    if code is codes.RANGE:
        return chr(argument[0])
    return OF_CATEGORY.get(argument, "a")
