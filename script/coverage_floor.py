"""Prints the lines covered of each room and fails below the floor.

Usage: coverage_floor.py REPORT.json FLOOR ROOM …
"""

import json
import sys
from pathlib import Path


def covered(report: dict, room: str) -> tuple[int, int]:
    """Covered and all lines of a room in a report of ``coverage json``."""
    summaries = [file["summary"] for name, file in report["files"].items() if name.startswith(f"{room}/")]
    return sum(each["covered_lines"] for each in summaries), sum(each["num_statements"] for each in summaries)


def main(path: str, floor: str, *rooms: str) -> int:
    """Give 1 when a room is below the floor (percent of lines)."""
    report = json.loads(Path(path).read_text())
    below = 0
    for room in rooms:
        lines, all_lines = covered(report, room)
        percent = 100 * lines / all_lines if all_lines else 0.0  # nothing measured is nothing covered
        good = percent >= float(floor)
        below += not good
        print(f"{room:15} {percent:5.1f} %  of {all_lines} lines{'' if good else f'  below {floor} %'}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
