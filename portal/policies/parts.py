"""What a document is made of below its head: the notice, who signed it and when, the texts attached to it.

What stands under a signature and is neither a title nor a colophon is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.policies import notes, organs, structure, tables
from portal.policies.heading import BEGINNINGS, NAMED
from portal.policies.lines import COMPLETE, Ask, FileLine
from portal.policies.numerals import DATE, NUMERAL, read_date

MARK = re.compile(rf"^附[\s　]*件[\s　]*(?:\d{{1,2}}|{NUMERAL})?[\s　]*[：:]?[\s　]*(?P<title>.*)$")
LISTED = re.compile(r"^(?:\d{1,2}[.．、]|[（(])")
GENRE_WORD = re.compile(
    r"(?:方案|办法|细则|规定|意见|通知|公告|条例|规则|标准|目录|清单|计划|规划|制度|要点|名单|函|规程|指引|表|规范)"
    r"(?:[（(].{1,8}[）)])?$"
)
SIGNER = re.compile(
    r"^(?:国务院)?(?:总理|主席|部长|省长|市长|县长|区长|厅长|局长|主任|行长|署长)[\s　：:]*"
    r"[\u4e00-\u9fff·][\u4e00-\u9fff·\s　]{1,9}$"
)
COLOPHON = re.compile(r"印发[）)]?$")
TAIL = re.compile(
    r"^(?:抄送|主送|分送|报送|[（(【]?此件|联系|信息公开选项|公开方式|公开属性|[（(]?此页无正文)"
)
SPACE = re.compile(r"[\s　]")
#: （试行） on a line of its own belongs to the title above it.
SUBTITLE = re.compile(r"^[（(][^（）()]{1,8}[）)]$")
LONGEST_TITLE = 60
LONGEST_SIGNATURE = 40
MOST_SIGNERS = 8


@dataclass
class Outline:
    """What lines of a body are, by their position in it."""

    #: Where the title of an attached text begins, and over how many lines it runs.
    titles: dict[int, int] = field(default_factory=dict)
    #: Lines that are never joined to the one before: signatures, rows of tables, colophons.
    alone: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    #: Who signed, as far as that can be read.
    issuers: list[str] = field(default_factory=list)
    signed_on: date | None = None
    asks: list[Ask] = field(default_factory=list)


def outline(body: Sequence[FileLine], title: str) -> Outline:
    """Find the signatures, the attached texts and the tables of a body."""
    found = Outline()
    _find_rows(body, found)
    signatures = [span for position in range(len(body)) if (span := _signature(body, position))]
    for start, end in signatures:
        found.alone.update(range(start, end + 1))
    if signatures:
        _read_signature(body[signatures[0][0] : signatures[0][1] + 1], found)
    end = signatures[0][1] if signatures else len(body)
    _Attachments(body, found, title, end).find()
    return found


def _find_rows(body: Sequence[FileLine], found: Outline) -> None:
    texts = [line.text for line in body]
    position = 0
    while position < len(body):
        run = tables.length(texts[position : position + 2_000])
        found.rows.update(range(position, position + run))
        if not run and tables.is_row(texts[position]) and not DATE.search(texts[position]):
            found.rows.add(position)
        position += run or 1
    found.alone |= found.rows


def _signature(body: Sequence[FileLine], position: int) -> tuple[int, int] | None:
    """The lines of a signature that ends here: offices, who signs for them, and the day."""
    text = body[position].text
    day = None if len(text) > LONGEST_SIGNATURE else DATE.search(text)
    if not day or text[day.end() :].strip(" 　）)") not in {"", "印发"}:
        return None
    before = text[: day.start()].strip(" 　（(")
    if before and not organs.split(before):
        return None
    start = position
    while start and position - start < MOST_SIGNERS and _signs(body[start - 1], body[start]):
        start -= 1
    return (start, position) if before or start < position else None


def _signs(line: FileLine, below: FileLine) -> bool:
    """Whether a line above a day is an office or a person that signs."""
    text = line.text
    if organs.split(text) or SIGNER.match(text):
        return True
    return bool(
        DATE.search(below.text)
        and len(text) <= LONGEST_SIGNATURE // 2
        and not structure.ANY_STOP.search(text)
        and not any(rule.match(text) for rule in BEGINNINGS)
        and not GENRE_WORD.search(text)
        and not DATE.search(text)
        and not tables.is_row(text)
    )


def _read_signature(lines: Sequence[FileLine], found: Outline) -> None:
    day = DATE.search(lines[-1].text)
    try:
        found.signed_on = read_date(day) if day else None
    except ValueError:
        found.asks.append(Ask("impossible_date", lines[-1].number, lines[-1].text))
    if COLOPHON.search(lines[-1].text):
        return  # who had it printed is an office of the issuer's
    texts = [line.text for line in lines[:-1]] + [DATE.split(lines[-1].text)[0]]
    names = [name for text in texts for name in organs.split(text.strip(" 　（("))]
    found.issuers = [name for name in names if not organs.is_relative(name)]


class _Attachments:
    """Finds the titles of attached texts; ``signed`` is where the notice's own signature ends."""

    def __init__(self, body: Sequence[FileLine], found: Outline, title: str, signed: int) -> None:
        self.body, self.found, self.signed = body, found, signed
        notice = "".join(line.text for line in body[: signed + 1])
        self.named = {SPACE.sub("", name) for name in NAMED.findall(title + notice[:20_000])}

    def find(self) -> None:
        """Go down the lines once."""
        position = 0
        seen_article = False
        while position < len(self.body):
            length = self._title_length(position, seen_article)
            if length:
                self.found.titles[position] = length
                seen_article = False
            seen_article = seen_article or bool(structure.ARTICLE.match(self.body[position].text))
            position += length or 1
        self._ask_below_signature()

    def _title_length(self, position: int, seen_article: bool) -> int:
        line = self.body[position]
        if position in self.found.rows or (line.level == 1 and not position):
            return 0
        if position > self.signed and (mark := MARK.match(line.text)):
            return self._with_subtitle(position, self._marked(position, mark["title"]))
        if SPACE.sub("", line.text) in self.named or self._set_apart(position):
            return self._with_subtitle(position, 1)
        below = position > self.signed
        is_title = self._like_title(line.text) and self._text_follows(position, seen_article, below)
        return self._with_subtitle(position, int(is_title))

    def _with_subtitle(self, position: int, length: int) -> int:
        after = position + length
        goes_on = length and after < len(self.body) and SUBTITLE.match(self.body[after].text)
        return length + 1 if goes_on and not SUBTITLE.match(self.body[after - 1].text) else length

    def _marked(self, position: int, title: str) -> int:
        """The lines of 附件1 and the title under it, unless it is a list of what is attached."""
        if title:
            return int(not LISTED.match(title) and not COMPLETE.search(title) and len(title) <= LONGEST_TITLE)
        length = 1
        while length < 3 and position + length < len(self.body):
            text = self.body[position + length].text
            if not self._like_title(text) or position + length in self.found.alone:
                break
            length += 1
            if GENRE_WORD.search(text):
                break
        return length

    def _like_title(self, text: str) -> bool:
        stands_so = structure.ANY_STOP.search(text) or any(rule.match(text) for rule in BEGINNINGS)
        return not stands_so and len(text) <= LONGEST_TITLE and not DATE.search(text)

    def _set_apart(self, position: int) -> bool:
        """A short line under a gap after a full stop, called 方案, 办法 or the like."""
        line = self.body[position]
        apart = line.gap >= 2 and position > 0 and COMPLETE.search(self.body[position - 1].text)
        return bool(
            apart
            and position not in self.found.alone
            and self._like_title(line.text)
            and GENRE_WORD.search(line.text)
        )

    def _text_follows(self, position: int, seen_article: bool, below: bool) -> bool:
        """Whether a new text begins under this line: its first chapter or article, or its own note."""
        text = self.body[position].text
        if position in self.found.alone or not (GENRE_WORD.search(text) or below):
            return False
        for line in self.body[position + 1 : position + 4]:
            if notes.NOTE.match(line.text) or structure.CONTENTS.match(line.text):
                return below or seen_article
            if chapter := structure.CHAPTER.match(line.text) or structure.ARTICLE.match(line.text):
                first = chapter[0].startswith(("第一", "第1"))
                return first and (below or seen_article or bool(COMPLETE.search(self._before(position))))
        return below and bool(GENRE_WORD.search(text))

    def _before(self, position: int) -> str:
        return self.body[position - 1].text if position else ""

    def _ask_below_signature(self) -> None:
        """Ask about what stands under the notice's signature, if no title says what it is."""
        for position in range(self.signed + 1, len(self.body)):
            text = self.body[position].text
            if position in self.found.titles:
                return
            if TAIL.match(text) or position in self.found.alone or MARK.match(text) or LISTED.match(text):
                continue
            self.found.asks.append(Ask("unclear_attachment", self.body[position].number, text[:40]))
            return
