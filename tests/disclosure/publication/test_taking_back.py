"""What the public sees after each act on a list: published, corrected, withdrawn, shown again, a household
hidden, an earlier version brought back, the next month (政府信息公开条例 41; 个人信息保护法 46, 47).

Two ways to ask: a table of sequences whose outcome a reader can check, and long random sequences against a
model of a few lines, which says no more than what each act is meant to do.
"""

import random
from dataclasses import dataclass, field, replace

import pytest

from disclosure import lookup, order
from disclosure.enums import Step
from disclosure.models import Batch, ListTotal, Programme, Recipient
from disclosure.public import public_lists
from disclosure.publication import differences, opening, proposals, publishing, reviewing, standing, versions
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household, name

pytestmark = pytest.mark.django_db
MONTHS = {"9": SEPTEMBER, "10": OCTOBER, "11": NOVEMBER}


class Bureau:
    """The county's editor and reviewer at work, in short words: ``publish 10 0123``, ``hide 2``.

    Households are digits; one with ``'`` behind it gets another amount.
    """

    def __init__(self, county, load) -> None:
        self.county, self.load = county, load
        self.lists: list[Batch] = []

    def do(self, line: str) -> None:
        act, *words = line.split()
        getattr(self, act)(*words)

    def publish(self, month: str, households: str, place: str = "320722") -> None:
        rows = [
            household(int(n)) | ({"合计（元）": 999} if changed else {}) for n, changed in read(households)
        ]
        region = Region.objects.get(pk=place)
        batch = self.load(rows, month=MONTHS[month], region=region)
        self.review(reviewing.submit(batch, self.county.editor, "更正"))

    def review(self, batch: Batch) -> None:
        ended = differences.sums(batch).ended
        batch = reviewing.approve(batch, self.county.reviewer, ended=ended)
        self.lists.append(publishing.publish(batch, self.county.reviewer))

    def withdraw(self) -> None:
        self.two(proposals.propose(Step.TAKE_DOWN, self.latest(), self.county.editor, "金额有误"))

    def show(self) -> None:
        self.two(proposals.propose(Step.SHOW_AGAIN, self.latest(), self.county.editor, "核对无误"))

    def hide(self, number: str, step: Step = Step.HIDE) -> None:
        row = Recipient.objects.current().get(holder_name=name(int(number)))
        self.two(proposals.propose_for_row(step, row, self.county.editor, "家庭受到威胁"))

    def unhide(self, number: str) -> None:
        self.hide(number, Step.UNHIDE)

    def back(self, version: str) -> None:
        self.review(versions.bring_back(self.lists[int(version)], self.county.editor, "恢复"))

    def two(self, proposal) -> None:
        proposals.confirm(proposal, self.county.reviewer)

    def latest(self) -> Batch:
        batch = order.in_force("320722", "rural-dibao")
        assert batch is not None
        return batch

    def seen(self) -> str:
        """What the public sees, in the words of the table; every way out is asked, and they have to agree."""
        rows = list(Recipient.objects.shown(Programme.objects.get(pk="rural-dibao")).order_by("holder_name"))
        text = "".join(sorted(number_of(row) for row in rows))
        by_page = [
            row for code in VILLAGES for row in public_lists.rows(Region(code=code), self.county.programme)
        ]
        assert {row.pk for row in by_page} == {row.pk for row in rows}
        shown = {row.public_id for row in rows}
        for public_id in Recipient.objects.values_list("public_id", flat=True):
            found = lookup.shown_row(public_id)
            assert found is None or found.public_id in shown
        total = ListTotal.objects.current().get(region_id="320722")
        lists = standing.read()
        for code in ("32", "3207", "320722", *VILLAGES):
            assert lists.state("rural-dibao", code).is_withdrawn == total.is_withdrawn, code
        if total.is_withdrawn:
            assert not rows
            return f"withdrawn {total.month.month}"
        for code in ("32", "3207", "320722", *VILLAGES):
            self.adds_up(code, rows)
        return f"{total.month.month}: {text}" + (f" +{total.hidden}" if total.hidden else "")

    def adds_up(self, code: str, rows: list[Recipient]) -> None:
        inside = [row for row in rows if row.region_id.startswith(code)]
        found = ListTotal.objects.shown().filter(region_id=code).first()
        told = (found.households, found.people, found.amount) if found else (0, 0, 0)
        sums = (len(inside), sum(row.people for row in inside), sum(row.amount for row in inside))
        assert told == sums, code


VILLAGES = ("320722100201", "320722100202", "320722101201")


def read(households: str) -> list[tuple[str, bool]]:
    """``01'2`` as digits, each with whether it is changed."""
    return [
        (letter, households[place + 1 : place + 2] == "'")
        for place, letter in enumerate(households)
        if letter.isdigit()
    ]


def number_of(row: Recipient) -> str:
    number = next(str(n) for n in range(10) if name(n) == row.holder_name)
    return number + ("'" if row.amount == 999 else "")


@pytest.fixture(params=["at once", "in pieces"])
def bureau(county, load, request, monkeypatch):
    if request.param == "in pieces":
        monkeypatch.setattr(opening, "LONG", 0)
        monkeypatch.setattr(opening, "PIECE", 1)
    return Bureau(county, load)


