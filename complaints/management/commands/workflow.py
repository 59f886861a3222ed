"""The table of acts for people: from which state each leads where, who does it, what it asks for."""

from collections.abc import Callable, Iterator

from django.core.management.base import BaseCommand
from django.utils import translation

from complaints.enums import CaseKind, CaseStatus, EventKind
from complaints.handling.effects import EFFECTS
from complaints.handling.guards import GUARDS
from complaints.workflow import EXTRA_SOURCES, TRANSITIONS, CaseTransition, sources, status_after
from organizations.enums import Role

STATES = list(CaseStatus)


class Command(BaseCommand):
    help = "Print the table of acts on a case as Markdown: state by act, who, what is asked, what follows."

    def handle(self, *args, **options) -> None:
        with translation.override("en"):
            self.stdout.write("\n".join(_lines()))


def _lines() -> Iterator[str]:
    yield "# Acts on a case"
    yield ""
    yield "Written by `manage.py workflow` from `complaints/workflow/`; a test holds both together. A cell"
    yield "says where the case stands after the act, a dot that the act is not possible there."
    yield ""
    yield from _table(["act", *(str(state.label) for state in STATES)], map(_states, TRANSITIONS.values()))
    yield ""
    for (act, kind), more in EXTRA_SOURCES.items():
        states = ", ".join(str(state.label) for state in sorted(more, key=STATES.index))
        yield f"{TRANSITIONS[act].label}, of {CaseKind(kind).label.lower()}: also from {states}."
    yield ""
    columns = ["act", "who", "asked for", "rule beyond the state", "what it does to the case"]
    yield from _table(columns, map(_rules, TRANSITIONS.values()))


def _table(columns: list[str], rows) -> Iterator[str]:
    yield f"| {' | '.join(map(str, columns))} |"
    yield f"|{' --- |' * len(columns)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _states(row: CaseTransition) -> list[str]:
    return [str(row.label), *(_after(row.kind, state) for state in STATES)]


def _after(act: EventKind, state: CaseStatus) -> str:
    possible = any(state in sources(act, kind) for kind in CaseKind)
    return str(CaseStatus(status_after(act, state)).label) if possible else "·"


def _rules(row: CaseTransition) -> list[str]:
    asked = [*row.asks]
    asked += ["a text for the complainant"] if row.needs_text else []
    asked += ["a reason"] if row.needs_reason else []
    who = [str(role.label) for role in Role if role in row.roles]
    who += ["the complainant"] if row.by_complainant else []
    return [
        str(row.label),
        ", ".join(who) or "nobody: it follows",
        ", ".join(asked) or "–",
        _said(GUARDS.get(row.guard)),
        _said(EFFECTS.get(row.effect)),
    ]


def _said(rule: Callable | None) -> str:
    """The first sentence of what a rule says of itself."""
    if rule is None:
        return "–"
    words = " ".join((rule.__doc__ or "").split("\n\n")[0].split())
    return f"{words} (`{rule.__name__}`)".strip()
