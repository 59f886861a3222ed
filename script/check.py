"""What ``script/test`` does: every check and test that this machine can do, and one summary.

Two legs run the same tests: SQLite with the embedded index, then PostgreSQL with a real Elasticsearch node.
What is lacking is left out with one line each; with TEST_EVERYTHING=1 a lack is a failure. Arguments go to
pytest: then only the first leg runs, without the checks (TEST_LEGS=2 or "1 2" chooses otherwise).
TEST_COVERAGE=1 traces lines too and asks for the floor of each room; TEST_WHOLE=1 runs the second leg whole
(docs/decisions/0037).
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import environment
from environment import ROOMS, ROOT

sys.path.insert(0, str(ROOT))
from tests.servers import elasticsearch, postgresql
from tests.servers.process import ServerFailed

REPORTS = ROOT / "var" / "tests"
PASSED = REPORTS / "passed.leg-1"
EVERYTHING = os.environ.get("TEST_EVERYTHING") == "1"
COVERAGE = os.environ.get("TEST_COVERAGE") == "1"
COVERAGE_FLOOR = 90
CHECKS = [
    ("ruff", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("djlint", ["djlint", "--lint", "--quiet", *ROOMS]),
    ("import-linter", ["lint-imports", "--no-cache"]),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("mypy", ["mypy", *ROOMS, "tests", "script", "bench"]),
]


class Run:
    """The steps of one run and how they ended."""

    def __init__(self) -> None:
        self.results: list[tuple[str, bool, str]] = []

    @contextmanager
    def timed(self, name: str) -> Iterator[list[str]]:
        """Time a step; it failed when the block appends to the yielded list, or raises ServerFailed."""
        print(f"\n=== {name}", flush=True)
        begun = time.monotonic()
        problems: list[str] = []
        try:
            yield problems
        except ServerFailed as error:
            problems.append(str(error))
        for problem in problems:
            print(problem, flush=True)
        self.results.append((name, not problems, f"{time.monotonic() - begun:.0f} s"))

    def command(self, name: str, words: list[str], env: dict[str, str | None] | None = None) -> None:
        """Run one command of the virtual environment as a step; a variable that is None is taken away."""
        with self.timed(name) as problems:
            program = environment.FOLDER / "bin" / words[0]
            wanted = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **(env or {})}
            done = subprocess.run(
                [program, *words[1:]],
                cwd=ROOT,
                env={variable: value for variable, value in wanted.items() if value is not None},
                stdin=subprocess.DEVNULL,
                check=False,
            )
            if done.returncode:
                problems.append(f"{name} failed with exit code {done.returncode}")

    def summary(self) -> int:
        """Print what ran and how it ended; gives the exit code."""
        print("\n=== summary")
        for name, good, note in self.results:
            print(f"{'ok    ' if good else 'FAILED'}  {name}  ({note})")
        failed = sum(not good for _name, good, _note in self.results)
        print(f"\nscript/test: {len(self.results) - failed} steps passed, {failed} steps failed", flush=True)
        return 1 if failed else 0


def main() -> int:
    """Run what was asked for; gives the exit code."""
    arguments = sys.argv[1:]
    legs = (os.environ.get("TEST_LEGS") or ("1" if arguments else "1 2")).split()
    run = Run()
    environment.ensure("requirements.txt", "requirements-dev.txt")
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in [*REPORTS.glob("coverage*"), *REPORTS.glob("passed*")]:
        old.unlink()

    lacks = lacking()
    for reason in lacks:
        print(f"LEFT OUT  {reason}", flush=True)
    if lacks and EVERYTHING:
        run.results.append(("everything is there", False, f"{len(lacks)} lacking, see above"))
    if not arguments:
        for name, words in CHECKS:
            run.command(name, [word for word in words if word != "bench" or (ROOT / "bench").is_dir()])
    if "1" in legs:
        first_leg(run, arguments)
    if "2" in legs:
        second_leg(run, arguments)
    if COVERAGE and not arguments:
        coverage(run)
    return run.summary()


def lacking() -> list[str]:
    """What this machine lacks for the full run: one line each, with how to get it."""
    reasons = [elasticsearch.missing(), postgresql.missing()]
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")):
        reasons.append("browser tests: no chromium (apt-get install chromium fonts-noto-cjk)")
    if not _chinese_fonts():
        reasons.append("Chinese in screenshots: no Chinese font (apt-get install fonts-noto-cjk fontconfig)")
    if not shutil.which("xgettext"):
        reasons.append("check of the translations: no gettext (apt-get install gettext)")
    return [reason for reason in reasons if reason]


def first_leg(run: Run, arguments: list[str]) -> None:
    """SQLite and the embedded index. The whole suite leaves Elasticsearch's tests to the second leg."""
    env: dict[str, str | None] = {"DATABASE_URL": None, "SEARCH_URL": None}
    if not arguments:
        env["TEST_WRITE_PASSED"] = str(PASSED)
    _pytest(run, "tests on SQLite + embedded search", "1", arguments or ["-m", "not elasticsearch"], env)


def second_leg(run: Run, arguments: list[str]) -> None:
    """PostgreSQL and Elasticsearch, or the one of them that is there.

    The whole suite leaves out what passed in the first leg and would show nothing new, and traces only what
    that could not run (tests/legs.py).
    """
    env: dict[str, str | None] = {}
    if not arguments and PASSED.exists():
        env |= {"TEST_LEAVE_OUT": str(PASSED), "TEST_TRACE_ONLY": "elasticsearch"}
    parts: list[str] = []
    with ExitStack() as servers, run.timed("servers of the second leg") as problems:
        if not postgresql.missing():
            env["DATABASE_URL"] = servers.enter_context(postgresql.cluster())
            parts.append("PostgreSQL")
        if not elasticsearch.missing():
            url = servers.enter_context(elasticsearch.node())
            env |= {"TEST_ELASTICSEARCH_URL": url, "SEARCH_URL": url}
            parts.append("Elasticsearch")
        kept = servers.pop_all()
    if problems or not parts:
        return
    with kept:
        _pytest(run, f"tests on {' + '.join(parts)}", "2", arguments, env)


def _pytest(run: Run, name: str, leg: str, arguments: list[str], env: dict[str, str | None]) -> None:
    words = ["pytest", "-p", "no:cacheprovider", f"--junitxml={REPORTS / f'leg-{leg}.xml'}"]
    if not any(word.startswith("-n") for word in arguments):
        words += ["-n", "auto", "--dist", "worksteal"]
    if arguments in ([], ["-m", "not elasticsearch"]):  # the whole suite
        words += ["--durations=15", "-q"]
        words += ["--cov", "--cov-report="] if COVERAGE else []
    run.command(name, [*words, *arguments], {**env, "COVERAGE_FILE": str(REPORTS / f"coverage.leg-{leg}")})


def coverage(run: Run) -> None:
    """Put both legs together; each room must reach the floor."""
    parts = [str(path) for path in REPORTS.glob("coverage.leg-*")]
    if not parts:
        return
    whole, report = str(REPORTS / "coverage.all"), str(REPORTS / "coverage.json")
    env: dict[str, str | None] = {"COVERAGE_FILE": whole}
    run.command("coverage combined", ["coverage", "combine", "--keep", "-q", *parts], env)
    run.command("coverage report", ["coverage", "json", "-i", "-q", "-o", report], env)
    floor = [str(ROOT / "script" / "coverage_floor.py"), report, str(COVERAGE_FLOOR), *ROOMS]
    run.command("coverage of each room", ["python", *floor])


def _chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(found.stdout.strip())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except environment.NoEnvironment as error:
        sys.exit(str(error))
