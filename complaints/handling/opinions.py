"""A written opinion by its parts: what was asked, facts and reasons, opinion (信访工作条例 32)."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.enums import OpinionOutcome, PaperKind
from complaints.handling.attempted import AttemptedAct
from complaints.kinds import kind_of
from complaints.papers.filling import OPINION_PARTS
from complaints.papers.table import parts_of

#: What is said where a part is empty.
LACKING = {
    "asked": gettext_lazy("Write what was asked."),
    "facts": gettext_lazy("Write the facts that were found, and the reasons."),
    "opinion": gettext_lazy("Write the opinion, with the article that it rests on."),
}


def stripped(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of an opinion without blanks around them, and without anything else."""
    return {name: parts[name].strip() for name in OPINION_PARTS if name in parts}


def lacking(parts: Mapping[str, str]) -> Iterator[str]:
    """Say of each part that is empty what has to be written."""
    for name in OPINION_PARTS:
        if not parts.get(name, ""):
            yield str(LACKING[name])


def lacking_in(act: AttemptedAct) -> Iterator[str]:
    """Say what an answer to this case lacks: of an opinion its parts and an outcome (信访工作条例 32)."""
    if act.facts is None or not kind_of(act.case.kind).needs_opinion:
        return
    if act.facts.get("outcome") not in OpinionOutcome.values:
        yield _("Choose what the answer says to the request: supported, in part, explained or not.")
    yield from lacking(act.parts)


def as_text(parts: Mapping[str, str]) -> str:
    """Return the parts as one text, as the complainant reads it beside the paper; nothing out of none."""
    headings = {part.part: part.heading for part in parts_of(PaperKind.OPINION)}
    return "\n\n".join(f"{headings[name]}\n{parts[name]}" for name in OPINION_PARTS if parts.get(name))


def places(parts: Mapping[str, str]) -> dict[str, list[int]]:
    """Return from where to where each part stands in ``as_text``: so a proposal keeps them in one text."""
    found, text = {}, as_text(parts)
    at = 0
    for name in OPINION_PARTS:
        if parts.get(name):
            at = text.index("\n", at) + 1
            found[name] = [at, at + len(parts[name])]
            at += len(parts[name]) + 2
    return found


def from_text(text: str, placed: Mapping[str, list[int]]) -> dict[str, str]:
    """Return the parts that stand in a text at these places."""
    return {name: text[begin:end] for name, (begin, end) in placed.items()}
