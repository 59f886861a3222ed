"""What the page of a case shows for a PIN that staff heard: how far the case is, and no word of it.

The page is the same whoever the case is about and whoever may see it, so nothing follows from it.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.clocks import progress
from complaints.clocks.deadlines import short_date
from complaints.enums import EventKind
from complaints.identity import own_pins
from complaints.models import Case
from complaints.parties import ruling_out
from complaints.workflow import sources


def context(case: Case) -> dict[str, Any]:
    """Return what the page is rendered with, beside the forms.

    Of the acts only what the state allows, which is told: rules that look further would tell more.
    """
    own = own_pins.chosen(case)
    return {
        "told": progress.aloud(case),
        "own_pin": own and {"chosen": _day(own.chosen_at), "closed": own.closed_at and _day(own.closed_at)},
        "may_rule_out": ruling_out.of_the_place(case) if _may(case, EventKind.RULE_OUT) else [],
        "may_ask_review": _may(case, EventKind.ASK_REVIEW),
    }


def arrived() -> str:
    """What is said once of anything that was sent from that page."""
    return _("What you sent arrived on %(date)s. For your safety it is not shown here again.") % {
        "date": short_date(timezone.localdate())
    }


def no_review() -> str:
    """Why a review cannot be asked for, in general: the particular reason would tell of the case."""
    return _(
        "A review can be asked for for some time after reading how it ended, and twice at most; now it can "
        "not be asked for here. Send what you wrote as a message, or draw a PIN of your own first."
    )


def no_recusal() -> str:
    """Why that somebody steps aside is not asked for with this PIN: it would tell what is in the case."""
    return _("With this PIN it can not be asked for here. Draw a PIN of your own first, or write a message.")


def no_rating() -> str:
    """Why whether it is solved is not said with this PIN: somebody else may hold it."""
    return _("With this PIN it can not be said here. Draw a PIN of your own first, or write a message.")


def _may(case: Case, kind: EventKind) -> bool:
    return case.status in sources(kind, case.kind)


def _day(moment) -> str:
    return short_date(timezone.localdate(moment))
