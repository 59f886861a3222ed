"""Acts by which a case ends, and those that take it up again."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import ENDED_STATUSES, OPEN_STATUSES, WORKING_STATUSES, CaseStatus, EventKind
from complaints.workflow.people import DECIDERS, DESK, EVERYONE_AT_WORK, INSPECTORS, INVESTIGATORS
from complaints.workflow.states import (
    ANSWERED,
    CLOSED,
    DECLINED,
    HANDLING,
    REFERRED,
    REGISTERED,
    REVIEW,
    SCREENING,
    WAITING,
)
from complaints.workflow.transition import row

ROWS = (
    row(
        EventKind.DECLINE,
        {REGISTERED},
        DECLINED,
        INVESTIGATORS,
        pgettext_lazy("act", "Do not accept"),
        _("The case ends here. The complainant reads the ground, and may ask the unit above for a review."),
        needs_text=True,
        asks=("ground",),
        is_serious=True,
        guard="decline",
    ),
    row(
        EventKind.TELL_WHERE,
        {SCREENING, REGISTERED, HANDLING, WAITING},
        REFERRED,
        INVESTIGATORS,
        pgettext_lazy("act", "Tell which authority is competent"),
        _(
            "The case ends here, and is no refusal. The complainant reads your words and, from the "
            "directory, what this authority does, its telephone and address."
        ),
        needs_text=True,
        asks=("authority",),
        is_serious=True,
        guard="elsewhere",
    ),
    row(
        EventKind.LEAD_IN,
        {SCREENING, REGISTERED, HANDLING, WAITING},
        REFERRED,
        INVESTIGATORS,
        pgettext_lazy("act", "Lead into a procedure of its own"),
        _(
            "The case ends here, and is no refusal. The complainant reads your words and, from the "
            "directory, which procedure it is, where it begins and by which rule."
        ),
        needs_text=True,
        asks=("procedure",),
        is_serious=True,
        guard="elsewhere",
    ),
    row(
        EventKind.REFER,
        {SCREENING, REGISTERED, HANDLING, WAITING, REVIEW},
        REFERRED,
        INVESTIGATORS,
        pgettext_lazy("act", "Refer outside"),
        _(
            "It goes on elsewhere. The complainant reads where, and may ask the unit above for a review. "
            "An organ of this site finds it in its intake, and alone gives it back."
        ),
        needs_reason=True,
        needs_text=True,
        asks=("organ",),
        is_serious=True,
        guard="refer",
    ),
    row(
        EventKind.TAKE_UP,
        frozenset(CaseStatus),
        None,
        INSPECTORS,
        pgettext_lazy("act", "Take up in a lead"),
        _("It leaves the intake of what was handed over. The unit that referred it reads that, and no more."),
        by_the_organ=True,
        guard="take_up",
    ),
    row(
        EventKind.GIVE_BACK,
        {REFERRED},
        REGISTERED,
        INSPECTORS,
        pgettext_lazy("act", "Give back"),
        _(
            "The unit that referred it works on it again, and its clocks run on as if it had never left. The "
            "complainant reads your words."
        ),
        needs_reason=True,
        needs_text=True,
        is_serious=True,
        by_the_organ=True,
        guard="give_back",
    ),
    row(
        EventKind.ANSWER,
        WORKING_STATUSES,
        ANSWERED,
        INVESTIGATORS,
        pgettext_lazy("act", "Answer"),
        _("The complainant reads the answer at once; the clock for the decision stops."),
        needs_text=True,
        asks=("outcome",),
        guard="answer",
    ),
    row(
        EventKind.PROPOSE_ANSWER,
        WORKING_STATUSES,
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Propose an answer"),
        _(
            "A head who did not write it approves it or returns it. Until then the complainant does not see "
            "it, and the clocks go on running."
        ),
        needs_text=True,
        asks=("outcome",),
        on_proposal=True,
        guard="propose_answer",
        effect="propose_answer",
    ),
    row(
        EventKind.RETURN_ANSWER,
        WORKING_STATUSES,
        None,
        DECIDERS,
        pgettext_lazy("act", "Return the proposed answer"),
        _("Whoever wrote it reads the reason, and proposes another one. The clocks go on running."),
        needs_reason=True,
        on_proposal=True,
        guard="return_answer",
    ),
    row(
        EventKind.APPROVE_ANSWER,
        WORKING_STATUSES,
        ANSWERED,
        DECIDERS,
        pgettext_lazy("act", "Approve the answer"),
        _("The complainant reads the answer at once; the clock for the decision stops."),
        on_proposal=True,
        guard="approve_answer",
    ),
    row(
        EventKind.CLOSE,
        {ANSWERED},
        CLOSED,
        INVESTIGATORS,
        pgettext_lazy("act", "Close"),
        _("The case is done. Somebody else calls the complainant back the next working day."),
    ),
    row(
        EventKind.CALL_BACK,
        {ANSWERED, CLOSED},
        None,
        # A complaint is mostly closed to the desk: then somebody else than who handled it calls (``guards``).
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Note the call-back"),
        _("What the complainant said about the handling joins the case."),
        needs_reason=True,
        asks=("solved", "satisfied", "again"),
        guard="call_back",
        effect="heard_above",
    ),
    row(
        EventKind.RATE,
        {ANSWERED, CLOSED},
        None,
        frozenset(),
        pgettext_lazy("act", "Say whether it is solved"),
        _("What you say joins the case. If it is not solved, it can be taken up again once."),
        by_complainant=True,
        asks=("solved", "satisfied", "again"),
        guard="rate",
    ),
    row(
        EventKind.WITHDRAW,
        # Not before somebody above has read it: nobody ends a report on another's word.
        (OPEN_STATUSES - {SCREENING}) | {ANSWERED},
        CLOSED,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Withdrawn by the complainant"),
        _("The case ends because the complainant asked for it."),
        needs_reason=True,
        is_serious=True,
        effect="heard_above",
    ),
    row(
        EventKind.REOPEN,
        ENDED_STATUSES,
        HANDLING,
        DECIDERS,
        pgettext_lazy("act", "Reopen"),
        _("The case is worked on again. The date for the decision stays the one that was promised first."),
        needs_reason=True,
        is_serious=True,
        guard="reopen",
    ),
    row(
        EventKind.ASK_REVIEW,
        ENDED_STATUSES,
        REVIEW,
        # Whoever cannot write says it to the desk or, where that is not open to it, to the office.
        DESK | DECIDERS,
        pgettext_lazy("act", "Register a request for review"),
        _("The unit above takes over and answers within the time for reviews."),
        needs_text=True,
        by_complainant=True,
        guard="ask_review",
        effect="ask_review",
    ),
)
