"""Timing a piece of work against its floor: alternately, in the same process, several times.

Whatever slows the machine down slows both, so that their ratio says more than either figure.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

Act = Callable[[], Any]


@dataclass(frozen=True)
class Pair:
    """Work and floor at one size. `before` and `after` are called around each of both, untimed."""

    size: int
    work: Act
    floor: Act
    before: Act = lambda: None
    after: Act = lambda: None


@dataclass(frozen=True)
class Bench:
    """One question: what is timed, what it is held against, what `size` counts."""

    name: str
    title: str
    floor: str
    counts: str
    pairs: Callable[[list[int]], Iterator[Pair]]
    # Why it can't run on this machine, in one line; None when it can.
    missing: Callable[[], str | None] = lambda: None


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs."""

    runs: list[float]

    @property
    def least(self) -> float:
        """The fastest run: the one least disturbed."""
        return min(self.runs)

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.runs)


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    name: str
    size: int
    work: Timing
    floor: Timing

    @property
    def ratio(self) -> float:
        """How many times the floor the work takes, by medians."""
        return self.work.median / self.floor.median

    def as_json(self) -> dict[str, Any]:
        """The figures for a machine, in seconds."""
        return {
            **asdict(self),
            "work_median": self.work.median,
            "work_least": self.work.least,
            "floor_median": self.floor.median,
            "floor_least": self.floor.least,
            "ratio": self.ratio,
        }


@dataclass
class Report:
    """All results of one bench, in the order of their sizes."""

    bench: Bench
    results: list[Result] = field(default_factory=list)
    left_out: str | None = None

    def growth(self, result: Result) -> str:
        """How many times longer than at the size before, and how many times larger that is."""
        at = self.results.index(result)
        if at == 0:
            return ""
        earlier = self.results[at - 1]
        return f"{result.work.median / earlier.work.median:.1f}x / {result.size / earlier.size:.0f}x"


def measure(name: str, pair: Pair, repeats: int) -> Result:
    """Time work and floor `repeats` times each, taking turns, after one untimed round of both."""
    work: list[float] = []
    floor: list[float] = []
    for turn in range(repeats + 1):
        for act, times in ((pair.work, work), (pair.floor, floor)):
            seconds = _timed(pair, act)
            if turn:  # the first round fills caches, compiles templates and opens connections
                times.append(seconds)
    return Result(name, pair.size, Timing(work), Timing(floor))


def _timed(pair: Pair, act: Act) -> float:
    pair.before()
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        act()
        return time.perf_counter() - begun
    finally:
        gc.enable()
        pair.after()


def run(
    bench: Bench, sizes: list[int], repeats: int, told: Callable[[Result], None] = lambda _result: None
) -> Report:
    """Run one bench at every size; `told` hears each result as it comes."""
    report = Report(bench, left_out=bench.missing())
    if report.left_out is None:
        for pair in bench.pairs(sizes):
            report.results.append(measure(bench.name, pair, repeats))
            told(report.results[-1])
    return report


def table(reports: Iterable[Report]) -> str:
    """The reports as a Markdown table; what was left out follows with its reason."""
    lines = [
        "| bench | size | work, median | (least) | floor, median | (least) | ratio | growth: time / size |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    left_out = []
    for report in reports:
        if report.left_out:
            left_out.append(f"{report.bench.name}: {report.left_out}")
        lines += [_line(report, result) for result in report.results]
    return "\n".join([*lines, "", *left_out]).rstrip()


def _line(report: Report, result: Result) -> str:
    times = [result.work.median, result.work.least, result.floor.median, result.floor.least]
    cells = [
        result.name,
        f"{result.size:,}",
        *map(_seconds, times),
        f"{result.ratio:.1f}",
        report.growth(result),
    ]
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.1f} ms" if value >= 0.001 else f"{value * 1e6:.0f} µs"
