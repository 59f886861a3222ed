"""What script/server relies on: one server a folder, children that start anew or end together."""

import json
import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]
PARENT = f"""
import os, signal, sys
sys.path.insert(0, "script")
from supervise import Family
family = Family(dict(os.environ))
family.start("sleeper", {SLEEPER})
print(family.children["sleeper"].process.pid, flush=True)
signal.pause()
"""
KEEPER = """
import json, os, sys
sys.path.insert(0, "script")
import supervise
supervise.stop_on_signals()
family = supervise.Family(dict(os.environ), first_pause=0.01)
try:
    for name, code in map(json.loads, sys.argv[1:]):
        family.start(name, [sys.executable, "-c", code])
    family.keep()
except supervise.Stopped:
    family.stop()
"""
#: Two children say a line each into one pipe: with one write a line, or an unbuffered Python mixes them.
WORKER = "import os, signal; os.write(1, b'worker %d\\n' % os.getpid()); signal.pause()"
WEB = """
import os
from http.server import HTTPServer, SimpleHTTPRequestHandler
SimpleHTTPRequestHandler.log_message = lambda *ignored: None
server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
os.write(1, b"web %d\\n" % server.server_port)
server.serve_forever()
"""


@pytest.fixture
def data(script):
    return script("data")


@pytest.fixture
def supervise(script):
    """script/supervise.py; the signal handlers that it sets are undone."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
    before = {number: signal.getsignal(number) for number in numbers}
    yield script("supervise")
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_settings_are_made_once_and_readable_by_the_owner_only(data, tmp_path, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    folder = data.DataFolder(tmp_path / "new")
    made = folder.environment()
    assert made["DEMONSTRATION"] == "true"
    assert len(made["DEMO_PASSWORD"]) >= 12
    assert folder.environment() == made
    assert mode(tmp_path / "new") == 0o700
    assert mode(tmp_path / "new" / "environment") == 0o600


def test_a_folder_that_stood_open_is_closed(data, tmp_path):
    tmp_path.chmod(0o755)
    data.DataFolder(tmp_path)
    assert mode(tmp_path) == 0o700


def test_a_given_password_counts_on_the_first_start(data, tmp_path, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "it's $pecial # and = long")
    folder = data.DataFolder(tmp_path)
    assert folder.environment()["DEMO_PASSWORD"] == "it's $pecial # and = long"
    monkeypatch.setenv("DEMO_PASSWORD", "another")
    assert folder.environment()["DEMO_PASSWORD"] == "it's $pecial # and = long"


def test_a_second_server_on_the_folder_is_refused(data, tmp_path):
    kept = data.DataFolder(tmp_path)
    with pytest.raises(data.InUse, match="DATA_DIR"):
        data.DataFolder(tmp_path)
    assert kept.path == tmp_path


def test_what_was_done_is_remembered(data, tmp_path):
    folder = data.DataFolder(tmp_path)
    folder.note(database="loaded")
    folder.note(prepared="x")
    assert folder.state() == {"database": "loaded", "prepared": "x"}
    assert mode(tmp_path / "state.json") == 0o600


def test_a_damaged_state_file_is_no_state(data, tmp_path):
    folder = data.DataFolder(tmp_path)
    (tmp_path / "state.json").write_text('{"prepared": ')
    assert folder.state() == {}


def test_the_fingerprint_follows_the_settings(data):
    assert data.fingerprint("a", "b") == data.fingerprint("a", "b")
    assert data.fingerprint("a", "b") != data.fingerprint("a", "c")


@contextmanager
def kept(*commands):
    """script/server's way with children, in a process of its own, which gives what they say."""
    words = [sys.executable, "-c", KEEPER, *(json.dumps(command) for command in commands)]
    keeper = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    try:
        yield keeper
    finally:
        keeper.terminate()
        keeper.communicate(timeout=60)
        assert keeper.returncode == 0


def pages(port):
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
        f"http://127.0.0.1:{port}/"
    ) as answer:
        return answer.status


def test_a_worker_that_is_killed_is_started_again_alone_and_the_web_answers_meanwhile():
    with kept(["web server", WEB], ["background worker", WORKER]) as keeper:
        said = dict(keeper.stdout.readline().split() for _ in "12")
        for _ in range(3):
            os.kill(int(said["worker"]), signal.SIGKILL)
            assert "The background worker ended with exit code -9" in keeper.stdout.readline()
            assert pages(said["web"]) == 200
            name, pid = keeper.stdout.readline().split()
            assert (name, pid != said["worker"]) == ("worker", True)
            said["worker"] = pid
        assert pages(said["web"]) == 200


