"""What the rooms above know of a household's rows and notices: they say it here of what the asker may see.

This room knows no case. A finder gives nothing of what is kept from the asker, and asks the same of the
database whether there is such a thing or not.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from organizations.models import User


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """One case that the asker may open: its kind and state in words, and its address. Nothing that anybody
    wrote is in it: who complained may stand in that.
    """

    number: str
    kind: str
    state: str
    received_at: datetime
    url: str


#: The asker, keys of rows, keys of notices → the cases about one of them that the asker may see, the latest
#: first; None to whom nothing is ever shown.
Finder = Callable[[User, Collection[int], Collection[int]], list[CaseAbout] | None]

FINDERS: list[Finder] = []


def found(user: User, rows: Collection[int], notices: Collection[int]) -> list[CaseAbout] | None:
    """The cases about these rows and notices, as far as the user may see them; None where their posts open no
    case at all.
    """
    answers = [answer for find in FINDERS if (answer := find(user, rows, notices)) is not None]
    return [each for answer in answers for each in answer] if answers else None
