"""Doors into the form that say already what the matter is: a word in the address, which is about nobody.

What stands behind it is a first answer, shown on its page and changed there like any other.
"""

from dataclasses import dataclass

from complaints.enums import CaseKind, Matter
from complaints.public.answers import FilingAnswers


@dataclass(frozen=True)
class WayIn:
    """The kind that is chosen to begin with, and what it is mainly about."""

    kind: CaseKind
    matter: Matter


#: The word in ``?about=``. In somebody's name another draws money: kept back from whom it is for.
WAYS_IN = {"my-name": WayIn(CaseKind.REPORT, Matter.MONEY)}


def kind_by(word: str) -> str:
    """The kind that a door leads to; empty for an unknown one."""
    return WAYS_IN[word].kind if word in WAYS_IN else ""


def set_matter(answers: FilingAnswers, word: str) -> None:
    """Say what it is about, where the kind was left as the door had it and nothing else was said."""
    way = WAYS_IN.get(word)
    if way and answers.kind == way.kind and not answers.matter:
        answers.matter = way.matter
