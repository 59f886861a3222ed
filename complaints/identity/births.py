"""Days on which the writer of a text was born, by the words beside them: 出生日期：…, 1955年3月7日生.

Another's is evidence and stays: 孙继财，男，1971年5月生, 死者李大山，1938年2月生. Whose it is, whoever is
spoken of last in the sentence says; the writer's own people (我儿子) count as the writer.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from complaints.identity import own_words
from complaints.identity.last_lines import DAY
from complaints.texts import words

_ANNOUNCED = re.compile(rf"(?:出生日期|出生年月日?|出生于|生于|生日)[是为在:：\s]{{0,3}}(?P<day>{DAY})")
_BORN = re.compile(rf"(?P<day>{DAY})\s?(?:出生|生)(?=[,，。;；)）\s]|人|\Z)")
_MOST = 40
#: Before the day where a line begins with it, and says nobody else.
_NOBODY = re.compile(r"(?:[男女,、:(\s]|[\u4e00-\u9fa5]{1,3}族)*")


def spans(form: str, names: Collection[str], known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the writer's day of birth in the form of a text; ``names`` that it signs with."""
    own = tuple(name for name in dict.fromkeys([*known, *names]) if len(name) > 1)[:_MOST]
    for pattern in (_ANNOUNCED, _BORN, _born_as()):
        for found in pattern.finditer(form):
            announced = pattern is _ANNOUNCED
            if _is_own(form, found.start(0 if announced else "day"), own, announced=announced):
                yield found.span("day")


def _is_own(form: str, at: int, own: tuple[str, ...], *, announced: bool) -> bool:
    if own_words.is_of_another(form, at):
        return False
    told = form[own_words.sentence_start(form, at) : at]
    last = [(found.start(), found.lastgroup == "own") for found in _told_of().finditer(told)][-1:]
    named = [(told.rfind(name), True) for name in own if name in told]
    if spoken_of := [*last, *named]:
        return max(spoken_of)[1]
    return announced or _NOBODY.fullmatch(told.rpartition("\n")[2]) is not None


@cache
def _born_as() -> re.Pattern[str]:
    """我是1965年3月12日出生的, 我儿子2001年7月8日生的: only beside the writer; else it is a rule for all."""
    return re.compile(
        f"{own_words.either('own')}[\u4e00-\u9fa5]{{0,3}}?[是,: ]{{0,2}}(?P<day>{DAY})\\s?(?:出生|生)的"
    )


@cache
def _told_of() -> re.Pattern[str]:
    others = [*own_words.own_words("another", "not_own", "turns"), *words.offices_alone()]
    return re.compile(
        f"(?P<own>(?<!被){own_words.either('own', 'label', 'opening')})|(?P<other>{words.either(others)})"
    )
