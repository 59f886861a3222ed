"""Acts of the work itself: accepted, asked, noted, more time."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import WORKING_STATUSES, CaseStatus, EventKind
from complaints.workflow.people import DECIDERS, DESK, EVERYONE_AT_WORK, INVESTIGATORS
from complaints.workflow.states import HANDLING, REGISTERED, REVIEW, WAITING
from complaints.workflow.transition import row

ROWS = (
    row(
        EventKind.ACCEPT,
        {REGISTERED},
        HANDLING,
        INVESTIGATORS,
        pgettext_lazy("act", "Accept"),
        _("The complainant is told that it was accepted. The time for the decision starts tomorrow."),
        effect="accept",
    ),
    row(
        EventKind.REQUEST_EXTENSION,
        {HANDLING, WAITING},
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Ask for an extension"),
        _("A supervisor decides. Until then the date stays as it is. An extension is possible once."),
        needs_reason=True,
        asks=("days",),
        guard="request_extension",
    ),
    row(
        EventKind.APPROVE_EXTENSION,
        {HANDLING, WAITING},
        None,
        DECIDERS,
        pgettext_lazy("act", "Approve the extension"),
        _("The new date applies at once, and the complainant reads the reason."),
        needs_text=True,
        decides_extension=True,
        guard="decide_extension",
        effect="approve_extension",
    ),
    row(
        EventKind.REFUSE_EXTENSION,
        {HANDLING, WAITING},
        None,
        DECIDERS,
        pgettext_lazy("act", "Refuse the extension"),
        _("The date stays as it is. The handler reads the reason."),
        needs_reason=True,
        decides_extension=True,
        guard="decide_extension",
    ),
    row(
        EventKind.ASK_COMPLAINANT,
        WORKING_STATUSES,
        WAITING,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Ask the complainant"),
        _("The complainant sees the question under the receipt. The clocks go on running."),
        needs_text=True,
    ),
    row(
        EventKind.COMPLAINANT_WROTE,
        frozenset(CaseStatus),
        None,
        frozenset(),
        pgettext_lazy("act", "Write back"),
        _("The message joins the case."),
        needs_text=True,
        by_complainant=True,
        effect="hide_from_below",
    ),
    row(
        EventKind.NOTE,
        frozenset(CaseStatus),
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Add an internal note"),
        _("Colleagues who see the case read it; the complainant never does."),
        needs_reason=True,
    ),
    row(
        EventKind.NOTE_CALL,
        frozenset(CaseStatus),
        None,
        DESK,
        pgettext_lazy("act", "Note a follow-up call"),
        _("What the caller said joins the case, and the caller sees it under the receipt."),
        needs_text=True,
        effect="heard_above",
    ),
    row(
        EventKind.MEDIATE,
        WORKING_STATUSES,
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Record a mediation"),
        _(
            "Write what was agreed, as both signed it, or why there was no agreement. The complainant reads "
            "it. The clocks go on, and the answer is still owed."
        ),
        needs_text=True,
        asks=("settled",),
        guard="mediate",
    ),
    row(
        EventKind.CALL_HEARING,
        {REVIEW},
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Call a hearing"),
        _(
            "Write where it is, when it begins and who is heard. In the second review the time until then is "
            "not counted, once (信访工作条例 36); in the first one it goes on."
        ),
        needs_text=True,
        asks=("hearing_on",),
        guard="call_hearing",
        effect="call_hearing",
    ),
    row(
        EventKind.END_HEARING,
        {REVIEW},
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Write what became of the hearing"),
        _("The complainant reads it. In a second review all days count again from tomorrow at the latest."),
        needs_text=True,
        asks=("held",),
        guard="end_hearing",
        effect="end_hearing",
    ),
    row(
        EventKind.MARK_URGENT,
        frozenset(CaseStatus),
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Mark as urgent"),
        _(
            "Everybody who supervises the offices above and sees the case finds it on top of their home "
            "page. If somebody is in danger now, call 110 or 120 first."
        ),
        needs_reason=True,
        asks=("urgency",),
        guard="mark_urgent",
        effect="mark_urgent",
    ),
    row(
        EventKind.SETTLE_URGENT,
        frozenset(CaseStatus),
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "No longer urgent"),
        _("Write what was done. The case leaves the top of the home pages; nothing else changes."),
        needs_reason=True,
        guard="settle_urgent",
        effect="settle_urgent",
    ),
)
