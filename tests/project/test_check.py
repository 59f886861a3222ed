"""What script/test relies on: lacks are said, failures count, each room's coverage is held."""

import json
import sys

import pytest


@pytest.fixture
def check(script):
    return script("check")


def report(path, **rooms):
    """A report of ``coverage json`` with one file a room: (covered, all) lines."""
    files = {
        f"{room}/a.py": {"summary": {"covered_lines": covered, "num_statements": lines}}
        for room, (covered, lines) in rooms.items()
    }
    path.write_text(json.dumps({"files": files}))
    return str(path)


def test_each_room_must_reach_the_floor(script, tmp_path, capsys):
    floor = script("coverage_floor")
    path = report(tmp_path / "report.json", search=(95, 100), complaints=(89, 100))
    assert floor.main(path, "90", "search") == 0
    assert floor.main(path, "90", "search", "complaints") == 1
    assert "below 90 %" in capsys.readouterr().out


def test_a_machine_that_lacks_nothing_says_nothing(check, monkeypatch):
    monkeypatch.setattr(check.elasticsearch, "missing", lambda: None)
    monkeypatch.setattr(check.postgresql, "missing", lambda: None)
    monkeypatch.setattr(check.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(check, "_chinese_fonts", lambda: True)
    assert check.lacking() == []


def test_every_lack_is_one_line_with_what_to_install(check, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(check.postgresql, "binaries", lambda: None)
    reasons = check.lacking()
    assert len(reasons) == 5
    for reason in reasons:
        assert "apt-get install" in reason
        assert "\n" not in reason


def test_one_failed_step_fails_the_run_and_the_others_still_run(check, capsys):
    run = check.Run()
    run.command("good", ["python", "-c", ""])
    run.command("bad", ["python", "-c", "raise SystemExit(3)"])
    run.command("good after it", ["python", "-c", ""])
    assert run.summary() == 1
    out = capsys.readouterr().out
    assert "FAILED  bad" in out
    assert "2 steps passed, 1 steps failed" in out


def test_a_server_that_does_not_start_fails_its_step(check):
    run = check.Run()
    with run.timed("server"):
        raise check.ServerFailed("its log")
    assert run.summary() == 1


def test_a_server_that_ends_at_once_is_said_with_its_log(tmp_path):
    from tests.servers.process import ServerFailed, running

    command = [sys.executable, "-c", "print('no such setting'); raise SystemExit(2)"]
    failing = pytest.raises(ServerFailed, match="no such setting")
    with failing, running(command, lambda: None, tmp_path / "log"):
        pass
