"""Reading one file with an official document: its head, its text, and the texts attached to it.

The files come from pages that were scanned or copied: a line may end in the middle of a sentence where the
page ended. Such lines are joined; nothing else is changed, and no character is lost. What the file does not
say, or not surely, is asked (``Reading.asks``); only a file without any text cannot be read.
Pure: no Django, no database.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from portal.policies import heading as heads
from portal.policies import joining, lines, organs, parts, periods, structure
from portal.policies.lines import Ask, FileLine, UnreadableDocument, decode
from portal.policies.numerals import DATE, find_date

__all__ = ["Ask", "Reading", "UnreadableDocument", "decode", "read"]

#: What is never issued without a document number.
NUMBERED_GENRES = re.compile(r"(?:通知|意见|函|批复|通报)(?:[（(].{1,8}[）)])?$")
EXPLAINED_BY = re.compile(r"由(?P<who>[\u4e00-\u9fff]{2,20}?)(?:负责|会同|商)[\u4e00-\u9fff]{0,20}解释")


@dataclass
class Reading:
    """What was read: the metadata, the lines of the head, and the text with one paragraph a line."""

    title: str
    document_number: str
    issuers: list[str]
    written_on: date | None
    effective_on: date | None
    valid_until: date | None
    paragraphs: list[str]
    head: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    page_marks: list[str] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    repealed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def attachments(self) -> list[str]:
        """The titles of the texts attached to this one."""
        return [paragraph[2:] for paragraph in self.paragraphs if paragraph.startswith("# ")]


def read(source: str) -> Reading:
    """Read a document. Raises UnreadableDocument for one that holds no text."""
    all_lines, page_marks = lines.read(source)
    if not all_lines:
        raise UnreadableDocument(0, "empty")
    head, body = heads.part(all_lines)
    if not body:
        raise UnreadableDocument(all_lines[-1].number, "no_text")
    heading = heads.read(head)
    outline = parts.outline(body, heading.title)
    joined = joining.join(body, outline)
    reading = Reading(
        title=heading.title or _carried_title(body, heading),
        document_number=heading.document_number,
        issuers=_together(heading.issuers, outline.issuers) or heading.relative,
        written_on=heading.written_on or outline.signed_on,
        effective_on=heading.effective_on,
        valid_until=None,
        paragraphs=heading.notes + joined.paragraphs,
        notes=heading.notes,
        head=[line.text for line in head if line.text not in heading.notes],
        page_marks=page_marks,
        joined=joined.lines,
        asks=heading.asks + outline.asks + joined.asks[:3],
        repealed=heading.history.repealed,
    )
    _read_dates(reading, body, heading, outline)
    reading.asks += [*_repeated_articles(body, outline), *_missing(reading)]
    reading.asks = list(dict.fromkeys(reading.asks))
    return reading


def _together(named: list[str], signed: list[str]) -> list[str]:
    """Who issued a text: named in its head, and whoever signed it beside them, their own offices left out."""
    if not named:
        return signed
    others = [name for name in signed if not any(name.startswith(head) for head in named)]
    # Who is named and did not sign is still one of them; who signed for another issuer altogether is not.
    return [*named, *others] if set(named) & set(signed) else named


def _carried_title(body: list[FileLine], heading: heads.Heading) -> str:
    """An order that carries a text has no title but that text's: 《社会救助暂行办法》已经…通过."""
    found = heads.NAMED.search(body[0].text) if heading.document_number else None
    return found[1] if found else ""


def _read_dates(
    reading: Reading, body: list[FileLine], heading: heads.Heading, outline: parts.Outline
) -> None:
    """The dates that the head did not give, from the text and from under it."""
    if not reading.written_on:
        reading.written_on = _closing_date(body[-3:], reading.asks)
    first_on = heading.history.first_on or reading.written_on
    try:
        if not reading.effective_on and (days := _beginnings(body, outline, first_on)):
            shown = "、".join(f"{text} {day.isoformat()}" for text, day in days)
            reading.asks.append(Ask("several_beginnings", found=shown))
            return
        reading.effective_on = reading.effective_on or periods.effective(reading.paragraphs, first_on)
        reading.valid_until = periods.until(reading.paragraphs, reading.effective_on)
    except ValueError:
        reading.asks.append(Ask("impossible_date", body[-1].number, "施行"))


def _beginnings(
    body: list[FileLine], outline: parts.Outline, first_on: date | None
) -> list[tuple[str, date]]:
    """From when each text under one notice counts, where two of them differ; empty where they do not.

    One page has one day: which it is, an editor says, or makes a page of each text.
    """
    found = []
    for start, end in pairwise([*sorted(outline.titles), len(body)]):
        lines = [line.text for line in body[start + outline.titles[start] : end]]
        if day := periods.effective(lines, first_on):
            found.append(("".join(line.text for line in body[start : start + outline.titles[start]]), day))
    return found if len({day for _text, day in found}) > 1 else []


def _closing_date(closing: list[FileLine], asks: list[Ask]) -> date | None:
    """The date under a notice (2020年4月10日印发), if its last lines have one."""
    for line in reversed(closing):
        if DATE.search(line.text) and not structure.SENTENCE_END.search(line.text):
            try:
                return find_date(line.text)
            except ValueError:
                asks.append(Ask("impossible_date", line.number, line.text[:80]))
    return None


def _repeated_articles(body: list[FileLine], outline: parts.Outline) -> list[Ask]:
    """An article number that comes twice in one text: a link to it could mean either."""
    seen: dict[str, int] = {}
    asks: list[Ask] = []
    for position, line in enumerate(body):
        if position in outline.titles:
            seen = {}
        found = structure.ARTICLE.match(line.text)
        if found and found[1] in seen:
            asks.append(Ask("article_again", line.number, found[1], seen[found[1]]))
        elif found:
            seen[found[1]] = line.number
    return asks[:3]


def _missing(reading: Reading) -> list[Ask]:
    """What the text does not say and its page should."""
    asks = []
    if any(map(organs.is_relative, reading.issuers)):
        asks.append(Ask("relative_issuer", found="、".join(reading.issuers)))
    if not reading.title:
        asks.append(Ask("no_title"))
    if not reading.issuers:
        found = EXPLAINED_BY.search(reading.text)
        asks.append(Ask("no_issuer_but", found=found["who"]) if found else Ask("no_issuer"))
    if not reading.written_on and not any(ask.code == "impossible_date" for ask in reading.asks):
        asks.append(Ask("no_date"))
    odd = any(ask.code == "odd_number" for ask in reading.asks)
    if not reading.document_number and NUMBERED_GENRES.search(reading.title) and not odd:
        asks.append(Ask("no_number"))
    return asks
