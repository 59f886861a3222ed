"""Characters that older fonts kept at private places, and where Unicode has them now.

GBK and GB18030 gave some characters code points of the private use area until Unicode had them: 杨 with
U+E863 is 杨䶮. A name typed on an old machine still carries them: it looks right there and is an empty box
elsewhere.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from protection.data_tables import DataTable


@dataclass(frozen=True, slots=True)
class Moved:
    """One character: its bytes in GBK, its private code point and its present one (hexadecimal), itself."""

    gbk: str
    private: str
    unicode: str
    character: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "private_use.csv", Moved, key=["private"])


@cache
def places() -> dict[int, str]:
    """Private code point → present character, for ``str.translate``."""
    return {int(row.private, 16): chr(int(row.unicode, 16)) for row in TABLE.rows}
