"""Asks a virus scanner about a file before it is kept: clamd, by its INSTREAM command (clamd(8)).

``settings.CLAMD_SOCKET`` says where it listens: ``/run/clamav/clamd.ctl`` or ``host:3310``; empty: nobody is
asked. Where it does not answer, ``settings.CLAMD_UNREACHABLE`` decides: ``refuse`` the file, or ``mark`` it.
"""

import socket
import struct
from typing import IO

from django.conf import settings

SECONDS = 20
PIECE = 64 * 1024
MOST_ANSWER = 4096


class Infected(Exception):
    """The scanner knows the file."""


class Unreachable(Exception):
    """No scanner answered, or none that could say."""


def scan(file: IO[bytes]) -> None:
    """Raise Infected or Unreachable; nothing for a clean file, or without a scanner. Rewinds."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        with _connected(settings.CLAMD_SOCKET) as scanner:
            answer = _ask(scanner, file)
    except OSError as error:
        raise Unreachable from error
    finally:
        file.seek(0)
    if answer.endswith("FOUND"):
        raise Infected
    if not answer.endswith("OK"):
        raise Unreachable


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS)
        try:
            scanner.connect(place)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _ask(scanner: socket.socket, file: IO[bytes]) -> str:
    """Send the file in pieces, each after its length, and give the one line of the answer."""
    scanner.sendall(b"zINSTREAM\0")
    file.seek(0)
    while piece := file.read(PIECE):
        scanner.sendall(struct.pack(">I", len(piece)) + piece)
    scanner.sendall(struct.pack(">I", 0))
    answer = b""
    while b"\0" not in answer and len(answer) < MOST_ANSWER and (more := scanner.recv(MOST_ANSWER)):
        answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
