"""The second leg leaves out nothing but what passed in the first and would show nothing new."""

from types import SimpleNamespace

import pytest

from tests import legs

#: Test: what it uses, its markers, whether the first leg passed it; whether the second leg runs it.
ITEMS = [
    ("plain", ["tmp_path"], [], True, False),
    ("plain, skipped or new", ["tmp_path"], [], False, True),
    ("reads the database", ["client"], ["django_db"], True, True),
    ("by a fixture", ["units", "prepared", "db"], [], True, True),
    ("in a browser", ["page", "live_server"], [], True, True),
    ("asks Elasticsearch", ["engine"], ["elasticsearch"], True, True),
    ("asks PostgreSQL", [], ["postgresql"], True, True),
    ("a walk", ["units", "db"], ["once"], True, False),
    ("a walk, new", ["units", "db"], ["once"], False, True),
    ("a table[one]", ["db"], [], True, True),
    ("a table[two]", ["db"], [], True, False),
    ("a table[new]", ["db"], [], False, True),
    ("a table[four]", ["db"], [], True, False),
    ("on an engine[one]", ["db"], ["elasticsearch"], True, True),
    ("on an engine[two]", ["db"], ["elasticsearch"], True, True),
    ("on an engine[three]", ["db"], ["elasticsearch"], True, True),
]


def item(name, fixtures, markers):
    return SimpleNamespace(
        nodeid=name,
        fixturenames=fixtures,
        get_closest_marker=lambda wanted: wanted if wanted in markers else None,
    )


@pytest.fixture
def passed(tmp_path):
    path = tmp_path / "passed"
    path.write_text("\n".join(name for name, _uses, _marks, passed, _runs in ITEMS if passed))
    return str(path)


@pytest.fixture
def told():
    left = []
    return SimpleNamespace(
        hook=SimpleNamespace(pytest_deselected=lambda items: left.extend(items)), left=left
    )


def test_what_the_second_leg_runs(monkeypatch, passed, told):
    monkeypatch.setenv("TEST_LEAVE_OUT", passed)
    items = [item(*row[:3]) for row in ITEMS]
    legs.leave_out(told, items)
    assert [one.nodeid for one in items] == [name for name, *_row, runs in ITEMS if runs]
    assert [one.nodeid for one in told.left] == ["plain", "a walk", "a table[two]", "a table[four]"]


def test_the_whole_second_leg_leaves_out_only_what_asks_no_server(monkeypatch, passed, told):
    monkeypatch.setenv("TEST_LEAVE_OUT", passed)
    monkeypatch.setenv("TEST_WHOLE", "1")
    legs.leave_out(told, [item(*row[:3]) for row in ITEMS])
    assert [one.nodeid for one in told.left] == ["plain"]


def test_alone_it_runs_everything(monkeypatch, told):
    monkeypatch.delenv("TEST_LEAVE_OUT", raising=False)
    items = [item(*row[:3]) for row in ITEMS]
    legs.leave_out(told, items)
    assert (len(items), told.left) == (len(ITEMS), [])


def test_one_that_uses_nothing_is_known(request):
    assert not legs.asks_a_server(request.node)


@pytest.mark.django_db
def test_one_that_reads_the_database_is_known(request):
    assert legs.asks_a_server(request.node)


def test_one_that_does_through_what_it_uses_is_known(request, prepared):
    assert legs.asks_a_server(request.node)


@pytest.mark.parametrize(
    ("when", "outcome", "kept"), [("call", True, True), ("call", False, False), ("setup", True, False)]
)
def test_what_counts_as_passed(monkeypatch, tmp_path, when, outcome, kept):
    monkeypatch.setattr(legs, "_passed", [])
    monkeypatch.setenv("TEST_WRITE_PASSED", str(tmp_path / "passed"))
    legs.remember(SimpleNamespace(nodeid="a", when=when, passed=outcome))
    legs.write_passed(SimpleNamespace())
    assert (tmp_path / "passed").read_text() == ("a" if kept else "")


@pytest.mark.parametrize(
    ("wanted", "markers", "rests"), [("", [], False), ("x", [], True), ("x", ["x"], False)]
)
def test_tracing_rests_for_all_but_the_marked(monkeypatch, wanted, markers, rests):
    monkeypatch.setenv("TEST_TRACE_ONLY", wanted)
    said = []
    coverage = SimpleNamespace(pause=lambda: said.append("pause"), resume=lambda: said.append("resume"))
    one = item("a", [], markers)
    one.config = SimpleNamespace(
        pluginmanager=SimpleNamespace(getplugin=lambda _name: SimpleNamespace(cov_controller=coverage))
    )
    with legs.traced_only_where_asked(one):
        said.append("test")
    assert said == (["pause", "test", "resume"] if rests else ["test"])
