"""The transfer letter (移交函) as a Word document.

Takes plain data, gives bytes; knows neither the database nor HTTP. The letter is written in Chinese
whatever language its maker reads the staff site in: it is a document of a Chinese authority. Its layout
follows 党政机关公文格式 (GB/T 9704): issuing body on top, number, title, addressee, body, signature and date.
"""

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

BODY_FACE = "仿宋"
HEADING_FACE = "黑体"
TITLE_FACE = "宋体"

#: What XML 1.0 cannot hold, and what turns the direction of text round: a name must read as it is written.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: A cell that a spreadsheet would take for a formula when the table is copied there.
_FORMULA = re.compile(r"^\s*[=+\-@]")


@dataclass(frozen=True)
class CaseLine:
    """One case as the letter tells it; every text is redacted before it comes here."""

    number: str
    received: dt.date
    kind: str
    region: str
    gist: str


@dataclass(frozen=True)
class RowLine:
    """One row of a published list; ``name`` is masked, ``amount`` in yuan a month."""

    name: str
    village: str
    programme: str
    amount: Decimal | None
    since: dt.date | None
    valid: str


@dataclass(frozen=True)
class Letter:
    """All that a transfer letter says."""

    sender: str
    number: str
    addressee: str
    subject: str
    lead_number: str
    summary: str
    reason: str
    date: dt.date
    contact: str = ""
    respondents: list[str] = field(default_factory=list)
    cases: list[CaseLine] = field(default_factory=list)
    rows: list[RowLine] = field(default_factory=list)


def chinese_date(day: dt.date) -> str:
    """2026-11-22 → 2026年11月22日, the form that official documents use."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: dt.date) -> str:
    """2026-11-01 → 2026年11月."""
    return f"{day.year}年{day.month}月"


def clean(text: str) -> str:
    """Text that Word can hold: no control characters, no direction overrides, no lone surrogates."""
    return _UNFIT.sub("", str(text))


def clean_cell(text: str) -> str:
    """As ``clean``, on one line, and never read as a formula by a spreadsheet."""
    line = " ".join(clean(text).split())
    return f"'{line}" if _FORMULA.match(line) else line


def compose(letter: Letter) -> bytes:
    """The letter as a .docx file."""
    document = Document()
    _page(document)
    _heading(document, letter)
    _body(document, letter)
    annexes = [annex for annex, lines in ((_cases, letter.cases), (_rows, letter.rows)) if lines]
    _closing(document, letter, [ANNEXES[annex] for annex in annexes])
    for position, annex in enumerate(annexes, 1):
        _annex_heading(document, position, ANNEXES[annex])
        annex(document, letter)
    core = document.core_properties
    core.title = clean(f"关于移交“{letter.subject}”问题线索的函")[:255]
    # python-docx's template carries its own author and date; a letter's file must not say either.
    core.author = clean(letter.sender)[:255]
    core.comments = ""
    core.created = core.modified = dt.datetime(letter.date.year, letter.date.month, letter.date.day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document) -> None:
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


def _heading(document, letter: Letter) -> None:
    # A long name still stands on one line: 15.6 cm hold 17 characters at 26 points.
    size = min(26, int(15.6 / 2.54 * 72 / max(len(letter.sender), 1)))
    _line(document, letter.sender, size=size, face=TITLE_FACE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, letter.number, size=15, align=WD_ALIGN_PARAGRAPH.CENTER, after=12)
    _line(document, "问题线索移交函", size=22, face=TITLE_FACE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    subject = f"（{letter.subject}）"
    _line(document, subject, size=15, align=WD_ALIGN_PARAGRAPH.CENTER, after=12)
    _line(document, f"{letter.addressee}：")


def _body(document, letter: Letter) -> None:
    parts = []
    if letter.cases:
        parts.append(f"办件{len(letter.cases)}件")
    if letter.rows:
        parts.append(f"救助名单记录{len(letter.rows)}条")
    _paragraph(
        document,
        f"我单位在社会救助监督工作中汇集形成问题线索一件（编号：{letter.lead_number}），"
        f"涉及{'、'.join(parts)}。现依照《纪检监察机关处理检举控告工作规则》移交你单位，请依规依纪依法处理。",
    )
    _section(document, "一、线索情况")
    for part in clean(letter.summary).splitlines():
        if part.strip():
            _paragraph(document, part.strip())
    if letter.respondents:
        _paragraph(document, f"反映涉及的单位和人员：{'、'.join(letter.respondents)}。")
    _section(document, "二、移交理由")
    for part in clean(letter.reason).splitlines():
        if part.strip():
            _paragraph(document, part.strip())
    _section(document, "三、线索材料")
    if letter.cases:
        _paragraph(
            document,
            "所附办件内容已隐去反映人身份信息。依照《信访工作条例》第三十条，请勿向被反映的单位和人员透露。",
        )


def _annex_heading(document, position: int, title: str) -> None:
    document.add_page_break()
    _line(document, f"附件{position}", face=HEADING_FACE, keep=True)
    _line(
        document,
        title,
        size=18,
        face=TITLE_FACE,
        bold=True,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        after=8,
        keep=True,
    )


def _cases(document, letter: Letter) -> None:
    rows = [
        (line.number, chinese_date(line.received), line.kind, line.region, line.gist) for line in letter.cases
    ]
    _table(
        document, ("办件编号", "收到日期", "类型", "所属地区", "主要内容"), rows, (2.7, 2.1, 1.2, 3.1, 6.5)
    )


def _rows(document, letter: Letter) -> None:
    lines = [
        (
            line.name,
            line.village,
            line.programme,
            f"{line.amount:,.2f}" if line.amount is not None else "—",
            chinese_month(line.since) if line.since else "—",
            line.valid,
        )
        for line in letter.rows
    ]
    headings = ("姓名（隐去）", "村（社区）", "救助项目", "金额（元/月）", "起始月份", "在册月份")
    _table(document, headings, lines, (1.9, 4.0, 2.5, 2.2, 2.3, 2.7))


#: The annexes in their order, each with its title.
ANNEXES = {_cases: "相关办件清单", _rows: "相关救助名单记录清单"}


def _closing(document, letter: Letter, annexes: list[str]) -> None:
    # A signature never stands on a page by itself: the last words of the body go with it.
    _paragraph(document, "处理结果请函告我单位。", keep=True)
    _line(document, "", keep=True)
    for position, name in enumerate(annexes, 1):
        lead = "附件：" if position == 1 else "　　　"
        _paragraph(document, f"{lead}{position}. {name}", keep=True)
    if letter.contact:
        _paragraph(document, f"联系人：{letter.contact}", keep=True)
    _line(document, "", size=10.5, keep=True)
    _line(document, letter.sender, align=WD_ALIGN_PARAGRAPH.RIGHT, keep=True)
    _line(document, chinese_date(letter.date), align=WD_ALIGN_PARAGRAPH.RIGHT, keep=True)
    _line(document, "（此处加盖印章）", size=10.5, align=WD_ALIGN_PARAGRAPH.RIGHT)


def _section(document, text: str) -> None:
    _line(document, text, face=HEADING_FACE, indent=2, keep=True)


def _paragraph(document, text: str, *, keep: bool = False) -> None:
    _line(document, text, indent=2, keep=keep)


def _line(
    document, text, *, size=15, face=BODY_FACE, bold=False, align=None, indent=0, after=0, keep=False
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.first_line_indent = Pt(size * indent) if indent else None
    shape.space_after = Pt(after)
    shape.keep_with_next = keep
    _run(paragraph, clean(text), size, face, bold)


def _table(document, headings, rows, widths) -> None:
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
