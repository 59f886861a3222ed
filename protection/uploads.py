"""What people send us as files: where it is kept, what is taken, and what is taken out of it.

Nothing here trusts a name or a declared type: the kind is read from the content, the stored name is random,
and pictures are drawn anew so that place and camera do not travel with them. Files are opened by a bounded
process of their own (protection/bounded.py), never by the one that answers requests.
"""

import secrets
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from protection import bounded, scanning

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class UploadKind:
    """One kind of file: the extension it is stored under, its media type, and whether it is a picture."""

    extension: str
    media_type: str
    is_image: bool = False


@dataclass(frozen=True)
class UploadPolicy:
    """What one form takes: kinds by their ending as the content tells it, and the size in bytes.

    Pictures may be larger: a phone's of 48 megapixels has 12 to 25 MB, and is drawn anew far smaller.
    """

    kinds: dict[str, UploadKind]
    most_bytes: int
    most_picture_bytes: int
    accepted: str | Promise  # in words, for the message

    @property
    def accept(self) -> str:
        """Give the value of a file input's ``accept``: endings, and types for phones that know no endings."""
        found = {kind.extension for kind in self.kinds.values()}
        return ",".join(sorted(found | {kind.media_type for kind in self.kinds.values()}))


@dataclass(frozen=True)
class AcceptedFile:
    """A file as it is kept: its content, its kind, and the marks of ``ACTIVE`` that it bears.

    ``unsettled`` says that it holds tracked changes or comments.
    """

    content: File
    kind: UploadKind
    active: tuple[str, ...] = ()
    unsettled: bool = False


class UploadRefused(Exception):
    """A file was not taken: ``code`` for programs, ``message`` for people with what would be right."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


EVIDENCE = UploadPolicy(
    kinds={
        kind.extension: kind
        for kind in (
            UploadKind(".jpg", "image/jpeg", is_image=True),
            UploadKind(".png", "image/png", is_image=True),
            UploadKind(".webp", "image/webp", is_image=True),
            UploadKind(".heic", "image/heic", is_image=True),
            UploadKind(".pdf", "application/pdf"),
            UploadKind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            UploadKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            UploadKind(".mp3", "audio/mpeg"),
            UploadKind(".m4a", "audio/mp4"),
            UploadKind(".wav", "audio/wav"),
            UploadKind(".amr", "audio/amr"),
            UploadKind(".mp4", "video/mp4"),
            UploadKind(".mov", "video/quicktime"),
        )
    },
    most_bytes=10 * MEGABYTE,
    most_picture_bytes=30 * MEGABYTE,
    accepted=_("photos (JPG, PNG, HEIC), PDF, Word, Excel, sound (MP3, M4A, WAV, AMR) and video (MP4, MOV)"),
)

#: What editors publish with pages; drawn anew, so that a page never unpacks what somebody else packed.
PICTURES = UploadPolicy(
    kinds={ending: kind for ending, kind in EVIDENCE.kinds.items() if kind.is_image},
    most_bytes=10 * MEGABYTE,
    most_picture_bytes=10 * MEGABYTE,
    accepted=_("pictures (JPG, PNG, WebP, HEIC)"),
)

#: What in a file may act by itself where it is opened, as a reader of it is warned.
ACTIVE = {
    "macros": _("macros (taken out)"),
    "external": _("contents it fetches from elsewhere (taken out)"),
    "embedded": _("other files or programs inside it"),
    "script": _("scripts"),
    "launch": _("programs it starts"),
    "unreadable": _("parts that could not be looked into"),
    "unscanned": _("what the virus scanner could not check, since it did not answer"),
}

_REFUSALS = {
    "infected": _("The virus scanner warns of this file. Please send a photo of it, or print it to a PDF."),
    "not_scanned": _("Files cannot be checked for viruses just now. Please try again later."),
    "active": _("The file contains %(what)s. Please publish a version without: print it to a PDF."),
    "unsettled": _(
        "The document still holds tracked changes or comments, which everybody could read. Please accept or "
        "reject all changes, delete the comments, and save it again."
    ),
    "other": _("The file is not what its name says. Please save it anew in the kind that its name has."),
    "busy": _("Many files are being sent just now. Please try again in a moment."),
    "beyond_limits": _("The file takes too long to open. Please send it as a photo or a PDF."),
    "broken": _("The file is damaged and cannot be opened. Please save it again."),
    "broken_picture": _("The picture is damaged and cannot be opened. Please take it again."),
    "too_many_pixels": _("The picture is too large. Please choose a smaller one."),
    "bomb": _("The file would unpack to far more than its size. Please save it as a PDF."),
    "too_many_parts": _("The file has far too many parts. Please save it as a PDF."),
    "password": _("The file is locked with a password. Please save it without one."),
}


def private_storage() -> Storage:
    """Give the storage that no address leads to (settings.STORAGES["private"])."""
    return storages["private"]


def private_path(instance: Any, filename: str) -> str:
    """Name a stored file: a dated folder and 128 random bits; of the sender's name the extension stays."""
    extension = PurePath(filename).suffix.lower()
    if not (extension[1:].isascii() and extension[1:].isalnum() and len(extension) <= 6):
        extension = ""
    return f"{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}{extension}"


