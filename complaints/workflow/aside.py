"""Acts by which somebody at work steps aside (回避, 信访工作条例 28)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import OPEN_STATUSES, EventKind
from complaints.workflow.people import DECIDERS, INVESTIGATORS
from complaints.workflow.states import ANSWERED, MERGED
from complaints.workflow.transition import row

#: Also on the case that leads it.
_WHILE_SOMEBODY_WORKS = OPEN_STATUSES | {ANSWERED, MERGED}

ROWS = (
    row(
        EventKind.STEP_ASIDE,
        _WHILE_SOMEBODY_WORKS,
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Ask to step aside"),
        _("The head of the unit decides; about the head, the unit above. Until then you end nothing."),
        needs_reason=True,
        asks=("relation",),
        guard="step_aside",
    ),
    row(
        EventKind.ASK_RECUSAL,
        _WHILE_SOMEBODY_WORKS,
        None,
        frozenset(),
        pgettext_lazy("act", "Ask that somebody steps aside"),
        _("The head of the office decides, and you read here what was decided."),
        needs_text=True,
        by_complainant=True,
        guard="ask_recusal",
        effect="hide_from_below",
    ),
    row(
        EventKind.RECUSE,
        _WHILE_SOMEBODY_WORKS,
        None,
        DECIDERS,
        pgettext_lazy("act", "Let somebody step aside"),
        _(
            "They no longer see the case, and nobody is accused by it. The dates stay as they are. The "
            "complainant reads that somebody stepped aside, and not who. If nobody is left in the unit, the "
            "unit above takes over."
        ),
        needs_reason=True,
        asks=("person", "relation"),
        is_serious=True,
        guard="recuse",
        effect="recuse",
    ),
    row(
        EventKind.REFUSE_RECUSAL,
        _WHILE_SOMEBODY_WORKS,
        None,
        DECIDERS,
        pgettext_lazy("act", "Decide that nobody has to step aside"),
        _("Who asked for it reads why: the complainant under the receipt, or a colleague in the file."),
        needs_text=True,
        guard="refuse_recusal",
    ),
    row(
        EventKind.READMIT,
        _WHILE_SOMEBODY_WORKS,
        None,
        DECIDERS,
        pgettext_lazy("act", "Take back who stepped aside"),
        _(
            "They see the case again, and may work on it. The complainant reads that somebody is back, and "
            "not who."
        ),
        needs_reason=True,
        asks=("person",),
        is_serious=True,
        guard="readmit",
        effect="readmit",
    ),
)
