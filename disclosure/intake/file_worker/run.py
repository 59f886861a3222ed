"""The worker's beginning: its limits, then the reader that the file's first bytes ask for."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from disclosure.intake.file_worker import csv_text, html_tables
from disclosure.intake.file_worker.refusing import ListFileRefused
from protection.file_worker.limits import limit_resources

OUT_OF_MEMORY = 70
ARCHIVE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def messages(content: bytes) -> Iterator[dict[str, Any]]:
    """Give the messages for one file, an error as the last."""
    try:
        if content.startswith((ARCHIVE, COMPOUND)):
            # Its library lies among the site's packages, which the other readers do without.
            from disclosure.intake.file_worker import spreadsheet

            yield from spreadsheet.messages(content)
        elif html_tables.is_markup(content):
            yield from html_tables.messages(content)
        else:
            yield from csv_text.messages(content)
    except ListFileRefused as refused:
        yield refused.message
    else:
        yield {"end": True}


def main(memory: int, seconds: int) -> None:
    """Read stdin, write stdout. What breaks off here is told by the exit code alone."""
    limit_resources(memory, seconds, for_good=False)
    out = sys.stdout.buffer
    try:
        for message in messages(sys.stdin.buffer.read()):
            out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())
            out.write(b"\n")
            if "sheet" not in message:
                out.flush()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
