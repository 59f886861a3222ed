"""Whether texts speak of whoever has the case, at whatever office, by no name: 办案的, 经办人, 接我信的.

Which office that is depends on where the case lies, so nobody is removed by these words. The level above the
office that has it reads it then, and that office no longer (``said_later``); the words are a table that an
official can read and change (``data/words/whoever.csv``).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from complaints import words
from complaints.names import fold
from complaints.reading import sentences_of
from protection.data_tables import DataTable

TABLE = DataTable(Path(__file__).parent / "data" / "words" / "whoever.csv", words.Word, key=("word",))
#: 谢谢办案的同志 says nothing against them, if it says no more.
_THANKS = "谢"


def is_spoken_of(texts: Iterable[str]) -> bool:
    """Whether something is said of whoever has the case, and not only thanks."""
    return any(_words().search(fold(sentence)) for sentence in without_thanks(texts))


def without_thanks(texts: Iterable[str]) -> list[str]:
    """Return the sentences that say more than thanks."""
    return [
        each for each in sentences_of(texts) if _THANKS not in fold(each) or words.wrongs().search(fold(each))
    ]


@cache
def _words() -> re.Pattern[str]:
    return re.compile(words.either([row.word for row in TABLE.rows]))
