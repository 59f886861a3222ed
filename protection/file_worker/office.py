"""Packs a Word or Excel file anew, from XML that was read as XML: no author, no macros, nothing fetched.

The format is a zip of parts (ECMA-376 part 2): ``[Content_Types].xml`` says what each part is, and a part's
relationships lie beside it under ``_rels/``. What is struck out stays, and what comments say: it was written.
Who wrote it goes (``traces``), and so do place and camera of the pictures inside (``inner_pictures``).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable
from urllib.parse import unquote
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from protection.file_worker import inner_pictures, traces
from protection.file_worker.refusing import FileNotTaken, Read

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2_000
MOST_DIRECTORY = MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_PART = 100 * MEGABYTE
#: Real parts shrink to a tenth, regular ones to a fiftieth; small ones may do as they like.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 10 * MEGABYTE
MOST_XML = 2 * MEGABYTE
MOST_PACKED = 30 * MEGABYTE
#: All parts together that are read for authors.
MOST_CLEANED = 8 * MEGABYTE

TYPES = "[Content_Types].xml"
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
#: By the last word of a relationship's type. What tells who made the file, and what runs in it, goes.
PROPERTIES = ("core-properties", "extended-properties", "custom-properties", "thumbnail")
MACROS = ("vbaProject", "wordVbaData", "vbaProjectSignature", "xlMacrosheet", "xlIntlMacrosheet")
EMBEDDED = ("oleObject", "package", "control", "aFChunk", "activeXControlBinary", "externalLink")
#: A link is followed by who clicks on it; all else outside is fetched when the file is opened.
FOLLOWED = ("hyperlink",)
NOWHERE = "about:blank"
BROKEN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    struct.error,
    zlib.error,
)


def read(content: bytes, kind: str) -> Read:
    """Give the file as it is kept, and what is active in it. Raises Refused."""
    check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            found = next((KINDS[entry.filename] for entry in entries if entry.filename in KINDS), None)
            if found is None:
                raise FileNotTaken("kind")
            package = _Package(archive, entries)
            packed = package.packed()
            return Read(found, packed, tuple(package.active), package.unsettled)
    except BROKEN as error:
        raise FileNotTaken("broken") from error


def check_directory(content: bytes) -> None:
    """Bound the directory of an archive before anything walks it (APPNOTE 4.3.14, 4.3.16)."""
    tail = content[-(22 + 65_535 + 76) :]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise FileNotTaken("broken")
    entries, directory = struct.unpack_from("<HI", tail, at + 10)
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if large >= 0 and len(tail) - large >= 56:
        entries, directory = struct.unpack_from("<QQ", tail, large + 32)
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise FileNotTaken("too_many_parts")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise FileNotTaken("too_many_parts")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileNotTaken("password")
    names = [entry.filename.casefold() for entry in entries]
    if len(names) != len(set(names)):
        raise FileNotTaken("broken")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileNotTaken("bomb")
    for entry in entries:
        ratio_counts = entry.file_size > RATIO_COUNTS_FROM
        if entry.file_size > MOST_PART or (
            ratio_counts and entry.file_size > MOST_RATIO * entry.compress_size
        ):
            raise FileNotTaken("bomb")


class _Package:
    """One file while it is packed anew."""

    def __init__(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
        self.active: set[str] = set()
        self.unsettled = False
        self._left_to_clean = MOST_CLEANED
        self._archive, self._entries = archive, entries
        self._dropped: set[str] = set()  # parts, by their name in small letters
        self._written: dict[str, bytes] = {}
        for entry in entries:
            name = entry.filename.casefold()
            if name.endswith(".rels"):
                self._written[name] = self._relations(entry)
            if name.startswith("docprops/"):
                self._dropped.add(name)
            if "/embeddings/" in name or "/activex/" in name:
                self.active.add("embedded")
            if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name:
                self._drop_macro(name)
        for entry in entries:
            if entry.filename == TYPES:
                self._written[entry.filename.casefold()] = self._types(entry)

    def packed(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
            for entry in self._entries:
                if buffer.tell() > MOST_PACKED:
                    raise FileNotTaken("bomb")
                name = entry.filename.casefold()
                if name in self._dropped or _relations_of_dropped(name, self._dropped):
                    continue
                # A new entry by name: the old one would bring its date, comment and extra fields along.
                fresh = zipfile.ZipInfo(entry.filename)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                if name in self._written:
                    kept.writestr(fresh, self._written[name])
                    continue
                cleaned = self._cleaned(name, entry)
                if cleaned is not None:
                    kept.writestr(fresh, cleaned)
                    continue
                with self._archive.open(entry) as source, kept.open(fresh, "w", force_zip64=True) as target:
                    self._copy(source, target, entry.file_size)
        if buffer.tell() > MOST_PACKED:
            raise FileNotTaken("bomb")
        return buffer.getvalue()

    def _cleaned(self, name: str, entry: zipfile.ZipInfo) -> bytes | None:
        """Give a part without who and where; None for one that stays. What cannot be cleaned is marked."""
        is_picture = "/media/" in name
        if not is_picture and traces.names_nobody(name):
            return None
        try:
            content = self._archive.read(entry)
            if is_picture:
                return inner_pictures.cut(content)
            if not traces.speaks(content):
                return None
            self._left_to_clean -= len(content)
            if self._left_to_clean < 0:
                raise traces.CannotBeRead
            cleaned = traces.clean(name, content)
        except (traces.CannotBeRead, inner_pictures.CannotBeCut):
            self.active.add("unreadable")
            return None
        self.unsettled = self.unsettled or cleaned.unsettled
        return cleaned.content

    def _copy(self, source, target, size: int) -> None:
        """Copy a part, and not a byte more than its directory said."""
        left = size
        while block := source.read(MEGABYTE):
            left -= len(block)
            if left < 0:
                raise FileNotTaken("bomb")
            target.write(block)

    def _relations(self, entry: zipfile.ZipInfo) -> bytes:
        root = self._parse(entry)
        folder = posixpath.dirname(posixpath.dirname(entry.filename))
        for relation in list(root):
            kind = relation.get("Type", "").rpartition("/")[2]
            outside = relation.get("TargetMode", "").casefold() == "external"
            part = _part(folder, relation.get("Target", ""))
            if kind in MACROS:
                self._drop_macro(part)
                root.remove(relation)
            elif not outside and (kind in PROPERTIES or part.startswith("docprops/")):
                self._dropped.add(part)
                root.remove(relation)
            elif outside and kind not in FOLLOWED:
                self.active.add("external")
                relation.set("Target", NOWHERE)
            elif outside and traces.leads_into_a_folder(relation.get("Target", "")):
                relation.set("Target", NOWHERE)
            elif kind in EMBEDDED:
                self.active.add("embedded")
        return _serialized(root, RELATIONS_NAMESPACE)

    def _types(self, entry: zipfile.ZipInfo) -> bytes:
        root = self._parse(entry)
        for override in list(root):
            if override.get("PartName", "").lstrip("/").casefold() in self._dropped:
                root.remove(override)
                continue
            kind = override.get("ContentType", "")
            if "macroEnabled" in kind:
                self.active.add("macros")
                override.set("ContentType", _WITHOUT_MACROS.get(kind, kind))
        return _serialized(root, TYPES_NAMESPACE)

    def _drop_macro(self, part: str) -> None:
        self.active.add("macros")
        self._dropped.add(part)

    def _parse(self, entry: zipfile.ZipInfo) -> ElementTree.Element:
        if entry.file_size > MOST_XML:
            raise FileNotTaken("bomb")
        try:
            return fromstring(self._archive.read(entry), forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException) as error:
            raise FileNotTaken("broken") from error


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WITHOUT_MACROS = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": _WORD + "document.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": _WORD + "document.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": _EXCEL + "sheet.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": _EXCEL + "sheet.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml": _EXCEL + "sheet.main+xml",
}


def _part(folder: str, target: str) -> str:
    """The name of the part that a relationship leads to, in small letters."""
    path = unquote(target).replace("\\", "/")
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    return posixpath.normpath(joined).casefold()


def _relations_of_dropped(name: str, dropped: Iterable[str]) -> bool:
    """Whether this is the part with the relationships of one that goes."""
    folder, _, file = name.rpartition("/_rels/")
    owner = f"{folder}/{file.removesuffix('.rels')}" if folder else ""
    return bool(owner) and owner in dropped


def _serialized(root: ElementTree.Element, namespace: str) -> bytes:
    ElementTree.register_namespace("", namespace)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
