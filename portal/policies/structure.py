"""The structure of an official text: from one paragraph a line to chapters, articles and headings.

Two kinds of texts exist. Rules count chapters, sections and articles (第一章, 第一条), and their （一）are
items of an article. Notices and plans count headings (一、), and their （一）are headings below those, often
run in at the start of a paragraph. Pure: text in, blocks out; nothing of the text is lost.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import pairwise

from portal.policies import notes, organs, tables
from portal.policies.numerals import DATE, NUMERAL, number

CHAPTER = re.compile(rf"^第({NUMERAL}|\d+)([编章节])[\s　]*(.*)$")
ARTICLE = re.compile(rf"^(第({NUMERAL}|\d+)条(?:之({NUMERAL}))?)(?=[\s　]|[^的、，和至规第]|$)[\s　]*(.*)$")
HEADING = re.compile(rf"^({NUMERAL})[、．.][\s　]*(.+)$")
SUBHEADING = re.compile(rf"^[（(]({NUMERAL})[）)][\s　]*(.+)$")
ATTACHMENT = re.compile(r"^#\s*(.+)$")
CONTENTS = re.compile(r"^目[\s　]*[录次]$")
SENTENCE_END = re.compile(r"[。；！？]")
ANY_STOP = re.compile(r"[，。；：！？,;:]")

#: Rows.
LONGEST_TABLE = 2_000
#: A numbered line longer than this (in characters) is a paragraph that begins with its heading.
LONGEST_HEADING = 45

LEVELS = {"编": ("part", 1), "章": ("chapter", 2), "节": ("section", 3)}


@dataclass(frozen=True)
class Block:
    """One paragraph and what it is.

    ``label`` is the part that names it (第三十四条, a run-in heading), ``text`` the rest.
    """

    kind: str
    text: str
    label: str = ""
    anchor: str = ""
    level: int = 0

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a table, each with its cells."""
        return tables.rows(self.text) if self.kind == "table" else []

    @property
    def has_head(self) -> bool:
        """Whether the first row of a table names the columns."""
        return bool(self.rows) and not any(map(tables.NUMBER.fullmatch, self.rows[0]))


@dataclass
class ContentsEntry:
    """One line of the table of contents."""

    title: str
    anchor: str
    articles: tuple[str, str] | None = None
    children: list["ContentsEntry"] = field(default_factory=list)


def read(text: str) -> list[Block]:
    """Read a text with one paragraph a line into blocks with unique anchors."""
    lines = [line.strip(" \t　\r") for line in text.split("\n")]
    lines = [line for line in lines if line]
    has_articles = any(ARTICLE.match(line) for line in lines)
    anchors = _Anchors()
    blocks: list[Block] = []
    for part in _parts(lines):
        blocks += _read_part(part, has_articles, anchors)
    return blocks


def _parts(lines: list[str]) -> list[list[str]]:
    """The text itself and each text attached to it, which has its own notes and its own signature."""
    starts = [0, *(at for at, line in enumerate(lines) if at and ATTACHMENT.match(line)), len(lines)]
    return [lines[start:end] for start, end in pairwise(starts)]


def _read_part(lines: list[str], has_articles: bool, anchors: "_Anchors") -> list[Block]:
    head = [_block(line, has_articles, anchors) for line in lines[:1] if ATTACHMENT.match(line)]
    rest = lines[len(head) :]
    listed = _listed(rest)
    blocks: list[Block] = []
    position = 0
    while position < len(rest):
        if run := tables.length(rest[position : position + LONGEST_TABLE]):
            blocks.append(Block("table", "\n".join(rest[position : position + run])))
        elif position in listed:
            blocks.append(Block("item", rest[position]))
        else:
            blocks.append(_block(rest[position], has_articles, anchors))
        position += run or 1
    return head + _sign(_notes(blocks))


def _listed(lines: list[str]) -> range:
    """The lines of a table of contents (目录) that stands before the chapters it lists."""
    start = next((at for at, line in enumerate(lines) if CONTENTS.match(line)), None)
    if start is None or start + 1 >= len(lines):
        return range(0)
    bare = [re.sub(r"[\s　]", "", line) for line in lines]
    again = next((at for at in range(start + 2, len(bare)) if bare[at] == bare[start + 1]), start)
    return range(start, again)


