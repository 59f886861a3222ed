"""The transfer letter (移交函) as a Word document.

Takes plain data, gives bytes; knows neither the database nor HTTP. The letter is written in Chinese
whatever language its maker reads the staff site in: it is a document of a Chinese authority. Its layout
follows 党政机关公文格式 (GB/T 9704): issuing body on top, number, title, addressee, body, signature and date.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from complaints.papers.content import chinese_date
from complaints.papers.sheet import (
    CENTER,
    HEADING_FACE,
    TITLE_FACE,
    clean,
    line,
    masthead,
    new_sheet,
    paragraph,
    saved,
    section,
    signature,
    table,
)


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


def chinese_month(day: dt.date) -> str:
    """2026-11-01 → 2026年11月."""
    return f"{day.year}年{day.month}月"


def compose(letter: Letter) -> bytes:
    """The letter as a .docx file."""
    document = new_sheet()
    _heading(document, letter)
    _body(document, letter)
    annexes = [annex for annex, lines in ((_cases, letter.cases), (_rows, letter.rows)) if lines]
    _closing(document, letter, [ANNEXES[annex] for annex in annexes])
    for position, annex in enumerate(annexes, 1):
        _annex_heading(document, position, ANNEXES[annex])
        annex(document, letter)
    return saved(document, f"关于移交“{letter.subject}”问题线索的函", letter.sender, letter.date)


def _heading(document, letter: Letter) -> None:
    masthead(document, letter.sender, letter.number, "问题线索移交函")
    subject = f"（{letter.subject}）"
    line(document, subject, size=15, align=CENTER, after=12)
    line(document, f"{letter.addressee}：")


def _body(document, letter: Letter) -> None:
    parts = []
    if letter.cases:
        parts.append(f"办件{len(letter.cases)}件")
    if letter.rows:
        parts.append(f"救助名单记录{len(letter.rows)}条")
    paragraph(
        document,
        f"我单位在社会救助监督工作中汇集形成问题线索一件（编号：{letter.lead_number}），"
        f"涉及{'、'.join(parts)}。现依照《纪检监察机关处理检举控告工作规则》移交你单位，请依规依纪依法处理。",
    )
    section(document, "一、线索情况")
    for part in clean(letter.summary).splitlines():
        if part.strip():
            paragraph(document, part.strip())
    if letter.respondents:
        paragraph(document, f"反映涉及的单位和人员：{'、'.join(letter.respondents)}。")
    section(document, "二、移交理由")
    for part in clean(letter.reason).splitlines():
        if part.strip():
            paragraph(document, part.strip())
    section(document, "三、线索材料")
    if letter.cases:
        paragraph(
            document,
            "所附办件内容已隐去反映人身份信息。依照《信访工作条例》第三十条，请勿向被反映的单位和人员透露。",
        )


def _annex_heading(document, position: int, title: str) -> None:
    document.add_page_break()
    line(document, f"附件{position}", face=HEADING_FACE, keep=True)
    line(
        document,
        title,
        size=18,
        face=TITLE_FACE,
        bold=True,
        align=CENTER,
        after=8,
        keep=True,
    )


def _cases(document, letter: Letter) -> None:
    rows = [
        (each.number, chinese_date(each.received), each.kind, each.region, each.gist) for each in letter.cases
    ]
    table(document, ("办件编号", "收到日期", "类型", "所属地区", "主要内容"), rows, (2.7, 2.1, 1.2, 3.1, 6.5))


def _rows(document, letter: Letter) -> None:
    lines = [
        (
            each.name,
            each.village,
            each.programme,
            f"{each.amount:,.2f}" if each.amount is not None else "—",
            chinese_month(each.since) if each.since else "—",
            each.valid,
        )
        for each in letter.rows
    ]
    headings = ("姓名（隐去）", "村（社区）", "救助项目", "金额（元/月）", "起始月份", "在册月份")
    table(document, headings, lines, (1.9, 4.0, 2.5, 2.2, 2.3, 2.7))


#: The annexes in their order, each with its title.
ANNEXES = {_cases: "相关办件清单", _rows: "相关救助名单记录清单"}


def _closing(document, letter: Letter, annexes: list[str]) -> None:
    # A signature never stands on a page by itself: the last words of the body go with it.
    paragraph(document, "处理结果请函告我单位。", keep=True)
    line(document, "", keep=True)
    for position, name in enumerate(annexes, 1):
        lead = "附件：" if position == 1 else "　　　"
        paragraph(document, f"{lead}{position}. {name}", keep=True)
    if letter.contact:
        paragraph(document, f"联系人：{letter.contact}", keep=True)
    line(document, "", size=10.5, keep=True)
    signature(document, letter.sender, letter.date)
