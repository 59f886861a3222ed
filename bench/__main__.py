"""The command line of the benches."""

import argparse
import json
import sys
import time
from importlib import import_module

from bench import environment
from bench.harness import Report, Result, run, table

#: Name → the module and what in it says what is measured; loaded only after Django is set up.
BENCHES = {
    "import": ("bench.importing", "BENCH"),
    "publish": ("bench.publishing", "BENCH"),
    "publish-anew": ("bench.publishing", "ANEW"),
    "publish-compare": ("bench.publishing", "DIFFERENCES"),
    "village-page": ("bench.village_page", "BENCH"),
    "public-history": ("bench.public_history", "BENCH"),
    "lists": ("bench.lists", "BENCH"),
    "filing": ("bench.filing", "BENCH"),
    "taking-over": ("bench.taking_over", "BENCH"),
    "filing-unhashed": ("bench.filing", "WITHOUT_HASH"),
    "posting": ("bench.posting", "BENCH"),
    "search-embedded": ("bench.searching", "EMBEDDED"),
    "search-elasticsearch": ("bench.searching", "ELASTICSEARCH"),
    "rebuild-embedded": ("bench.rebuilding", "EMBEDDED"),
    "rebuild-elasticsearch": ("bench.rebuilding", "ELASTICSEARCH"),
    "staff": ("bench.staff", "BENCH"),
    "regions": ("bench.regions", "BENCH"),
    "appointing": ("bench.appointing", "BENCH"),
}
SIZES = [1_000, 10_000, 100_000]


def main(arguments: list[str]) -> int:
    """Run the benches named (all by default) and print their table."""
    options = _parsed(arguments)
    reports: list[Report] = []
    with environment.portal() as start_again:
        print(environment.machine(), flush=True)
        for name in options.names or BENCHES:
            start_again()  # what one bench left behind would be in the way of the next
            module, constant = BENCHES[name]
            bench = getattr(import_module(module), constant)
            print(f"\n{bench.name}: {bench.title}, against {bench.floor} (size: {bench.counts})", flush=True)
            reports.append(run(bench, options.sizes, options.repeats, told=_say))
        print(f"\n{table(reports)}")
        if options.json:
            _write(options.json, reports)
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="1000,10000,100000")
    parser.add_argument("--repeats", type=int, default=5, help="timed rounds of each (5)")
    parser.add_argument("--json", type=argparse.FileType("w"), help="also write every run here")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in BENCHES]:
        parser.error(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    if options.repeats < 1:
        parser.error("--repeats is at least 1")
    return options


def _numbers(text: str) -> list[int]:
    try:
        sizes = sorted({int(part) for part in text.split(",")})
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: numbers with commas between, 1000,10000") from error
    if sizes[0] < 1:
        raise argparse.ArgumentTypeError("a size is at least 1")
    return sizes


def _say(result: Result) -> None:
    print(
        f"  {time.strftime('%H:%M:%S')} {result.name} {result.size:>9,}: {result.work.median:.4f} s, floor "
        f"{result.floor.median:.4f} s, ratio {result.ratio:.1f}, by cpu {result.cpu_ratio:.1f}",
        flush=True,
    )


def _write(file, reports: list[Report]) -> None:
    results = [result.as_json() for report in reports for result in report.results]
    left_out = {report.bench.name: report.left_out for report in reports if report.left_out}
    json.dump({"machine": environment.machine(), "results": results, "left_out": left_out}, file, indent=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
