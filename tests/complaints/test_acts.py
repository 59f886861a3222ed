"""What an act is stands in one table, and no other file keeps a set of acts of its own."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from complaints.acts import TABLE, acts_that
from complaints.enums import EventKind

ROOT = Path(settings.BASE_DIR)

#: Files that name several acts at once, with the reason.
NAMED = {
    "complaints/handling/conversation.py": "what the complainant did themselves",
    "complaints/handling/order_of_acts.py": "the order of buttons alone",
    "complaints/workflow/__init__.py": "what an enquiry is answered by where it is taken",
    "complaints/history.py": "what answers a request for more time",
    "complaints/parties/second_person.py": "by which a case comes to another office of itself",
    "complaints/scoreboard/counting.py": "after which nobody is owed a word any more",
}


def sets_of_acts(path: Path) -> bool:
    """Whether the file holds two acts or more in one set, list or tuple."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Set | ast.List | ast.Tuple):
            named = [
                each
                for each in node.elts
                if isinstance(each, ast.Attribute)
                and isinstance(each.value, ast.Name)
                and each.value.id == "EventKind"
            ]
            if len(named) > 1:
                return True
    return False


def test_every_act_has_a_row():
    assert [row.act for row in TABLE.rows] == list(EventKind)


@pytest.mark.parametrize(
    ("trait", "acts"),
    [
        (
            "complainants_words",
            {"complainant_wrote", "note_call", "ask_review", "call_back", "withdraw", "ask_recusal"},
        ),
        ("by_pin", {"complainant_wrote", "ask_review", "rule_out", "ask_recusal", "rate"}),
        ("ends_unanswered", {"decline", "tell_where", "lead_in", "refer", "withdraw", "merge"}),
        (
            "judges",
            {
                *("screen", "decline", "tell_where", "lead_in", "refer", "give_back", "answer", "close"),
                "withdraw",
                *("merge", "mediate", "propose_answer", "return_answer", "approve_answer"),
                *("call_hearing", "end_hearing"),
            },
        ),
        ("tells_the_end", {"answer", "decline", "tell_where", "lead_in", "refer"}),
        ("hands_on", {"screen", "transfer", "take_back"}),
    ],
)
def test_what_opens_something_when_it_is_forgotten_is_as_it_should_be(trait, acts):
    assert acts_that(trait) == acts


def test_no_other_file_keeps_a_set_of_acts():
    found = {
        str(path.relative_to(ROOT))
        for room in settings.ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and sets_of_acts(path)
    }
    assert found <= set(NAMED), found - set(NAMED)
    assert found == set(NAMED), "no longer needed"
