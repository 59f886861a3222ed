"""Mediation and settlement (调解、和解, 信访工作条例 33): what came of it, as both put it in writing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from complaints.enums import EventKind, MediationOutcome
from complaints.handling.attempted import AttemptedAct
from complaints.models import CaseEvent


def mediate(act: AttemptedAct) -> Iterator[str]:
    """With what came of it. It ends nothing: the decision still has to be written, in its time."""
    if act.facts is not None and act.facts.get("settled") not in MediationOutcome.values:
        yield _("Choose what came of the mediation.")


def in_words(event: CaseEvent) -> str:
    """What came of it; empty for any other event."""
    settled = event.data.get("settled", "") if event.kind == EventKind.MEDIATE else ""
    return str(MediationOutcome(settled).label) if settled else ""
