"""The harness itself: turns, growth, the table. Nothing here looks at a clock."""

import json

import pytest

from bench import __main__ as command
from bench.harness import Bench, Pair, Report, Result, Timing, measure, run, table


def test_work_and_floor_take_turns_after_a_round_that_does_not_count() -> None:
    said: list[str] = []
    pair = Pair(
        10,
        work=lambda: said.append("work"),
        floor=lambda: said.append("floor"),
        before=lambda: said.append("("),
        after=lambda: said.append(")"),
    )
    result = measure("x", pair, repeats=2)
    assert "".join(word[0] for word in said) == "(w)(f)" * 3
    assert len(result.work.runs) == len(result.floor.runs) == len(result.work.cpu) == 2


def test_clean_up_follows_work_that_fails() -> None:
    said: list[str] = []
    pair = Pair(1, work=lambda: 1 / 0, floor=lambda: None, after=lambda: said.append("cleaned"))
    with pytest.raises(ZeroDivisionError):
        measure("x", pair, repeats=1)
    assert said == ["cleaned"]


def test_a_result_says_median_least_and_ratio() -> None:
    work, floor = Timing([3.0, 9.0, 4.0], [3.0, 3.0, 3.0]), Timing([2.0, 1.0, 2.0], [1.0, 1.0, 1.0])
    result = Result("x", 10, work, floor)
    figures = result.as_json()
    assert (figures["work_median"], figures["work_least"], figures["ratio"]) == (4.0, 3.0, 2.0)
    assert figures["cpu_ratio"] == 3.0
    assert json.loads(json.dumps(figures)) == figures


def test_the_table_shows_growth_and_what_was_left_out() -> None:
    bench = Bench("x", "a thing", "its floor", "rows", pairs=lambda sizes: iter(()))
    report = Report(bench)
    for size, seconds in ((1000, 0.5), (10_000, 5.5)):
        report.results.append(Result("x", size, Timing([seconds], [seconds]), Timing([0.0005], [0.0005])))
    text = table([report, Report(bench, left_out="no Java")])
    assert "| x | 1,000 | 500.0 ms | 500.0 ms | 500.0 ms | 500 µs | 500 µs | 500 µs | 1000.0 |" in text
    assert "| 11.0x / 10x |" in text
    assert text.endswith("x: no Java")


def test_what_this_machine_lacks_is_left_out() -> None:
    bench = Bench("x", "", "", "", pairs=lambda sizes: 1 / 0, missing=lambda: "no Java")  # type: ignore[arg-type, return-value]
    assert run(bench, [1], 1).left_out == "no Java"


def test_every_size_is_run_and_told() -> None:
    bench = Bench(
        "x", "", "", "", pairs=lambda sizes: (Pair(size, lambda: None, lambda: None) for size in sizes)
    )
    heard: list[Result] = []
    report = run(bench, [1, 2], 1, told=heard.append)
    assert [result.size for result in heard] == [1, 2]
    assert report.results == heard


def test_the_command_line_names_what_is_wrong(capsys) -> None:
    for wrong in (["nothing"], ["--sizes", "1,x"], ["--sizes", "0"], ["--repeats", "0"]):
        with pytest.raises(SystemExit):
            command._parsed(wrong)
    assert "there are import" in capsys.readouterr().err
    assert command._parsed(["import", "--sizes", "5,1,5"]).sizes == [1, 5]
