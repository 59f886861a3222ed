"""A written opinion by its parts: what was asked, facts and reasons, opinion (信访工作条例 32)."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from complaints.enums import PaperKind
from complaints.papers.filling import OPINION_PARTS
from complaints.papers.table import parts_of

#: What is said where a part is empty.
LACKING = {
    "asked": _("Write what was asked."),
    "facts": _("Write the facts that were found, and the reasons."),
    "opinion": _("Write the opinion, with the article that it rests on."),
}


def stripped(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of an opinion without blanks around them, and without anything else."""
    return {name: parts[name].strip() for name in OPINION_PARTS if name in parts}


def lacking(parts: Mapping[str, str]) -> Iterator[str]:
    """Say of each part that is empty what has to be written."""
    for name in OPINION_PARTS:
        if not parts.get(name, ""):
            yield str(LACKING[name])


def as_text(parts: Mapping[str, str]) -> str:
    """Return the parts as one text, as the complainant reads it beside the paper; nothing out of none."""
    headings = {part.part: part.heading for part in parts_of(PaperKind.OPINION)}
    return "\n\n".join(f"{headings[name]}\n{parts[name]}" for name in OPINION_PARTS if parts.get(name))
