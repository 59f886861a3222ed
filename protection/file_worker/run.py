"""The process that opens a file: bounds itself, reads stdin, answers on stdout."""

import json
import os
import sys
from importlib import import_module

from protection.file_worker.limits import limit_resources
from protection.file_worker.refusing import FileNotTaken, Read

OUT_OF_MEMORY = 70
#: Which module reads which kind; each has ``read(content, kind)``.
READERS = {
    ".jpg": "pictures",
    ".png": "pictures",
    ".webp": "pictures",
    ".heic": "pictures",
    ".zip": "office",
    ".pdf": "pdf",
}


def answer(content: bytes, kind: str) -> tuple[dict[str, object], bytes]:
    """Give the line and the bytes that follow it."""
    try:
        read: Read = import_module(f"protection.file_worker.{READERS[kind]}").read(content, kind)
    except FileNotTaken as refused:
        return {"refused": refused.code}, b""
    line = {
        "kind": read.kind,
        "active": sorted(read.active),
        "same": read.content is None,
        "unsettled": read.unsettled,
    }
    return line, read.content or b""


def main(kind: str, memory: str, seconds: str) -> None:
    """Read stdin, write stdout. What breaks off here is told by the exit code alone."""
    limit_resources(int(memory), int(seconds), for_good=True)
    os.nice(5)  # pages come first
    try:
        line, content = answer(sys.stdin.buffer.read(), kind)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    out = sys.stdout.buffer
    out.write(json.dumps(line).encode() + b"\n")
    out.write(content)
    out.flush()
