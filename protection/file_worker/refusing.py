"""What the readers of files hand on, and how they say no."""

from dataclasses import dataclass


class FileNotTaken(Exception):
    """The file cannot be taken; ``code`` is one of the messages in protection/uploads.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Read:
    """A file that can be taken: its kind as an ending, and what to keep of it (None: as it came).

    ``active`` names what in it may act by itself where it is opened; see protection/uploads.py for the words.
    ``unsettled`` says that it holds tracked changes or comments.
    """

    kind: str
    content: bytes | None = None
    active: tuple[str, ...] = ()
    unsettled: bool = False
