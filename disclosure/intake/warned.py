"""What should be looked at in rows that are accepted: how much, in which rows, and the first of it."""

from collections import Counter
from dataclasses import dataclass, field

from disclosure.problems import Problem

#: So many warnings of each code are kept, so that none crowds another out; of all, how many there are.
MOST_OF_A_CODE = 200


@dataclass(slots=True)
class Warnings:
    """``first`` are those that are kept, ``places`` the rows that any is about, by (sheet, row)."""

    count: int = 0
    first: list[Problem] = field(default_factory=list)
    places: set[tuple[str, int]] = field(default_factory=set)
    _kept: Counter[str] = field(default_factory=Counter)

    def add(self, warning: Problem) -> None:
        """Count one more, and keep it while there are few of its code."""
        self.count += 1
        self.places.add((warning.sheet, warning.row))
        self._kept[warning.code] += 1
        if self._kept[warning.code] <= MOST_OF_A_CODE:
            self.first.append(warning)
