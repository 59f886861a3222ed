"""The two rates of a list that the first founding document asks for at 100 % (连民〔2020〕12号 二(四)).

It names them and does not define them: 校验通过率 is taken here as the rows of the file that passed every
check that can hold one back, 入库准确率 as the rows taken in of which nothing is left to be looked at (house
rule).
"""

from dataclasses import dataclass

from disclosure.models import Batch


@dataclass(frozen=True, slots=True)
class Rate:
    """``good`` of ``whole`` rows."""

    good: int
    whole: int

    @property
    def percent(self) -> str:
        """With two decimals, never rounded up to 100.00."""
        hundredths = self.good * 10_000 // self.whole
        return f"{hundredths // 100}.{hundredths % 100:02d}"

    @property
    def is_full(self) -> bool:
        """Whether it is what is asked for."""
        return self.good == self.whole

    @property
    def rest(self) -> int:
        """How many rows are missing to that."""
        return self.whole - self.good


def passed(batch: Batch) -> Rate | None:
    """Return 校验通过率: the rows that were accepted, of the rows of the file; None without rows."""
    whole = batch.accepted_count + batch.refused_count
    return Rate(batch.accepted_count, whole) if whole else None


def accurate(batch: Batch) -> Rate | None:
    """Return 入库准确率: the rows without a warning, of those accepted; None where it is not known."""
    if not batch.accepted_count or batch.warned_rows is None:
        return None
    return Rate(max(batch.accepted_count - batch.warned_rows, 0), batch.accepted_count)
