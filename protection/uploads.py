"""What people send us as files: where it is kept, what is taken, and what is taken out of it.

Nothing here trusts a name or a declared type: the kind is read from the content, the stored name is random,
and pictures are drawn anew so that place and camera don't travel with them.
"""

import io
import re
import secrets
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import filetype
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
MOST_PIXELS = 25_000_000
# From here on a photo is read at half its width and height: a quarter of the memory, still well legible.
MANY_PIXELS = 12_500_000
UNZIPPED_AT_MOST = 200 * MEGABYTE


@dataclass(frozen=True)
class UploadKind:
    """One kind of file: the extension it is stored under, its media type, and whether it is a picture."""

    extension: str
    media_type: str
    is_image: bool = False


@dataclass(frozen=True)
class UploadPolicy:
    """What one form takes: kinds by the extension a content detector reports, and the size in bytes."""

    kinds: dict[str, UploadKind]
    most_bytes: int
    accepted: str | Promise  # in words, for the message

    @property
    def accept(self) -> str:
        """Give the value of a file input's ``accept``: endings, and types for phones that know no endings."""
        found = {kind.extension for kind in self.kinds.values()}
        return ",".join(sorted(found | {kind.media_type for kind in self.kinds.values()}))


class UploadRefused(Exception):
    """A file was not taken: ``code`` for programs, ``message`` for people with what would be right."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


_JPEG = UploadKind(".jpg", "image/jpeg", is_image=True)
_PNG = UploadKind(".png", "image/png", is_image=True)
_WORD = UploadKind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
_EXCEL = UploadKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

EVIDENCE = UploadPolicy(
    kinds={
        ".jpg": _JPEG,
        ".png": _PNG,
        ".webp": UploadKind(".webp", "image/webp", is_image=True),
        ".pdf": UploadKind(".pdf", "application/pdf"),
        ".docx": _WORD,
        ".xlsx": _EXCEL,
        ".mp3": UploadKind(".mp3", "audio/mpeg"),
        ".m4a": UploadKind(".m4a", "audio/mp4"),
        ".mp4": UploadKind(".mp4", "video/mp4"),
        ".amr": UploadKind(".amr", "audio/amr"),
    },
    most_bytes=10 * MEGABYTE,
    accepted=_("photos (JPG, PNG), PDF, Word, Excel, sound (MP3, M4A, AMR) and video (MP4)"),
)


def private_storage() -> Storage:
    """Give the storage that no address leads to (settings.STORAGES["private"])."""
    return storages["private"]


def private_path(instance: Any, filename: str) -> str:
    """Name a stored file: a dated folder and 128 random bits; of the sender's name the extension stays."""
    extension = PurePath(filename).suffix.lower()
    if not (extension[1:].isascii() and extension[1:].isalnum() and len(extension) <= 6):
        extension = ""
    return f"{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}{extension}"


def inspect_upload(file: File, policy: UploadPolicy) -> UploadKind:
    """Tell the kind of ``file`` from its content. Raises UploadRefused; leaves the file at its start."""
    if not file.size:
        raise UploadRefused("empty", _("The file is empty. Please choose it again."))
    if file.size > policy.most_bytes:
        raise UploadRefused(
            "too_large",
            _("The file is larger than %(most)s MB. Please choose a smaller one, or several parts.")
            % {"most": policy.most_bytes // MEGABYTE},
        )
    kind = policy.kinds.get(_extension_from_content(file))
    if kind is None:
        raise UploadRefused(
            "kind",
            _("This kind of file can't be taken. Please send %(accepted)s.") % {"accepted": policy.accepted},
        )
    if kind.is_image:
        _check_image(file)
    return kind


def _extension_from_content(file: File) -> str:
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _office_extension(file)
    guess = filetype.guess(head)
    return f".{guess.extension}" if guess else ""


def _office_extension(file: File) -> str:
    """Tell Word from Excel by the parts inside; anything else that is a zip is not taken, a bomb neither."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UploadRefused(
            "broken", _("The file is damaged and can't be opened. Please save it again.")
        ) from error
    finally:
        file.seek(0)
    if sum(entry.file_size for entry in entries) > UNZIPPED_AT_MOST:
        raise UploadRefused(
            "bomb", _("The file would unpack to far more than its size. Please save it as a PDF.")
        )
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""  # macros
    return ".docx" if "word/document.xml" in names else ".xlsx" if "xl/workbook.xml" in names else ""


def _check_image(file: File) -> None:
    try:
        with Image.open(file) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UploadRefused(
                    "too_many_pixels", _("The picture is too large. Please choose a smaller one.")
                )
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UploadRefused(
            "broken", _("The picture is damaged and can't be opened. Please take it again.")
        ) from error
    finally:
        file.seek(0)


def clean(file: File, kind: UploadKind) -> File:
    """Take out of a file what can be taken out: pictures lose place and camera, office files their author.

    PDF, sound and video stay as they are; ``reveals_sender`` says so to whoever hands them out.
    """
    if kind.is_image:
        return clean_image(file, kind)
    return clean_office(file, kind) if kind in (_WORD, _EXCEL) else file


def reveals_sender(media_type: str) -> bool:
    """Whether a kept file of this type may still name its author or place; only pictures are drawn anew."""
    return not media_type.startswith("image/")


_PROPERTIES = "docProps/"
_TO_PROPERTIES = re.compile(
    rb"""<Relationship\b[^>]*Target=["']/?docProps/[^>]*>|<Override\b[^>]*PartName=["']/docProps/[^>]*>"""
)


def clean_office(file: File, kind: UploadKind) -> ContentFile:
    """Pack a Word or Excel file anew without its properties: author, company, who saved it last, preview.

    Names beside comments and tracked changes stay: they are part of what was written.
    """
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
            for entry in given.infolist():
                if entry.filename.lower().startswith(_PROPERTIES.lower()):
                    continue
                # A new entry by name: the old one would bring its date, comment and extra fields along.
                fresh = zipfile.ZipInfo(entry.filename)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                if entry.filename in ("_rels/.rels", "[Content_Types].xml"):
                    kept.writestr(fresh, _TO_PROPERTIES.sub(b"", given.read(entry)))
                    continue
                with given.open(entry) as source, kept.open(fresh, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target, MEGABYTE)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise UploadRefused(
            "broken", _("The file is damaged and can't be opened. Please save it again.")
        ) from error
    return ContentFile(buffer.getvalue(), name=f"paper{kind.extension}")


_FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def clean_image(file: File, kind: UploadKind) -> ContentFile:
    """Draw a picture anew without place, time, camera or thumbnails; it stays turned the way it was seen."""
    try:
        with Image.open(file) as image:
            if kind.extension == ".jpg" and image.width * image.height > MANY_PIXELS:
                image.draft(image.mode, (image.width // 2, image.height // 2))
            ImageOps.exif_transpose(image, in_place=True)
            upright: Image.Image = image
            if kind.extension == ".jpg" and image.mode not in ("RGB", "L"):
                upright = image.convert("RGB")
            upright.info = {}
            buffer = io.BytesIO()
            upright.save(buffer, _FORMATS[kind.extension], quality=88)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UploadRefused(
            "broken", _("The picture is damaged and can't be opened. Please take it again.")
        ) from error
    return ContentFile(buffer.getvalue(), name=f"picture{kind.extension}")
