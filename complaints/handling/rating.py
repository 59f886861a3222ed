"""Whether it is solved, and whether they are satisfied: two questions, asked apart (回访).

The complainant answers them under the receipt, or somebody who did not handle the case asks them in a call.
Who says that it is not solved may have it taken up again, once; after that, the office above looks at it
(信访工作条例 35). It bears no words: those go as a message, whose writer chooses who reads them first.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from complaints.acts import acts_that
from complaints.enums import EventKind
from complaints.handling import receiving
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.models import CaseEvent
from complaints.workflow import TRANSITIONS

#: The two questions, by the names under which an event keeps what was said.
QUESTIONS = ("solved", "satisfied")
#: What each answer to one is called.
WORDS = {
    ("solved", True): pgettext_lazy("rated", "Solved"),
    ("solved", False): pgettext_lazy("rated", "Not solved"),
    ("satisfied", True): pgettext_lazy("rated", "Satisfied"),
    ("satisfied", False): pgettext_lazy("rated", "Not satisfied"),
}
#: The acts that ask them.
ASKING = frozenset(kind for kind, row in TRANSITIONS.items() if "solved" in row.asks)
#: So often a case is taken up again because somebody says that it is not solved.
MOST = 1


def rate(act: AttemptedAct) -> Iterator[str]:
    """Once to each answer, both questions, by whoever brought the case."""
    answered = act.history.last(*acts_that("tells_the_end"))
    if answered is None or answered.kind != EventKind.ANSWER or act.history.is_withdrawn():
        yield _("There is no answer yet that this could be said about.")
        return
    if any(each.kind == EventKind.RATE for each in _since(act.history, answered)):
        yield _("You have said it already. Write a message if something has changed.")
    if act.facts is None:
        return
    if act.facts.get("solved") is None:
        yield _("Choose whether the matter is solved.")
    if act.facts.get("satisfied") is None:
        yield _("Choose whether you are satisfied with the handling.")
    yield from again(act)


def again(act: AttemptedAct) -> Iterator[str]:
    """Why it is not taken up again, where that is wished: once, if it is not solved, before a review."""
    if act.facts is None or not act.facts.get("again"):
        return
    if act.facts.get("solved") is not False:
        yield _("It is worked on again only where the matter is not solved.")
    yield from against_again(act)


def against_again(act: AttemptedAct) -> Iterator[str]:
    """Why nobody could have the case taken up again now, whatever they say."""
    if used_up(act.history, by_complainant=act.user is None):
        yield _("It was taken up again once already. What is open now is a review by the office above.")
    elif act.history.count(EventKind.ASK_REVIEW):
        yield _("The office above has reviewed it. What is open now is the second review.")
    last = receiving.last_day(act.case, act.history)
    if last is not None and act.today > last:
        yield _("The time in which it can be taken up again is over; it is as long as that for a review.")


def used_up(history: History, *, by_complainant: bool) -> bool:
    """Whether it was taken up again as often as may be. What staff noted of a call takes nothing from the
    complainant, as with reviews (``reviews``).
    """
    wished = [event for event in history.events if event.data.get("again")]
    return len([event for event in wished if not by_complainant or event.actor_id is None]) >= MOST


def in_words(event: CaseEvent) -> str:
    """What was said to the two questions, as far as it was; empty for any other event."""
    told = {name: event.data.get(name) for name in QUESTIONS}
    return " · ".join(str(WORDS[name, said]) for name, said in told.items() if said is not None)


def _since(history: History, event: CaseEvent) -> Iterator[CaseEvent]:
    return (each for each in history.events if each.sequence > event.sequence)
