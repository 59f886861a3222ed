"""Who has the case now, in a sentence, as far as its complainant was told, and no other office.

Where discipline inspection has it, the sentence names nobody (信访工作条例 30: what is passed to it is not
made known), and so where nothing was said of who has it since.
"""

from django.utils.translation import gettext as _

from complaints.enums import ENDED_STATUSES, CaseStatus
from complaints.history import History
from complaints.models import Case
from complaints.parties import ruling_out
from organizations.enums import UnitKind


def sentence(case: Case) -> str:
    """Return who has it and does what with it; empty where nobody has to do anything."""
    if case.status in ENDED_STATUSES:
        return ""
    told = ruling_out.told_last(History.of(case))
    if case.unit.kind == UnitKind.INSPECTION or case.unit_id != told:
        return _("The office that is competent for it has it.")
    if case.status == CaseStatus.SCREENING:
        return _("%(unit)s has it.") % {"unit": case.unit.name}
    if case.status == CaseStatus.REVIEW:
        return _("%(unit)s reviews it.") % {"unit": case.unit.name}
    return _("%(unit)s has it and looks into it.") % {"unit": case.unit.name}
