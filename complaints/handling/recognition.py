"""Somebody who takes office, a new office, or a new name, after a case was filed that speaks of them.

Words mean nobody while no such person or office is known. When one appears, the cases that could be shown to
them or their colleagues are read again in the same transaction, so that they never see one of these
(信访工作条例 30; design, invariant 2). Nothing that was hidden is opened here, and who was put back is not
removed again by the same words (``putting_back``).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from complaints.handling import later_messages
from complaints.handling.arriving import include
from complaints.kinds import kind_of
from complaints.models import Case, Respondent, Trace
from complaints.parties import own_work, traces
from complaints.signals import staff_or_unit_changed
from complaints.texts import written_names
from complaints.texts.offices_given import could_be_given
from complaints.texts.respondent_matching import may_mean
from disclosure.models import Notice
from organizations import codes, in_office, scope
from organizations.models import Post, Unit, User


@transaction.atomic(savepoint=False)
def rematch_cases_of_person(user: User) -> int:
    """Hide from ``user`` and their offices the cases whose words mean them; return how many these were.

    One query for the places where they hold posts, one for the cases whose words could mean them, and a few
    more for each of these. What is filed meanwhile is waited for, and read with the rest.
    """
    in_office.changes()
    user = User.objects.get(pk=user.pk)  # as they are called by now, whatever the caller read before
    staff_or_unit_changed.send(sender=User, whom=user)
    where = around(user, "case__region_id")
    if not where:
        return 0
    names, calls = traces.of_person(user)
    # A family name counts for whoever bears it, whomever else it means: which of them it is nobody said.
    traced = Trace.objects.filter(where, key__in=names | calls)
    cases = set(traced.values_list("case_id", flat=True))
    return sum(later_messages.rematch_case(case, user) is not None for case in sorted(cases))


@transaction.atomic(savepoint=False)
def rematch_cases_of_office(unit: Unit) -> int:
    """Hide from an office that is new, or called otherwise, or elsewhere, the cases whose words mean it or
    its people; return how many these were.

    In a report, words for nobody we know count against the lowest office of the place, which it may be.
    """
    in_office.changes()
    staff_or_unit_changed.send(sender=Unit, whom=unit)
    where = around(unit, "case__region_id")
    said = _said(where)
    found = said.values_list("case_id", "name", "case__kind", "case__region_id")
    cases = {
        case
        for case, words, kind, place in found.iterator()
        if could_mean(words, unit)
        or (kind_of(kind).means_lowest_office and codes.contains(unit.region_id, place))
    }
    names, kinds = traces.of_office(unit)
    below = scope.within(unit.region_id, "case__region_id")
    traced = Trace.objects.filter(Q(where, key__in=names) | Q(below, key__in=kinds))
    cases |= set(traced.values_list("case_id", flat=True))
    hidden = sum(later_messages.rematch_case(case, unit) is not None for case in sorted(cases))
    holders = Post.objects.not_ended().filter(unit=unit).values("user")
    return hidden + sum(
        rematch_cases_of_person(user) for user in User.objects.filter(pk__in=holders).order_by("pk")
    )


@transaction.atomic(savepoint=False)
def hide_own_work(notice: Notice, user: User) -> None:
    """Hide from a user who is about to act on a notice the cases that are about it (``parties.own_work``).

    What is filed meanwhile is waited for, before the caller holds the notice, which acts on cases wait for.
    """
    in_office.changes()
    for case in Case.objects.select_for_update().filter(notice=notice).order_by("pk"):
        if parties := own_work.missing(case, user.pk):
            include(case, parties, at=timezone.now())


def around(whom: User | Unit, lookup: str) -> Q:
    """Return the condition that a place lies where words could mean them; an empty one without a post."""
    regions = [whom.region_id] if isinstance(whom, Unit) else _regions(whom)
    where = Q()
    for code in codes.minimal({codes.county_of(region) for region in regions}):
        where |= scope.within(code, lookup)
    return where


def could_mean(words: str, whom: User | Unit) -> bool:
    """Whether the words could mean them, by their letters alone: what is worth resolving."""
    if isinstance(whom, Unit):
        return could_be_given(words, whom)
    return any(may_mean(words, name) for name in written_names.of(whom))


def _regions(user: User) -> Iterable[str]:
    return Post.objects.not_ended().filter(user=user).values_list("unit__region_id", flat=True)


def _said(where: Q):
    """The words that somebody said, in the cases of some places."""
    return Respondent.objects.filter(where, derived=False).exclude(name="")