#: What is done, and what the public sees behind each act; +1 is one household that is said to be hidden.
SEQUENCES = [
    [("publish 10 012", "10: 012"), ("publish 10 01'23", "10: 01'23"), ("publish 11 0123", "11: 0123")],
    [("publish 9 012", "9: 012"), ("publish 11 02", "11: 02")],  # a month may be left out
    [("publish 10 012", "10: 012"), ("withdraw", "withdrawn 10"), ("show", "10: 012")],
    [("publish 10 012", "10: 012"), ("withdraw", "withdrawn 10"), ("publish 10 02'", "10: 02'")],
    [("publish 10 012", "10: 012"), ("withdraw", "withdrawn 10"), ("publish 11 012", "11: 012")],
    # A withdrawn list bars no month before it.
    [("publish 11 012", "11: 012"), ("withdraw", "withdrawn 11"), ("publish 10 01", "10: 01")],
    # The earlier state comes back: of a correction, and of a month published by mistake.
    [
        ("publish 10 012", "10: 012"),
        ("publish 10 0'1", "10: 0'1"),
        ("back 0", "10: 012"),
        ("back 1", "10: 0'1"),
    ],
    [
        ("publish 10 012", "10: 012"),
        ("publish 11 3", "11: 3"),
        ("withdraw", "withdrawn 11"),
        ("back 0", "10: 012"),
        ("publish 11 0123", "11: 0123"),
    ],
    [("publish 10 012", "10: 012"), ("hide 1", "10: 02 +1"), ("unhide 1", "10: 012")],
    # Who is hidden stays so, whatever becomes of the list: changed, next month, withdrawn, brought back.
    [
        ("publish 10 0124", "10: 0124"),
        ("hide 1", "10: 024 +1"),
        ("publish 10 01'24", "10: 024 +1"),
        ("withdraw", "withdrawn 10"),
        ("show", "10: 024 +1"),
        ("back 0", "10: 024 +1"),
        ("publish 11 01'", "11: 0 +1"),
        ("unhide 1", "11: 01'"),
    ],
    [
        ("publish 10 01", "10: 01"),
        ("hide 1", "10: 0 +1"),
        ("publish 10 0", "10: 0"),
        ("publish 11 01", "11: 0 +1"),
    ],
    [
        ("publish 10 01", "10: 01"),
        ("withdraw", "withdrawn 10"),
        ("hide 1", "withdrawn 10"),
        ("show", "10: 0 +1"),
        ("withdraw", "withdrawn 10"),
        ("unhide 1", "withdrawn 10"),
        ("show", "10: 01"),
    ],
]


@pytest.mark.parametrize("steps", SEQUENCES, ids=lambda steps: ", ".join(line for line, _seen in steps))
def test_what_the_public_sees_after_each_act(bureau, steps):
    for line, seen in steps:
        bureau.do(line)
        assert bureau.seen() == seen, line


@dataclass(frozen=True)
class Model:
    """What the county's list is meant to be: its month, its households, what is hidden, what there was."""

    month: int = 0
    rows: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    withdrawn: bool = False
    history: tuple[tuple[int, frozenset[str]], ...] = field(default=())

    @property
    def seen(self) -> str:
        if self.withdrawn:
            return f"withdrawn {self.month}"
        shown = "".join(sorted(row for row in self.rows if row[0] not in self.hidden))
        count = sum(row[0] in self.hidden for row in self.rows)
        return f"{self.month}: {shown}" + (f" +{count}" if count else "")

    def put(self, month: int, rows: frozenset[str]) -> "Model":
        return replace(self, month=month, rows=rows, withdrawn=False, history=(*self.history, (month, rows)))

    def choices(self, dice: random.Random) -> list[tuple[str, "Model"]]:
        """Some acts that are allowed now, each with what comes of it."""
        rows = frozenset(n + dice.choice(["", "'"]) for n in dice.sample("0123456", dice.randint(1, 5)))
        found = [
            (f"publish {month} {''.join(rows)}", self.put(month, rows))
            for month in (9, 10, 11)
            if month >= self.month or self.withdrawn
        ]
        if not self.history:
            return found
        if self.withdrawn:
            found += [("show", replace(self, withdrawn=False))] * 2
        else:
            found += [("withdraw", replace(self, withdrawn=True))] * 2
        for number, (month, rows) in enumerate(self.history[:-1]):
            if month >= self.month or self.withdrawn:
                found.append((f"back {number}", self.put(month, rows)))
        here = {row[0] for row in self.rows}
        found += [(f"hide {n}", replace(self, hidden=self.hidden | {n})) for n in here - self.hidden]
        found += [(f"unhide {n}", replace(self, hidden=self.hidden - {n})) for n in here & self.hidden]
        return found


@pytest.mark.parametrize("seed", range(3))
def test_long_sequences_do_what_each_act_says(bureau, seed):
    dice, model, said = random.Random(seed), Model(), []
    for _turn in range(12):
        line, model = dice.choice(sorted(model.choices(dice), key=lambda choice: choice[0]))
        said.append(line)
        bureau.do(line)
        assert bureau.seen() == model.seen, said
    # Nothing was taken out of the history, and it is one line: every row opened, and closed at most once.
    for version, (_month, rows) in zip(bureau.lists, model.history, strict=True):
        found = Recipient.objects.filter(pk__in=versions._rows_of(version))
        assert sorted(map(number_of, found)) == sorted(rows)
