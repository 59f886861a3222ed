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
    """Work and floor at one size. ``before`` and ``after`` are called around each of both, untimed.

    ``name`` is what it is called within a bench that times several things.
    """

    size: int
    work: Act
    floor: Act
    before: Act = lambda: None
    after: Act = lambda: None
    name: str = ""


@dataclass(frozen=True)
class Bench:
    """One question: what is timed, what it is held against, what ``size`` counts."""

    name: str
    title: str
    floor: str
    counts: str
    pairs: Callable[[list[int]], Iterator[Pair]]
    # Why it cannot run on this machine, in one line; None when it can.
    missing: Callable[[], str | None] = lambda: None


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs by the clock, and of this process's own computing (``cpu``).

    On a machine with other work the clock says what was waited for; ``cpu`` hardly changes. It leaves out
    whatever another process computes: a database server, Elasticsearch.
    """

    runs: list[float]
    cpu: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The fastest run: the one least disturbed."""
        return min(self.runs)

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.runs)

    @property
    def cpu_median(self) -> float:
        """The middle run's own computing."""
        return statistics.median(self.cpu)


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

    @property
    def cpu_ratio(self) -> float:
        """The same by what this process itself computed."""
        return self.work.cpu_median / self.floor.cpu_median

    def as_json(self) -> dict[str, Any]:
        """The figures for a machine, in seconds."""
        return {
            **asdict(self),
            "work_median": self.work.median,
            "work_least": self.work.least,
            "floor_median": self.floor.median,
            "floor_least": self.floor.least,
            "ratio": self.ratio,
            "cpu_ratio": self.cpu_ratio,
        }


@dataclass
class Report:
    """All results of one bench, in the order of their sizes."""

    bench: Bench
    results: list[Result] = field(default_factory=list)
    left_out: str | None = None

    def growth(self, result: Result) -> str:
        """How many times more computing than at the size before, and how many times larger that is."""
        before = self.results[: self.results.index(result)]
        earlier = next((each for each in reversed(before) if each.name == result.name), None)
        if earlier is None:
            return ""
        grown = result.work.cpu_median / earlier.work.cpu_median
        return f"{grown:.1f}x / {result.size / earlier.size:.0f}x"


def measure(name: str, pair: Pair, repeats: int) -> Result:
    """Time work and floor ``repeats`` times each, taking turns, after one untimed round of both."""
    work, floor = Timing([]), Timing([])
    for turn in range(repeats + 1):
        for act, timing in ((pair.work, work), (pair.floor, floor)):
            seconds, computed = _timed(pair, act)
            if turn:  # the first round fills caches, compiles templates and opens connections
                timing.runs.append(seconds)
                timing.cpu.append(computed)
    return Result(name, pair.size, work, floor)


def _timed(pair: Pair, act: Act) -> tuple[float, float]:
    pair.before()
    gc.collect()
    gc.disable()
    try:
        begun, computed = time.perf_counter(), time.process_time()
        act()
        return time.perf_counter() - begun, time.process_time() - computed
    finally:
        gc.enable()
        pair.after()


def run(
    bench: Bench, sizes: list[int], repeats: int, told: Callable[[Result], None] = lambda _result: None
) -> Report:
    """Run one bench at every size; ``told`` hears each result as it comes."""
    report = Report(bench, left_out=bench.missing())
    if report.left_out is None:
        for pair in bench.pairs(sizes):
            name = f"{bench.name}-{pair.name}" if pair.name else bench.name
            report.results.append(measure(name, pair, repeats))
            told(report.results[-1])
    return report


def table(reports: Iterable[Report]) -> str:
    """The reports as a Markdown table; what was left out follows with its reason."""
    lines = [
        "| bench | size | work | least | cpu | floor | least | cpu | ratio | by cpu | growth by cpu / size |",
        "| --- " + "| ---: " * 10 + "|",
    ]
    left_out = []
    for report in reports:
        if report.left_out:
            left_out.append(f"{report.bench.name}: {report.left_out}")
        lines += [_line(report, result) for result in report.results]
    return "\n".join([*lines, "", *left_out]).rstrip()


def _line(report: Report, result: Result) -> str:
    times = [
        seconds
        for timing in (result.work, result.floor)
        for seconds in (timing.median, timing.least, timing.cpu_median)
    ]
    ratios = [f"{result.ratio:.1f}", f"{result.cpu_ratio:.1f}"]
    cells = [result.name, f"{result.size:,}", *map(_seconds, times), *ratios, report.growth(result)]
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.1f} ms" if value >= 0.001 else f"{value * 1e6:.0f} µs"
