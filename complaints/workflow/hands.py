"""Acts that settle which unit, and who in it, has a case."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import EventKind
from complaints.workflow.people import DECIDERS, EVERYONE_AT_WORK, INVESTIGATORS
from complaints.workflow.states import HANDLING, REGISTERED, REVIEW, SCREENING, WAITING
from complaints.workflow.transition import row

ROWS = (
    row(
        EventKind.SCREEN,
        {SCREENING},
        REGISTERED,
        INVESTIGATORS,
        pgettext_lazy("act", "Decide who handles it"),
        _(
            "The complainant sees which unit has it. A township's people open it; in an office above, who "
            "decides there and who is given it. Offices below do not. Choose your own unit to keep it."
        ),
        needs_reason=True,
        asks=("handling_unit",),
        is_serious=True,
        guard="screen",
        effect="screen",
    ),
    row(
        EventKind.ASSIGN,
        {REGISTERED, HANDLING, WAITING, REVIEW},
        None,
        DECIDERS,
        pgettext_lazy("act", "Assign"),
        _("The case moves to this handler's list. The dates stay as they are."),
        asks=("handler",),
        guard="assign",
        effect="assign",
    ),
    row(
        EventKind.TRANSFER,
        {REGISTERED, HANDLING, WAITING},
        REGISTERED,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Pass to another unit"),
        _("The other unit takes over; the complainant sees which one. Clocks that run go on running."),
        needs_reason=True,
        asks=("unit",),
        is_serious=True,
        guard="transfer",
        effect="transfer",
    ),
    row(
        EventKind.OBJECT,
        {REGISTERED},
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Return as not competent"),
        _("The unit that passed it on is asked to take it back. Until it does, the case stays with you."),
        needs_reason=True,
        guard="objection",
    ),
    row(
        EventKind.TAKE_BACK,
        {REGISTERED},
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Take back"),
        _("The case comes back to your unit, which decides again who is competent."),
        needs_reason=True,
        guard="take_back",
        effect="take_back",
    ),
)
