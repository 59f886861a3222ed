"""Acts about whom a case is about, and from whom it is kept."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import OPEN_STATUSES, CaseStatus, EventKind
from complaints.workflow.people import DECIDERS, EVERYONE_AT_WORK
from complaints.workflow.states import ANSWERED, MERGED
from complaints.workflow.transition import row

_FOLLOWS = _("Follows by itself from what was written; nobody does it.")
_BY_ITSELF = (
    (EventKind.RAISE, pgettext_lazy("act", "Let the office above read it first")),
    (EventKind.HAND_BACK, pgettext_lazy("act", "Take out of the handler's hands")),
)

ROWS = (
    row(
        EventKind.ADD_RESPONDENT,
        frozenset(CaseStatus),
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Add a respondent"),
        _(
            "Whoever is named, their unit and those who work under it no longer see the case, nor do you if "
            "you are one of them. If it lies with them, the unit above takes over. This cannot be undone."
        ),
        needs_reason=True,
        asks=("accused_unit", "accused_name"),
        is_serious=True,
        guard="add_respondent",
        effect="add_respondent",
    ),
    row(
        EventKind.PUT_BACK,
        frozenset(CaseStatus),
        None,
        DECIDERS,
        pgettext_lazy("act", "Put back somebody whom words removed"),
        _(
            "Whoever you choose may see the case again, and decides nothing in it. Their office may have it, "
            "if somebody else hands it there. What was said stays on file. If words name them anew, it is "
            "hidden again."
        ),
        needs_reason=True,
        asks=("respondents",),
        is_serious=True,
        guard="put_back",
        effect="put_back",
    ),
    *(row(kind, CaseStatus, None, (), label, _FOLLOWS) for kind, label in _BY_ITSELF),
    row(
        EventKind.RULE_OUT,
        OPEN_STATUSES | {ANSWERED, MERGED},
        None,
        frozenset(),
        pgettext_lazy("act", "Keep it from an office"),
        _("The office neither has nor sees the case any more; another one goes on with it."),
        by_complainant=True,
        guard="rule_out",
        effect="rule_out",
    ),
)
