"""Acts about several cases of one matter: linked, handled together with one in the lead, parted again."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import CaseStatus, EventKind
from complaints.workflow.people import INVESTIGATORS
from complaints.workflow.states import HANDLING, MERGED, REGISTERED, WAITING
from complaints.workflow.transition import row

ROWS = (
    row(
        EventKind.LINK,
        frozenset(CaseStatus),
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Link with another case"),
        _("Each names the other, to those alone who see both. Nothing else changes, and no date moves."),
        needs_reason=True,
        asks=("other",),
        guard="link",
        effect="link",
    ),
    row(
        EventKind.UNLINK,
        frozenset(CaseStatus),
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Take a link away"),
        _("The two cases do not name each other any more."),
        needs_reason=True,
        asks=("other",),
        guard="unlink",
        effect="unlink",
    ),
    row(
        EventKind.MERGE,
        {REGISTERED, HANDLING, WAITING},
        MERGED,
        INVESTIGATORS,
        pgettext_lazy("act", "Handle together with another case"),
        _(
            "The other case leads, and its dates count. This one leaves the lists of what is due. Both "
            "complainants read the answer of the leading case, each under their own receipt: write nothing "
            "in it that only one of them may know."
        ),
        needs_reason=True,
        asks=("other",),
        is_serious=True,
        guard="merge",
        effect="merge",
    ),
    row(
        EventKind.UNMERGE,
        {MERGED},
        REGISTERED,
        INVESTIGATORS,
        pgettext_lazy("act", "Handle by itself again"),
        _("The case is worked on apart from now on. Its dates are those that were promised first."),
        needs_reason=True,
        effect="unmerge",
    ),
)