def test_the_pause_before_one_that_goes_on_dying_grows():
    with kept(["worker", "raise SystemExit(3)"]) as keeper:
        lines = [keeper.stdout.readline() for _ in range(4)]
    pauses = [float(re.search("exit code 3; it is started again in (.+) s", line)[1]) for line in lines]
    assert pauses == [0.01, 0.02, 0.04, 0.08]


def test_who_ran_steadily_has_the_first_pause_again(supervise, monkeypatch, capsys):
    monkeypatch.setattr(supervise, "STEADY_SECONDS", 0.0)
    family = supervise.Family(dict(os.environ))
    family.start("worker", [sys.executable, "-c", ""])
    family.children["worker"].pause = 32.0
    family.children["worker"].process.wait()
    family._look_after("worker")
    assert "started again in 1 s" in capsys.readouterr().err


def test_a_web_server_that_never_came_is_told_and_a_worker_may_come_later(supervise):
    family = supervise.Family(dict(os.environ))
    family.start("web server", SLEEPER)
    family.start("background worker", [sys.executable, "-c", ""])
    family.children["background worker"].process.wait()
    try:
        assert family.wait_until("web server", lambda: True, 1) is None
        family.start("web server", [sys.executable, "-c", "raise SystemExit(3)"])
        told = family.wait_until("web server", lambda: False, 60)
        assert told == "the web server ended with exit code 3"
    finally:
        family.stop()


def test_a_signal_interrupts_the_wait(supervise):
    supervise.stop_on_signals()
    family = supervise.Family(dict(os.environ))
    family.start("web server", SLEEPER)
    sender = f"import os, signal; os.kill({os.getpid()}, signal.SIGTERM); signal.pause()"
    family.start("sender", [sys.executable, "-c", sender])
    with pytest.raises(supervise.Stopped):
        family.keep()
    family.stop()
    assert all(child.process.poll() is not None for child in family.children.values())


def test_a_second_signal_does_not_cut_the_stopping_short(supervise):
    supervise.stop_on_signals()
    with pytest.raises(supervise.Stopped):
        os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)


def test_a_signal_while_a_child_is_started_waits_until_it_is_known(supervise, monkeypatch):
    supervise.stop_on_signals()
    start = supervise._start

    def interrupted(command, env):
        os.kill(os.getpid(), signal.SIGTERM)
        return start(command, env)

    monkeypatch.setattr(supervise, "_start", interrupted)
    family = supervise.Family(dict(os.environ))
    with pytest.raises(supervise.Stopped):
        family.start("web server", SLEEPER)
    family.stop()
    assert family.children["web server"].process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_killed_server_leaves_no_process_behind():
    """After kill -9 the port and the data are free again, so that the next start is a start."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    child = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    assert select.select([child], [], [], 30)[0], "the child outlived its parent"
    os.close(child)


def test_a_port_in_use_is_said_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = {"PATH": os.environ["PATH"], "PORT": port, "DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            [ROOT / "script" / "server"], env=env, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said_in_words(port, tmp_path):
    env = {"PATH": os.environ["PATH"], "PORT": port, "DATA_DIR": str(tmp_path)}
    done = subprocess.run([ROOT / "script" / "server"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"PORT={port} is not a port number" in done.stderr


def test_newer_code_brings_the_index_up_to_date_and_starts_even_if_that_fails(
    script, data, tmp_path, monkeypatch, capsys
):
    serve, done = script("serve"), []

    def step(command, env):
        done.append(command[2])
        return 1 if command[2] == "update_index" else 0

    monkeypatch.setattr(serve, "step", step)
    monkeypatch.setattr(serve, "fingerprint", lambda *facts: "newer")
    folder = data.DataFolder(tmp_path)
    env = {"DJANGO_SETTINGS_MODULE": "", "DATABASE_URL": "postgresql://x/y", "DEMONSTRATION": "true"}
    serve.prepare(folder, sys.executable, env)
    assert done[-1] == "load_demonstration"
    folder.note(prepared="older")
    done.clear()
    serve.prepare(folder, sys.executable, env)
    assert done[-1] == "update_index"
    assert "load_demonstration" not in done
    assert "manage.py update_index" in capsys.readouterr().err
    assert folder.state()["prepared"] == "newer"
