"""Rules of single acts that give time or are bound to it: extension and review (``guards``)."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.clocks import extending
from complaints.handling import receiving, reviews
from complaints.handling.attempted import AttemptedAct


def request_extension(act: AttemptedAct) -> Iterator[str]:
    """Once, where and as long as the standard allows, before the time is over (信访工作条例 34)."""
    longest = extending.longest(act.case, act.today)
    if longest is None:
        yield _(
            "The time of such a case is not extended: only what somebody asks of an office may take longer."
        )
        return
    if act.history.is_extended():
        yield _("The time was extended once already; a second extension is not possible.")
    if act.history.pending_extension():
        yield _("An extension was asked for already; the supervisor has to decide first.")
    clock = extending.running_clock(act.case)
    if clock is None:
        yield _("No time runs that could be extended.")
    elif act.today > clock.due_on:
        yield _("The time is over since %(date)s and cannot be extended any more.") % {
            "date": date_format(clock.due_on)
        }
    if act.facts is None:
        return
    days = act.facts.get("days")
    if not isinstance(days, int) or not 1 <= days <= longest.days:
        yield _("Give a number of days from 1 to %(most)d.") % {"most": longest.days}


def decide_extension(act: AttemptedAct) -> Iterator[str]:
    """By somebody else than who asked: nobody approves their own work (design, invariant 3)."""
    pending = act.history.pending_extension()
    if pending is None:
        yield _("Nobody has asked for an extension.")
    elif act.user is not None and pending.actor_id == act.user.pk:
        yield _("You asked for this extension yourself; another supervisor has to decide.")


def ask_review(act: AttemptedAct) -> Iterator[str]:
    """Within 30 days of receiving how it ended, twice at most, by the unit above (信访工作条例 35, 36)."""
    by_complainant = reviews.surely_asked(act)
    if reviews.are_used_up(act.history, by_complainant=by_complainant):
        yield _("The case was reviewed twice; the second review is final.")
        return
    if act.history.decided_on() is None:
        yield _("There is no answer that could be reviewed.")
        return
    last = receiving.last_day(act.case, act.history)
    if last is not None and act.today > last:
        yield _("A review could be asked for until %(date)s.") % {"date": date_format(last)}
    if reviews.reviewer(act.case, act.history, act.accused, by_complainant=by_complainant) is None:
        yield _(
            "There is no unit above this one in the system; the request goes to the next higher authority."
        )
