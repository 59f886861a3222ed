"""The process that opens a file: bounds itself, reads stdin, answers on stdout."""

import json
import os
import resource
import sys
from importlib import import_module

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


def limit_resources(memory: int, seconds: int) -> None:
    """Let this process, and only this one, die of a file that asks for too much; it writes no files."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    os.nice(5)  # pages come first


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
    limit_resources(int(memory), int(seconds))
    try:
        line, content = answer(sys.stdin.buffer.read(), kind)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    out = sys.stdout.buffer
    out.write(json.dumps(line).encode() + b"\n")
    out.write(content)
    out.flush()
