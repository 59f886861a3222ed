"""What can be wrong with a file, as codes and parameters; disclosure/messages.py has the words.

A parameter is a number, a heading, a place or a masked value: it is stored and shown, so nothing protected
may stand in it (design invariants 5 and 7).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from disclosure.messages import REASONS, Explained
from protection import refusals

#: What a list is told that nobody read to its end: its file is gone, and need not be at fault.
NOT_READ = frozenset({"file_reader_died", "file_unread"})


@dataclass(frozen=True, slots=True)
class Problem(Explained):
    """One reason for refusing a row, or (``row`` 0) the whole file; where it ``is_warning``, for looking at a
    row that is accepted. Rows count from 1, as a spreadsheet does.
    """

    code: str
    row: int = 0
    column: str = ""
    sheet: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    is_warning: bool = False


class Unreadable(Exception):
    """One value cannot be read; ``code`` and ``params`` say why. The caller knows row and column."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class FileRefused(Exception):
    """The file as a whole cannot be read; nothing of it was kept."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


class ColumnsUnknown(FileRefused):
    """Headings cannot be told; ``question`` is what an editor can be asked (``intake.questions``)."""

    def __init__(self, problems: Iterable[Problem] | Problem, question: Any) -> None:
        super().__init__(problems)
        self.question = question


class TooMuchAtOnce(Exception):
    """The file takes longer than somebody should wait for; a background task may still read it."""


class ListActNotAllowed(refusals.NotAllowed):
    """An act on a batch cannot be done; ``codes`` are all reasons at once, keys of ``messages.REASONS``."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(REASONS[code] for code in codes)
        self.codes = codes

    def __str__(self) -> str:
        """Return what a log keeps of it."""
        return ", ".join(self.codes)
