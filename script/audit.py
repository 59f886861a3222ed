"""Known holes in what is pinned, by pip-audit; where no source of advisories answers, the pins by their age.

Exit codes: 0 none known, 1 some are, 2 nobody was asked: then nothing is known, good or bad.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NONE_KNOWN, HOLES, NOT_ASKED = 0, 1, 2
#: The tool is no dependency of the site: one that is there is used, or one that is fetched for this run.
RUNNERS = (["pip-audit"], ["uvx", "pip-audit"], ["pipx", "run", "pip-audit"])
PIN = re.compile(r"([A-Za-z0-9._-]+(?:\[[^]]+\])?)==(\S+)")
DAY = 24 * 60 * 60
#: Seconds.
PATIENCE = 300


def main(name: str = "requirements.txt") -> int:
    """Ask about the pins in a file of the project, print the answer, and give the exit code."""
    path = ROOT / name
    found = ask(path)
    if found is None:
        print(f"No source of advisories was asked about {name}: pip-audit is not there, or none answered.")
        print("That says nothing about holes. How long each pin has stood, longest first:")
        for days, pin in ages(path):
            print(f"{days:6} days  {pin}")
        return NOT_ASKED
    skipped = [package["name"] for package in found if "skip_reason" in package]
    holes = [(package, hole) for package in found for hole in package.get("vulns", [])]
    for package, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no release yet"
        print(f"{package['name']}=={package['version']}: {hole['id']}, mended in {fixed}")
    print(f"{len(holes)} known holes in what {name} pins.")
    if skipped:
        print(f"Not asked about: {', '.join(skipped)}.")
    if holes:
        return HOLES
    return NOT_ASKED if skipped else NONE_KNOWN


def ask(path: Path) -> list[dict[str, Any]] | None:
    """What pip-audit says of each package. None when nobody answered."""
    for runner in RUNNERS:
        if shutil.which(runner[0]):
            words = [
                *runner,
                "--requirement",
                str(path),
                "--require-hashes",
                "--disable-pip",
                "--format",
                "json",
            ]
            try:
                said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
                # Its exit code is the same for holes and for a source that is away; only holes have a report.
                return json.loads(said.stdout)["dependencies"]
            except (subprocess.TimeoutExpired, ValueError, KeyError):
                continue
    return None


def ages(path: Path) -> list[tuple[int, str]]:
    """Days since each pin was set, by the history of the file, and the pin; longest first."""
    blame = ["git", "-C", str(path.parent), "blame", "--line-porcelain", "--", path.name]
    try:
        lines = subprocess.run(blame, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return []  # no checkout
    found, since = [], 0
    for line in lines:
        if line.startswith("committer-time "):
            since = int(line.split()[1])
        elif line.startswith("\t") and (pin := PIN.match(line[1:])):
            found.append((int(time.time() - since) // DAY, f"{pin[1]}=={pin[2]}"))
    return sorted(found, key=lambda each: (-each[0], each[1]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
