"""What a kind of matter is stands in one table, and whoever adds one is told what is missing."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from complaints import routing
from complaints.clocks import standards
from complaints.enums import CaseKind, ClockKind
from complaints.kinds import KINDS, kind_of, those_that

ROOT = Path(__file__).resolve().parents[2]
#: Who names a kind beside the table, and why.
NAMED = {
    "complaints/kinds.py": "the table",
    "complaints/public/views/filing.py": "a row of a list was reported, so an objection is offered",
    "complaints/public/ways_in.py": "whoever found another drawing in their name begins a report",
    "complaints/scoreboard/subjects.py": "a row of the page for each sort of case that accuses nobody",
    "complaints/staff/desk_forms.py": "what most callers bring is chosen beforehand",
    "portal/service_figures.py": "the figures of the front page are about complaints",
    "supervision/due.py": "a lead is passed on in the time of a report",
}


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_has_its_row_its_hint_its_clocks_and_its_first_hands(kind):
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert str(kind_of(kind).hint)
            assert str(kind.label)
    with translation.override("zh-hans"):
        assert not str(kind_of(kind).hint).isascii(), "the hint has no Chinese words"
    for clock in (ClockKind.INFORM, ClockKind.DECIDE):
        assert any(row.kind == kind and row.clock == clock for row in standards.TABLE.rows)
    assert any(row.kind == kind for row in routing.TABLE.rows)


def test_the_table_is_of_the_kinds_there_are():
    assert list(KINDS) == list(CaseKind)
    assert those_that("needs_row") == {CaseKind.OBJECTION}
    assert not kind_of("").needs_row
    with pytest.raises(ValueError, match="nothing"):
        kind_of("nothing")


def test_no_other_file_treats_a_kind_by_its_name():
    named = {
        str(path.relative_to(ROOT))
        for room in settings.ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "CaseKind"
        and node.attr in CaseKind.names
    }
    assert named == set(NAMED)
