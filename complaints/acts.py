"""What each act on a case is, beside when it is possible and by whom (``workflow``): ``data/acts.csv``.

A table without defaults, so that a new act is asked each of these; whoever treats some acts in a way of their
own asks it, and names none.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from complaints.enums import EventKind
from protection.data_tables import DataTable


@dataclass(frozen=True)
class ActTraits:
    """One row.

    ``internal``: the complainant never sees it, not even that it happened; what an office found out about its
    own people is told when it is proven, in the answer. ``complainants_words``: its texts are what the
    complainant said, whoever took them down; in a note an office that finds out about another goes on.
    ``by_pin``: done with receipt and PIN. ``hands_on``: one person gives the case into other hands;
    ``passed_on``: to another unit, which may say that it is not competent. ``ends_unanswered``: it ends the
    case without an answer. ``tells_the_end``: the complainant reads in it how the case ended, and may ask
    for a review from then on. ``judges``: it settles what was said, or who does that, and is not for
    whoever worked on what was objected to. ``extension_lapses``: an extension that was asked for before it
    is not decided any more. ``left_to_the_named``: somebody who was put back may still do it (say
    something, return the case, name somebody). ``stays_listed``: done by nobody, it leaves the case in the
    list in which it stands. ``news``: who asked to be told that there is something new is told of it.
    ``goes_alone``: a case that another one led is handled by itself from then on. ``ends_referral``: the
    discipline inspection organ that had it has it no longer.
    """

    act: EventKind
    internal: bool
    complainants_words: bool
    by_pin: bool
    hands_on: bool
    passed_on: bool
    ends_unanswered: bool
    tells_the_end: bool
    judges: bool
    extension_lapses: bool
    left_to_the_named: bool
    stays_listed: bool
    news: bool
    goes_alone: bool
    ends_referral: bool


TABLE = DataTable(Path(__file__).parent / "data" / "acts.csv", ActTraits, key=("act",))


@cache
def acts_that(trait: str) -> frozenset[EventKind]:
    """Return the acts whose column of this name says yes."""
    return frozenset(row.act for row in TABLE.rows if getattr(row, trait))
