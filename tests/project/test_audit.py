"""What ``script/audit`` tells whoever runs a site: holes, none, or that nobody was asked."""

import json

import pytest

REPORT = {
    "dependencies": [
        {"name": "django", "version": "5.2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.1"]}]},
        {"name": "polib", "version": "1.2", "vulns": []},
    ]
}


@pytest.fixture
def audit(script, monkeypatch, tmp_path):
    """The script, with a pip-audit that says what ``answer`` is given."""
    audit = script("audit")
    program = tmp_path / "pip-audit"

    def answer(text: str, code: int) -> None:
        (tmp_path / "said").write_text(text)
        program.write_text(f"#!/bin/sh\n/bin/cat {tmp_path}/said\nexit {code}\n")
        program.chmod(0o755)

    monkeypatch.setattr(audit, "RUNNERS", ([str(program)],))
    audit.answer = answer
    return audit


def test_a_hole_is_named_with_the_release_that_mends_it(audit, capsys):
    audit.answer(json.dumps(REPORT), 1)
    assert audit.main() == audit.HOLES
    assert "django==5.2: PYSEC-1, mended in 5.2.1" in capsys.readouterr().out


def test_without_holes_all_is_well(audit, capsys):
    audit.answer(json.dumps({"dependencies": REPORT["dependencies"][1:]}), 0)
    assert audit.main() == audit.NONE_KNOWN
    assert "0 known holes" in capsys.readouterr().out


def test_what_was_not_asked_about_is_not_taken_for_clean(audit, capsys):
    audit.answer(json.dumps({"dependencies": [{"name": "polib", "skip_reason": "not found"}]}), 0)
    assert audit.main() == audit.NOT_ASKED
    assert "Not asked about: polib." in capsys.readouterr().out


@pytest.mark.parametrize("said", [None, "", "connection refused"])
def test_where_nobody_answers_it_says_so_and_lists_the_pins(audit, said, capsys, monkeypatch):
    if said is not None:
        audit.answer(said, 1)
    monkeypatch.setattr(audit, "ages", lambda path: [(400, "polib==1.2.0")])
    assert audit.main() == audit.NOT_ASKED
    told = capsys.readouterr().out
    assert "says nothing about holes" in told
    assert "400 days  polib==1.2.0" in told


def test_the_age_of_a_pin_is_that_of_its_line(audit):
    pins = [pin for _days, pin in audit.ages(audit.ROOT / "requirements.txt")]
    assert not pins or any(pin.startswith("django==") for pin in pins)
