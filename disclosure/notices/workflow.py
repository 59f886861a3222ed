"""What people do to a notice, as one table: from which states, by whose permission, its words, its entry."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.enums import NoticeEventKind, NoticeState
from disclosure.roles import ADDING, REVIEWING, Right


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeAct:
    """One row; ``name`` stands in addresses. ``by_a_second``: not by who entered the notice. ``several``: may
    be done to several notices at once; what was found out about an objection is said of each by itself.

    ``done`` is what whoever did it reads; ``logged`` is its entry in the audit log, as for lists.
    """

    name: str
    event: NoticeEventKind
    right: Right
    sources: frozenset[NoticeState]
    logged: tuple[str, Promise, Promise]
    label: Promise
    consequence: Promise
    done: Promise
    by_a_second: bool = True
    needs_reason: bool = False
    is_serious: bool = False
    several: bool = False

    @property
    def action(self) -> str:
        """The name of its entry in the audit log."""
        return self.logged[0]


PUT_UP = NoticeAct(
    name="put-up",
    event=NoticeEventKind.POSTED,
    right=REVIEWING,
    sources=frozenset({NoticeState.ENTERED}),
    logged=("disclosure.put_up_notice", _("Put a notice up"), _("Put a notice up")),
    label=pgettext_lazy("notice", "Put it up"),
    consequence=_(
        "The village sees it from now on, with the holder's name masked, until its last day; then it goes by "
        "itself. Put the paper up on the village's board today too."
    ),
    done=_("The notice is public."),
    several=True,
)
REFUSE = NoticeAct(
    name="refuse",
    event=NoticeEventKind.REFUSED,
    right=REVIEWING,
    sources=frozenset({NoticeState.ENTERED}),
    logged=("disclosure.refuse_notice", _("Refuse a notice"), _("Refused to put a notice up")),
    label=pgettext_lazy("notice", "Do not put it up"),
    consequence=_("It is closed with your reason. Its editor may enter it anew, corrected."),
    done=_("The notice was not put up."),
    needs_reason=True,
    several=True,
)
STAND_AGAIN = NoticeAct(
    name="stand-again",
    event=NoticeEventKind.STANDS_AGAIN,
    right=REVIEWING,
    sources=frozenset({NoticeState.DECIDED}),
    logged=("disclosure.stand_notice_again", _("Show a notice again"), _("Showed a notice again")),
    label=pgettext_lazy("notice", "Show it again"),
    consequence=_(
        "The objection was looked into and the proposal stands: the notice is shown again, anew or for the "
        "days that were left, as the rule of its programme says."
    ),
    done=_("The notice is shown again."),
    needs_reason=True,
)
TAKE_BACK = NoticeAct(
    name="take-back",
    event=NoticeEventKind.TAKEN_BACK,
    right=REVIEWING,
    sources=frozenset({NoticeState.STANDING, NoticeState.SUSPENDED, NoticeState.DECIDED}),
    logged=("disclosure.take_notice_back", _("Take a notice back"), _("Took a notice back")),
    label=pgettext_lazy("notice", "Take it back"),
    consequence=_(
        "Nobody sees it any more, and nothing may be decided on it: the application was withdrawn, refused "
        "after an objection, or the notice was wrong. A corrected one is entered and shown for all its days."
    ),
    done=_("The notice was taken back."),
    needs_reason=True,
    is_serious=True,
    several=True,
)
DROP = NoticeAct(
    name="drop",
    event=NoticeEventKind.TAKEN_BACK,
    right=ADDING,
    sources=frozenset({NoticeState.ENTERED}),
    logged=("disclosure.drop_notice", _("Drop a notice"), _("Dropped a notice before it was put up")),
    label=pgettext_lazy("notice", "Drop it"),
    consequence=_("It was never public, and will not be. Enter it anew where something in it was wrong."),
    done=_("The notice was dropped."),
    by_a_second=False,
    several=True,
)

#: In the order of their buttons.
ACTS: dict[str, NoticeAct] = {act.name: act for act in (PUT_UP, STAND_AGAIN, REFUSE, TAKE_BACK, DROP)}