def take(file: File, policy: UploadPolicy) -> AcceptedFile:
    """Give ``file`` as it is kept. Raises UploadRefused. Not to be called while a transaction is open.

    Pictures lose place, time and camera, office files who wrote them, their macros and what they would fetch;
    PDF, sound and video stay as they are, and ``reveals_sender`` says so to whoever hands them out.
    """
    if not file.size:
        raise UploadRefused("empty", _("The file is empty. Please choose it again."))
    _check_size(file, max(policy.most_bytes, policy.most_picture_bytes), policy)
    found = extension_from_content(file)
    if found == ".zip" or not _kind(found, policy).is_image:
        _check_size(file, policy.most_bytes, policy)
    unscanned = _scan(file, policy)
    taken = _opened(file, found, policy) if found in _OPENED else AcceptedFile(file, _kind(found, policy))
    return replace(taken, active=(*taken.active, *unscanned))


def _check_size(file: File, most: int, policy: UploadPolicy) -> None:
    if file.size > most:
        sizes = {
            "most": policy.most_bytes // MEGABYTE,
            "picture": policy.most_picture_bytes // MEGABYTE,
        }
        raise UploadRefused(
            "too_large",
            _(
                "The file is too large: a photo may have %(picture)s MB, anything else %(most)s MB. Please "
                "send several parts, or take the photo with fewer megapixels."
            )
            % sizes,
        )


def take_to_publish(file: File) -> File:
    """Give a document as it is published, an office file without who wrote it. Raises UploadRefused.

    Refused is what a scanner knows, what acts by itself, what still shows how it was written, and what is not
    what its name says: programs open many a kind by its content alone.
    """
    ending, found = PurePath(file.name or "").suffix.lower(), extension_from_content(file)
    unscanned = _scan(file, EVIDENCE)
    active: tuple[str, ...] = ()
    content = file
    if ending in (".pdf", ".docx", ".xlsx"):
        if found != (".pdf" if ending == ".pdf" else ".zip"):
            raise _refusal("other", EVIDENCE)
        opened = _opened(file, found, EVIDENCE)
        if opened.kind.extension != ending:
            raise _refusal("other", EVIDENCE)
        if opened.unsettled:
            raise _refusal("unsettled", EVIDENCE)
        active, content = opened.active, opened.content
    elif not _is_ofd(file) if ending == ".ofd" else not _is_plain(file):
        raise _refusal("other", EVIDENCE)
    if found_active := [str(ACTIVE[mark]) for mark in (*active, *unscanned)]:
        raise UploadRefused("active", _REFUSALS["active"] % {"what": ", ".join(found_active)})
    return content


def _is_ofd(file: File) -> bool:
    """Whether it is an archive that names the part every OFD begins at (GB/T 33190)."""
    last, first = b"", True
    for piece in file.chunks():
        if first and not piece.startswith(b"PK\x03\x04"):
            return False
        first = False
        if b"OFD.xml" in last + piece:
            return True
        last = piece[-8:]
    return False


def _is_plain(file: File) -> bool:
    """Whether it is a table as text: neither a program's own form nor markup, whatever its encoding."""
    file.seek(0)
    head = file.read(16 * 1024)
    file.seek(0)
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not head.lstrip().startswith((b"{\\rtf", b"<")) and (
        marked or not (b"\0" in head or filetype.guess(head))
    )


def _scan(file: File, policy: UploadPolicy) -> tuple[str, ...]:
    """Give the mark of a file that no scanner could check, where the settings say so; else refuse it."""
    try:
        scanning.scan(file)
    except scanning.Infected as error:
        raise _refusal("infected", policy) from error
    except scanning.Unreachable as error:
        if settings.CLAMD_UNREACHABLE != "mark":
            raise _refusal("not_scanned", policy) from error
        return ("unscanned",)
    return ()


def _opened(file: File, found: str, policy: UploadPolicy) -> AcceptedFile:
    """Have the file opened, and keep what comes back."""
    try:
        answer = bounded.open_file(file, found)
    except bounded.Busy as error:
        raise _refusal("busy", policy) from error
    except bounded.BrokenOff as error:
        raise _refusal("beyond_limits", policy) from error
    finally:
        file.seek(0)
    if code := answer.line.get("refused"):
        raise _refusal(code, policy)
    kind = _kind(answer.line["kind"], policy)
    same = answer.line["same"]
    content = file if same else ContentFile(answer.content, name=f"file{kind.extension}")
    return AcceptedFile(content, kind, tuple(answer.line["active"]), answer.line["unsettled"])


def _kind(extension: str, policy: UploadPolicy) -> UploadKind:
    kind = policy.kinds.get(extension)
    if kind is None:
        raise _refusal("kind", policy)
    return kind


def _refusal(code: str, policy: UploadPolicy) -> UploadRefused:
    if code == "kind":
        text = _("This kind of file cannot be taken. Please send %(accepted)s.")
        return UploadRefused(code, text % {"accepted": policy.accepted})
    return UploadRefused(code, _REFUSALS[code])


#: What has to be opened before it is kept; sound and video are told by their first bytes alone.
_OPENED = {".jpg", ".png", ".webp", ".heic", ".pdf", ".zip"}
_HEIF = {b"heic", b"heix", b"heim", b"heis"}


def extension_from_content(file: File) -> str:
    """Tell the kind of a file by its first bytes; ``.zip`` stands for any office file. Leaves it rewound."""
    file.seek(0)
    head = file.read(16 * 1024)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return ".zip"
    if head[4:8] == b"ftyp":
        length = min(int.from_bytes(head[:4], "big"), 256)
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
        if brands & _HEIF:
            return ".heic"
    guess = filetype.guess(head)
    return f".{guess.extension}" if guess else ""


def reveals_sender(media_type: str) -> bool:
    """Whether a kept file of this type may still name its author or place; only pictures are drawn anew."""
    return not media_type.startswith("image/")
