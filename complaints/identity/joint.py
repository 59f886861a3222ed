"""Who signs beside the first: 举报人：巩宝山（138…）、瞿明华, or one below another.

After ``、`` or a telephone stands another of those who sign. After a comma, a space or in the next line one
does where names are all there is until the sentence ends: what is told there of others goes on.
"""

import re
from collections.abc import Iterator
from functools import cache

from complaints.identity.last_lines import HAN, is_name
from complaints.texts import words

_NAME = f"(?:{HAN}{{2,6}}(?:[·•・‧]{HAN}{{2,6}}){{1,3}}|{HAN}{{2,4}})"
#: To the next name: marks and spaces, also where a telephone was.
_NEXT = re.compile(
    rf"(?P<gap>[、,;/ \t\n]{{1,80}}(?:[和与及][ \t]{{0,4}})??|[和与及])"
    rf"(?P<who>{_NAME})(?=[\s,。.;!、()0-9]|等|\Z)"
)
_ALONE = re.compile(f"(?:{_NAME}|[0-9年月日号./-]{{1,12}}|等|)")
#: Where no ``、`` says that it is a name: 向你反映.
_LONGEST = 3
_MOST = 30
_REST = 80
_SENTENCE_END = re.compile("[。!;\n]")


def spans(form: str, bare: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names that sign after the one that ends at a place of the form of a text.

    ``bare`` is the form without how to reach them.
    """
    for _ in range(_MOST):
        found = _NEXT.match(bare, at)
        if not found or not _signs(form, bare, found):
            return
        yield found.span("who")
        at = found.end("who")


def _signs(form: str, bare: str, found: re.Match[str]) -> bool:
    who, gap = found["who"], found["gap"].strip(" \t")
    if not is_name(who):
        return False
    if "\n" not in gap and gap[:1] in tuple("、和与及"):
        return True
    if len(who) > _LONGEST and who[:2] not in words.surnames() and not re.search("[·•・‧]", who):
        return False
    if _office().match(bare, found.end("who")):
        return False
    is_after_number = form[found.start("gap") : found.end("gap")] != found["gap"]
    return (is_after_number and "\n" not in gap) or _are_names(
        bare[found.end("who") : found.end("who") + _REST]
    )


def _are_names(rest: str) -> bool:
    """Whether names are all that follows in the sentence or line."""
    told = _SENTENCE_END.split(rest, maxsplit=1)[0]
    return all(
        _ALONE.fullmatch(part) and (not part[:1].isalpha() or is_name(part) or part == "等")
        for part in re.split("[、, \t]+", told)
    )


@cache
def _office() -> re.Pattern[str]:
    """An office, and no more, after a name that is told of (孙继财，村会计)."""
    return re.compile(
        rf"[,( \t]{{1,3}}{HAN}{{0,3}}?(?:{words.either(words.office_titles())})(?=[,。;)\s]|\Z)"
    )
