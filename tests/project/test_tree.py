"""What holds for every file of the project."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
#: Folders of one machine: what stands in a committed file must work on every other one.
MACHINE_PATHS = re.compile(r"(?<![\w./~])/(?:work|root|home|farm|Users|tmp)/[\w.-]+")
MEDIA = {".png", ".jpg", ".ico", ".woff2", ".mo"}


@pytest.fixture(scope="module")
def files():
    """Every file that git keeps, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git work tree")
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path.suffix not in MEDIA]


def test_no_file_holds_a_path_of_one_machine(files):
    found = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if path != Path(__file__) and MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_no_python_file_outgrows_its_reader(files):
    """Files of 50 to 300 lines; a little more where a split would hide something, and for tests."""
    long = {}
    for path in files:
        if path.suffix == ".py" and "migrations" not in path.parts:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > (450 if path.is_relative_to(ROOT / "tests") else 350):
                long[str(path.relative_to(ROOT))] = lines
    assert long == {}


def test_no_dumping_grounds(files):
    names = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [str(path.relative_to(ROOT)) for path in files if path.name in names] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-hans.md"])
def test_the_readme_names_only_commands_that_exist(readme):
    path = ROOT / readme
    assert path.exists()
    text = path.read_text(encoding="utf-8")
    assert "script/server" in text
    assert "script/test" in text
    for script in set(re.findall(r"\bscript/[a-z]+\b", text)):
        assert (ROOT / script).exists(), script


@pytest.mark.parametrize("readme", ["README.md", "README.zh-hans.md"])
def test_the_readme_names_only_management_commands_that_exist(readme):
    from django.core.management import get_commands

    text = (ROOT / readme).read_text(encoding="utf-8")
    for command in set(re.findall(r"manage\.py ([a-z_]+)", text)):
        assert command in get_commands(), command


DOCUMENTS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_a_document_names_are_there(path):
    text = path.read_text(encoding="utf-8")
    rooms = "|".join([*settings.ROOMS, "tests", "script", "bench", "docs"])
    named = set(re.findall(rf"`((?:{rooms})/[\w/.-]+\.(?:py|csv|md))`", text))
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


def test_links_in_the_documents_lead_somewhere(files):
    broken = []
    for path in files:
        if path.suffix == ".md":
            for target in re.findall(
                r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")
            ):
                if not (path.parent / target).exists():
                    broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_scripts_are_executable_and_start_with_their_interpreter():
    scripts = [path for path in (ROOT / "script").iterdir() if path.is_file() and not path.suffix]
    for path in [*scripts, ROOT / ".ci" / "run", ROOT / "tools" / "elasticsearch-node" / "start"]:
        assert path.stat().st_mode & 0o111, path
        assert path.read_text(encoding="utf-8").startswith("#!"), path
