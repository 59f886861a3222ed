"""What reading a long text costs, held against a quarter of it in the same process, as a ratio."""

import time
from collections.abc import Callable

#: What is faster than this needs no second look: the clock tells nothing below it.
SECONDS = 0.02
#: Four times the text may take four times as long, and as much again on a busy machine; a quadratic
#: reading takes sixteen times as long.
MOST = 8.0


def outgrown(read: Callable[[str], object], piece: str, *, length: int = 10_000) -> str:
    """Give what was measured where ``read`` grows faster than its text (``piece`` repeated), or nothing."""
    read(piece)  # what is made once is made now
    text = (piece * length)[:length]
    whole = _seconds(read, text)
    if whole < SECONDS:
        return ""
    # Processor time, of three each: what else runs on the machine makes one of them slow, seldom all.
    whole = min(whole, _seconds(read, text), _seconds(read, text))
    quarter = min(_seconds(read, text[: length // 4]) for _ in range(3))
    if whole <= MOST * quarter:
        return ""
    return f"{piece!r}: {length:,} characters took {whole:.2f} s, a quarter of them {quarter:.3f} s"


def _seconds(read: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun
