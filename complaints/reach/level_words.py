"""The words by which a text tells whether the county may read it first (``levels``).

They are tables that an official can read and change, ``beside.csv`` and ``county.csv``. What each sort is:

``kin``    behind somebody of a village: another is meant, 村支书的靠山; beside ``words.ties``
``by_way`` in the words given for somebody by which one below was found: another is meant, 孙继财的领导
``says``   behind them: what follows may be somebody else's doing, 村会计带我去见
``cleared`` in a part of a sentence: it is not said against those with whom it begins, 民政所没问题
``work``   what somebody of an office does: 镇里审批的人, but not 镇长撑腰的人
``other``  anywhere: somebody whom the words do not tell, 戴眼镜的, 里面的人
``vague``  the same, but where the writer chose who it is: 那个女的
``joined`` with somebody below, unless that is said of two of them: 伙同; ``joins`` begins a part: 跟段家老二
``goes_on`` may begin a part of a sentence that goes on about the one before: 还骂我, but not 客人也骂我
``unclear`` duties that somebody of the county may have as well: 审核人, 公家的人

What is said of assistance or a list need blame nobody, and names the county as it names rules (县里批了,
村里没有发). So there the county reads it unless it is spoken of itself, by its name or as people put it:
楼上, 后面不签字, 女婿在民政局上班. What each sort of ``county.csv`` is:

``mark``   beside ``higher.csv``, somebody of the county: 楼上的人, 靠山, 那头不放
``act``    what somebody does who may be theirs, where no one below begins the part of the sentence: 下来核查
``county``, ``office``  words for it, by which nobody is meant in these:
``rule``   behind either: 县低保标准, 民政局的政策, 在县民政局领的
``did``    behind the county: 县里批了, 上级定的, 县里买房
``to``     before either: 报到县里
``lost``   behind these: that is no way that papers go, but where they ended, 送到县里就没了
``asked``  before either, and before a leader: 请领导, 向县里
``work``   what they do, and nobody who does it: 复核没过, but not 复核的人
``apart``  words in which one of these stands by chance: 神经内科, 名单上面
``vague``  somebody whom nothing tells, where no village or township is spoken of: 那个女的, 谁查的
``nobody`` what is answered for somebody by who means nobody: 没有这人

An answer to who it is about that tells of nobody below, 强子, goes past the county whatever it is said of.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.texts import words
from protection.data_tables import DataTable

#: 县里抽查 is an act of theirs, 县里抽查的人 is somebody.
_SOMEBODY = "(?!的?(?:人|那|这|说|讲|干部|同志|领导|女|男|小|老|胖|高|矮)|的$|那|组|员|科|股|局|长)"
#: What may stand before what became of papers.
_LITTLE = "(?:以后|之后|后|那边|那里|那|里|就|又|都|也|再|给|被|一直|半年|一年|三个月|两个月|人家说|说){0,4}"


@dataclass(frozen=True)
class Beside:
    """What stands beside somebody of a village or township, so that somebody else may be meant."""

    word: str
    sort: Literal[
        "kin", "by_way", "says", "cleared", "work", "other", "vague", "joined", "joins", "goes_on", "unclear"
    ]
    note: str = ""


@dataclass(frozen=True)
class OfCounty:
    """A word of what is said of the county where nobody need be blamed; for the sorts see above."""

    word: str
    sort: Literal[
        "mark", "act", "county", "office", "rule", "did", "to", "asked", "work", "apart", "nobody", "vague",
        "lost",
    ]  # fmt: skip


_WORDS = Path(__file__).parents[1] / "data" / "words"
TABLE = DataTable(_WORDS / "beside.csv", Beside, key=("word", "sort"))
COUNTY_TABLE = DataTable(_WORDS / "county.csv", OfCounty, key=("word", "sort"))


@cache
def beside(sort: str) -> re.Pattern[str]:
    """Return a pattern of the words of ``beside.csv`` of one sort; kinship's stand with them as ``kin``."""
    ties = words.ties_alone() if sort == "kin" else []
    return re.compile(words.either([*ties, *(row.word for row in TABLE.rows if row.sort == sort)]))


@cache
def of_county(*sorts: str) -> re.Pattern[str]:
    """Return a pattern of the words of ``county.csv`` of these sorts."""
    return re.compile(words.either([row.word for row in COUNTY_TABLE.rows if row.sort in sorts]))


@cache
def spared() -> re.Pattern[str]:
    """A pattern of what names the county as rules do, or turns to it: 县里的低保标准, 报到县里, 请领导."""
    word = {sort: of_county(sort).pattern for sort in ("county", "office", "rule", "did", "to", "asked")}
    every = f"(?:{of_county('county', 'office').pattern})"
    scheme = f"(?:{words.plain('scheme')})?"
    return re.compile(
        f"(?:{word['asked']}){every}?的?(?:领导|同志)|(?:{word['asked']}){every}"
        f"|(?:{word['to']}){every}了?+(?!{_LITTLE}(?:{of_county('lost').pattern}))"
        f"|{every}(?:的|也|都|已经|已|是)?{scheme}(?:{word['rule']}){_SOMEBODY}"
        f"|(?:{word['county']})(?:的|也|都|已经|已|是)?(?:{word['did']}){_SOMEBODY}"
        f"|(?:{of_county('apart').pattern})"
        f"|(?:{of_county('work').pattern}){_SOMEBODY}"
    )
