"""The words of a part: those of the office, of one above it, of all, or else the shipped ones.

Names in braces stand for what the case says. Nothing else is done with a text, so that whoever writes one
can make it say nothing that its unit does not know.
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from complaints.models import PaperWording
from complaints.papers.table import PartRow, part_by_key
from organizations.models import Unit

_NAME = re.compile(r"\{(\w*)\}")


def names_in(text: str) -> set[str]:
    """Return the names in braces that a text has."""
    return set(_NAME.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its names replaced; a line all of whose names stand for nothing is left out."""
    lines = []
    for line in text.splitlines():
        names = names_in(line)
        if names and not any(values.get(name) for name in names):
            continue
        lines.append(_NAME.sub(lambda found: values.get(found[1], ""), line))
    return "\n".join(lines)


def faults(key: str, text: str, known: Iterable[str]) -> list[str]:
    """Return what is wrong with the words of a part: names that nobody knows, or those that law wants."""
    part = part_by_key(key)
    if part is None:
        return [_("There is no such part of a paper.")]
    found, used = [], names_in(text)
    if strange := sorted(used - set(known)):
        found.append(_("Nothing is known under {%(names)s}.") % {"names": "}, {".join(strange)})
    if "{" in _NAME.sub("", text) or "}" in _NAME.sub("", text):
        found.append(_("A brace stands alone; a name has one on each side, as {unit}."))
    if lacking := [name for name in part.must_hold if name not in used]:
        found.append(
            _("It lacks {%(names)s}, which has to stand there: %(basis)s.")
            % {"names": "}, {".join(lacking), "basis": part.legal_basis}
        )
    return found


def for_unit(unit: Unit, parts: Iterable[PartRow]) -> dict[str, tuple[str, str]]:
    """Return heading and words of each part, by its name, as they hold in the unit (one query or two)."""
    parts = list(parts)
    line: list[int | None] = [unit.pk, *(above.pk for above in unit.superiors()), None]
    rows = PaperWording.objects.filter(part__in=[part.key for part in parts], in_use=True)
    nearest: dict[str, PaperWording] = {}
    for row in rows:
        known = nearest.get(row.part)
        if row.unit_id in line and (known is None or line.index(row.unit_id) < line.index(known.unit_id)):
            nearest[row.part] = row
    return {
        part.part: (own.heading, own.text) if (own := nearest.get(part.key)) else (part.heading, part.words)
        for part in parts
    }
