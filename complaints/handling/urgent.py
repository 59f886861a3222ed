"""A case that can not wait: who marks it, and who says that it can (信访工作条例 22, 25)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from complaints import urgency
from complaints.enums import Urgency
from complaints.handling.attempted import AttemptedAct


def mark_urgent(act: AttemptedAct) -> Iterator[str]:
    """Once, and with what it is."""
    if act.case.urgent:
        yield _("It is marked as urgent already.")
    elif act.facts is not None and act.facts.get("urgency") not in Urgency.values:
        yield _("Choose what is urgent.")


def settle_urgent(act: AttemptedAct) -> Iterator[str]:
    """Only what is marked; the reason says what was done."""
    if not act.case.urgent:
        yield _("It is not marked as urgent.")


def told_in(texts: Iterable[str], *, urgent: bool) -> dict[str, list[str]]:
    """Return the facts under which words mark a case, or nothing where it is marked already."""
    found = [] if urgent else urgency.told_in(texts)
    return {"told": [each.value for each in found]} if found else {}