class _Anchors:
    """Gives each heading an address that says where it stands, and never the same twice."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}
        self.chapter = ""
        self.heading = ""

    def unique(self, anchor: str) -> str:
        self.given[anchor] = self.given.get(anchor, 0) + 1
        times = self.given[anchor]
        return anchor if times == 1 else f"{anchor}--{times}"


def _block(line: str, has_articles: bool, anchors: _Anchors) -> Block:
    if found := ATTACHMENT.match(line):
        anchors.heading = ""
        return Block("attachment", found[1], anchor=anchors.unique("attachment"), level=1)
    if (found := CHAPTER.match(line)) and len(line) <= LONGEST_HEADING:
        kind, level = LEVELS[found[2]]
        own = f"{kind}-{number(found[1])}"
        if kind == "section" and anchors.chapter:
            own = f"{anchors.chapter}-{own}"
        anchor = anchors.unique(own)
        if kind == "chapter":
            anchors.chapter = anchor
        label = line[: found.end(2)]
        return Block(kind, found[3], label=label, anchor=anchor, level=level)
    if found := ARTICLE.match(line):
        anchor = f"article-{number(found[2])}" + (f"-{number(found[3])}" if found[3] else "")
        return Block("article", found[4], label=found[1], anchor=anchors.unique(anchor), level=4)
    if found := SUBHEADING.match(line):
        if has_articles:
            return Block("item", line)
        return _run_in("subheading", line, f"{anchors.heading or 'part'}-{number(found[1])}", 3, anchors)
    if (found := HEADING.match(line)) and not has_articles:
        block = _run_in("heading", line, f"part-{number(found[1])}", 2, anchors)
        anchors.heading = block.anchor
        return block
    return Block("paragraph", line)


def _run_in(kind: str, line: str, anchor: str, level: int, anchors: _Anchors) -> Block:
    """A numbered line.

    All of it a heading, or a paragraph whose first sentence is one, or only a paragraph.
    """
    end = SENTENCE_END.search(line)
    if len(line) <= LONGEST_HEADING and (end is None or end.end() == len(line)):
        return Block(kind, "", label=line, anchor=anchors.unique(anchor), level=level)
    if end and end.end() <= LONGEST_HEADING:
        label, text = line[: end.end()], line[end.end() :].lstrip(" 　")
        return Block(kind, text, label=label, anchor=anchors.unique(anchor), level=level)
    return Block("item", line)


def _notes(blocks: list[Block]) -> list[Block]:
    """Mark the lines on adoption and amendment (题注) that stand before everything else."""
    marked = list(blocks)
    for position, block in enumerate(blocks):
        if block.kind != "paragraph" or not notes.NOTE.match(block.text):
            break
        marked[position] = Block("note", block.text)
    return marked


def _sign(blocks: list[Block]) -> list[Block]:
    """Mark the office and the date at the end of a notice."""
    position = len(blocks)
    while position:
        block = blocks[position - 1]
        if len(blocks) - position >= 3 and not organs.split(block.text):
            break
        if block.kind != "paragraph" or len(block.text) > 40 or ANY_STOP.search(block.text):
            break
        position -= 1
    tail = blocks[position:]
    if not any(DATE.search(block.text) for block in tail):
        return blocks
    return blocks[:position] + [Block("sign", block.text) for block in tail]


def contents(blocks: Iterable[Block]) -> list[ContentsEntry]:
    """The table of contents: chapters with the articles they hold, or numbered headings."""
    blocks = list(blocks)
    top = [
        b for b in blocks if b.kind in {"part", "chapter", "section", "heading", "subheading", "attachment"}
    ]
    wanted = top or [b for b in blocks if b.kind == "article"]
    shown = {id(block) for block in wanted}
    tree: list[ContentsEntry] = []
    path: list[tuple[int, ContentsEntry]] = []
    for block in blocks:
        if id(block) in shown:
            title = (
                f"{block.label} {block.text}".strip() if block.kind in {"part", "chapter", "section"} else ""
            )
            title = title or (block.label or block.text).rstrip("。")
            entry = ContentsEntry(title, block.anchor)
            while path and path[-1][0] >= block.level:
                path.pop()
            (path[-1][1].children if path else tree).append(entry)
            path.append((block.level, entry))
        elif block.kind == "article" and path:
            for _level, entry in path:
                first = entry.articles[0] if entry.articles else block.label
                entry.articles = (first, block.label)
    return tree


@dataclass
class Section:
    """A heading or an article with the paragraphs that belong to it."""

    head: Block | None
    body: list[Block] = field(default_factory=list)


def groups(blocks: Iterable[Block]) -> list[Section]:
    """Gather paragraphs and items under the heading or article they follow, in the order of the text."""
    found: list[Section] = [Section(None)]
    for block in blocks:
        if block.anchor:
            found.append(Section(block))
        elif block.kind == "sign" and found[-1].head:
            found.append(Section(None, [block]))
        else:
            found[-1].body.append(block)
    return [group for group in found if group.head or group.body]


def as_data(blocks: Iterable[Block]) -> list[dict]:
    """Blocks as they are stored."""
    return [{key: value for key, value in asdict(block).items() if value} for block in blocks]


def from_data(data: Iterable[dict]) -> list[Block]:
    """Blocks from what is stored."""
    return [Block(**{"text": "", **item}) for item in data]
