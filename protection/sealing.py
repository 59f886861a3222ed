"""Files encrypted piece by piece, so that a large one is written and read in bounded memory.

A sealed file is a header (``MAGIC``, the length of the wrapped key, the file's own key under
``FIELD_ENCRYPTION_KEYS``) and pieces of 64 KiB, each AES-256-GCM. A piece's nonce is its turn and whether it
is the last, and all are bound to the file's name: a piece or file that was cut off, turned round, changed or
put in another's place does not open. The key serves one file, so no nonce comes twice.
"""

import base64
import io
import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from protection.unbound import TOKEN_START, Undecipherable, decrypt, encrypt, rotate

MAGIC = b"SEALED1\n"
PIECE = 64 * 1024
_TAG = 16
_LENGTH = struct.Struct(">H")
_TOKEN_AT = len(MAGIC) + _LENGTH.size
#: So many bytes tell whether a file is sealed.
HEAD = _TOKEN_AT + len(TOKEN_START)


class Unsealable(OSError):
    """A sealed file was damaged, cut off, or put in another's place."""


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so, by ``HEAD`` bytes, is a sealed one.

    Half of the mark is enough: with the other half broken it has to be refused, not handed out as it stands.
    """
    return head.startswith(MAGIC) or head[_TOKEN_AT:].startswith(TOKEN_START.encode())


def seal(blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the sealed form of a file from blocks of its content; ``name`` is what it is kept under."""
    sealer = Sealer(name)
    yield sealer.header
    for block in blocks:
        yield from sealer.add(block)
    yield sealer.end()


class Sealer:
    """The sealed form of what comes bit by bit: ``header``, then ``add`` often, ``end`` once."""

    def __init__(self, name: str) -> None:
        key = secrets.token_bytes(32)
        self.header = _header(encrypt(base64.b64encode(key).decode()))
        self._cipher, self._bound = AESGCM(key), _bound(name)
        self._held, self._turn = b"", 0

    def add(self, block: bytes) -> Iterator[bytes]:
        """Yield the pieces that are full now; the last is sealed as such, so one is always held back."""
        self._held += block
        while len(self._held) > PIECE:
            yield self._cipher.encrypt(_nonce(self._turn, last=False), self._held[:PIECE], self._bound)
            self._held, self._turn = self._held[PIECE:], self._turn + 1

    def end(self) -> bytes:
        """Return the last piece."""
        return self._cipher.encrypt(_nonce(self._turn, last=True), self._held, self._bound)


def with_new_key(sealed: IO[bytes]) -> bytes:
    """Return the header of a sealed file with its key wrapped by the first of the keys in force.

    Leaves ``sealed`` behind its header. Raises Unsealable for a file that is none, or fits no key.
    """
    try:
        return _header(rotate(_token(sealed)))
    except Undecipherable as error:
        raise Unsealable(str(error)) from error


class Opened(io.RawIOBase):
    """The content of a sealed file, read and sought in as if it were in clear.

    Raises Unsealable at once where the end was cut off, and where another piece does not open when it is
    read. Has no ``fileno``: a server would send the sealed bytes past it.
    """

    def __init__(self, sealed: IO[bytes], name: str) -> None:
        self._sealed, self._bound = sealed, _bound(name)
        try:
            self._cipher = AESGCM(base64.b64decode(decrypt(_token(sealed))))
        except (Undecipherable, ValueError) as error:
            raise Unsealable(str(error)) from error
        self._begin = sealed.tell()
        body = sealed.seek(0, io.SEEK_END) - self._begin
        self._pieces = max(1, -(-body // (PIECE + _TAG)))
        self.size = body - self._pieces * _TAG
        if self.size < 0:
            raise Unsealable("A sealed file was cut off.")
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._piece(self._pieces - 1)  # the size is true if this is the true end

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer) -> int:
        turn, skip = divmod(self._at, PIECE)
        if self._at >= self.size:
            return 0
        part = self._piece(turn)[skip : skip + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._sealed.close()
        super().close()

    def _piece(self, turn: int) -> bytes:
        if self._held[0] != turn:
            self._sealed.seek(self._begin + turn * (PIECE + _TAG))
            sealed = self._sealed.read(PIECE + _TAG)
            try:
                nonce = _nonce(turn, last=turn == self._pieces - 1)
                self._held = (turn, self._cipher.decrypt(nonce, sealed, self._bound))
            except InvalidTag as error:
                raise Unsealable("A sealed file was damaged, cut off, or put in another's place.") from error
        return self._held[1]


def _header(token: str) -> bytes:
    wrapped = token.encode("ascii")
    return MAGIC + _LENGTH.pack(len(wrapped)) + wrapped


def _token(sealed: IO[bytes]) -> str:
    sealed.seek(0)
    head = sealed.read(_TOKEN_AT)
    if not head.startswith(MAGIC) or len(head) < _TOKEN_AT:
        raise Unsealable("This is no sealed file.")
    (length,) = _LENGTH.unpack(head[len(MAGIC) :])
    return sealed.read(length).decode("ascii", "replace")


def _nonce(turn: int, *, last: bool) -> bytes:
    return struct.pack(">QI", turn, last)


def _bound(name: str) -> bytes:
    return MAGIC + name.replace("\\", "/").encode()
