"""How official documents look as .docx: the sheet, its faces and lines, tables, and who signs.

The layout follows 党政机关公文格式 (GB/T 9704), for the papers of cases and for letters of other rooms alike.
Knows neither the database nor HTTP.
"""

import datetime as dt
import io
import re

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from complaints.papers.content import chinese_date

BODY_FACE = "仿宋"
HEADING_FACE = "黑体"
TITLE_FACE = "宋体"
SEAL = "（此处加盖印章）"
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

#: What XML 1.0 cannot hold, and what turns the direction of text round: a name must read as it is written.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: A cell that a spreadsheet would take for a formula when the table is copied there.
_FORMULA = re.compile(r"^\s*[=+\-@]")


def clean(text: str) -> str:
    """Text that Word can hold: no control characters, no direction overrides, no lone surrogates."""
    return _UNFIT.sub("", str(text))


def clean_cell(text: str) -> str:
    """As ``clean``, on one line, and never read as a formula by a spreadsheet."""
    line = " ".join(clean(text).split())
    return f"'{line}" if _FORMULA.match(line) else line


def new_sheet():
    """Return an empty document of one A4 page's shape."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(2.8)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    style = document.styles["Normal"]
    style.font.size = Pt(15)
    _face(style, BODY_FACE)
    style.paragraph_format.line_spacing = 1.25
    style.paragraph_format.space_after = Pt(0)
    return document


def masthead(document, sender: str, number: str, name: str) -> None:
    """Write who sends it, its number, and what it is called."""
    # A long name still stands on one line: 15.6 cm hold 17 characters at 26 points.
    size = min(26, int(15.6 / 2.54 * 72 / max(len(sender), 1)))
    line(document, sender, size=size, face=TITLE_FACE, bold=True, align=CENTER)
    line(document, number, align=CENTER, after=12)
    line(document, name, size=22, face=TITLE_FACE, bold=True, align=CENTER)


def signature(document, sender: str, day: dt.date, *, seal: bool = True) -> None:
    """Write who signs, the day, and where the seal goes; never on a page by itself."""
    line(document, sender, align=RIGHT, keep=True)
    line(document, chinese_date(day), align=RIGHT, keep=seal)
    if seal:
        line(document, SEAL, size=10.5, align=RIGHT)


def saved(document, title: str, sender: str, day: dt.date) -> bytes:
    """Return the file, which says title, unit and day of the document, and nothing of its template's."""
    core = document.core_properties
    core.title, core.author, core.comments = clean(title)[:255], clean(sender)[:255], ""
    core.created = core.modified = dt.datetime(day.year, day.month, day.day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def section(document, text: str) -> None:
    """Write a heading, which stays with what follows."""
    line(document, text, face=HEADING_FACE, indent=2, keep=True)


def paragraph(document, text: str, *, keep: bool = False) -> None:
    """Write a paragraph of the body; ``keep``: on one page with the next."""
    line(document, text, indent=2, keep=keep)


def line(
    document, text, *, size=15, face=BODY_FACE, bold=False, align=None, indent=0, after=0, keep=False
) -> None:
    """Write one line; sizes in points, ``indent`` in characters."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.first_line_indent = Pt(size * indent) if indent else None
    shape.space_after = Pt(after)
    shape.keep_with_next = keep
    _run(paragraph, clean(text), size, face, bold)


def table(document, headings, rows, widths) -> None:
    """Write a table with its headings on every page; ``widths`` in centimetres."""
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _cell(cell, text, HEADING_FACE)
    _repeat_heading(table.rows[0])
    for row in rows:
        line = table.add_row()
        _keep_together(line)
        for cell, text in zip(line.cells, row, strict=True):
            _cell(cell, clean_cell(text), BODY_FACE)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice reads the grid, Word the cells
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Cm(width)


def _cell(cell, text: str, face: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.15
    _run(paragraph, text, 10.5, face, False)


def _run(paragraph, text: str, size: float, face: str, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold = bold
    _face(run, face)


def _face(target, face: str) -> None:
    # Word picks the face of Chinese text by ``eastAsia``, not by the font's own name.
    target.font.name = face
    target.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _repeat_heading(row) -> None:
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))


def _keep_together(row) -> None:
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:cantSplit"), {}))
