"""Characters that older fonts kept at private places, and where Unicode has them now.

GBK and GB18030 gave some characters code points of the private use area until Unicode had them: 杨 with
U+E863 is 杨䶮. A name typed on an old machine still carries them: it looks right there and is an empty box
elsewhere.
"""

import csv
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "private_use.csv"


def _load() -> dict[int, str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {int(row["private"], 16): chr(int(row["unicode"], 16)) for row in csv.DictReader(file)}


#: For ``str.translate``.
PRIVATE_USE = _load()
