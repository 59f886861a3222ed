"""A paper of a guide as a file to fill in and print (.docx)."""

import datetime as dt
import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "宋体"


def compose(title: str, text: str, day: dt.date) -> bytes:
    """The paper on A4: its title, then a paragraph a line. ``day`` is the only date in the file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(14), FACE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.line_spacing = 1.5
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(20)
    for line in text.splitlines():
        document.add_paragraph(line)
    core = document.core_properties
    # python-docx's template carries its own author and date.
    core.title, core.author, core.comments = title, "", ""
    core.created = core.modified = dt.datetime(day.year, day.month, day.day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
