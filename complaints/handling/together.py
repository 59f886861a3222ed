"""Cases of one matter: linked, and handled together with one in the lead (并案, 分案).

Whether somebody sees one of them is asked of each by itself: a link opens nothing, and is named to those
alone who see both. A merged case has no clock that runs and is in no list of what is due; the leading one was
received earlier, so that nobody waits longer by it. What ends the leading case is told to the complainants of
all of them, each under their own receipt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from complaints import sights
from complaints.acts import acts_that
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling.attempted import AttemptedAct
from complaints.handling.knowing import known_by
from complaints.identity.redacted_text import Hide, redactor_for, without_others
from complaints.models import Case, CaseEvent, CaseLink
from complaints.permissions import case_policy
from complaints.visibility import case_filters
from organizations.models import User

#: What is read of a case to know who brought it.
OF_A_COMPLAINANT = ("complainant", "region__parent__parent__parent__parent")
#: Cases that one may lead: the answer is written to all of them in one transaction.
MOST = 50
#: Where a case may stand that is to lead.
LEADING = frozenset({CaseStatus.REGISTERED, CaseStatus.HANDLING, CaseStatus.WAITING})


def link(act: AttemptedAct) -> Iterator[str]:
    """Another case that the user sees, and not linked yet."""
    other = _other(act)
    if act.facts is None:
        return
    if other is None:
        yield _("You see no other case with this number.")
    elif CaseLink.objects.filter(case=act.case, other=other).exists():
        yield _("The two cases are linked already.")


def unlink(act: AttemptedAct) -> Iterator[str]:
    """A link that is there, to a case that the user sees."""
    if act.user is not None and not linked(act.case, act.user):
        # One that they do not see is none: that the act is offered would tell of it.
        yield _("The case is linked with no other.")
    if act.facts is None:
        return
    other = _other(act)
    if other is None or not CaseLink.objects.filter(case=act.case, other=other).exists():
        yield _("The case is not linked with one of this number that you see.")


def merge(act: AttemptedAct) -> Iterator[str]:
    """Into an earlier case of the same unit and kind on which the user may act, and which leads itself."""
    if act.facts is None:
        return
    if act.user is not None and _led(act.case, act.user).exists():
        yield _("This case leads others. Handle those by themselves first, or let this one lead.")
    other = _other(act)
    if other is None or act.user is None:
        yield _("You see no other case with this number.")
        return
    if not case_policy.user_has_permission_for_instance(act.user, "act", other):
        yield _("You do not act on that case, so it can not lead this one.")
    if (other.unit_id, other.kind) != (act.case.unit_id, act.case.kind):
        yield _("Only a case of the same kind, with the same unit in charge, can lead this one.")
    if other.latest_status not in LEADING:
        yield _("That case is not being worked on, so it can not lead this one.")
    if other.received_at > act.case.received_at:
        yield _("The earlier case leads, so that nobody waits longer. Do this in the other one.")
    if _is_kept_from_more(other, act.case):
        yield _(
            "That case is about somebody, or kept from somebody, and this one is not. Whoever sees this one "
            "alone would learn that there is another: handle each by itself, or link them."
        )
    if _led(other, act.user).count() >= MOST:
        yield _("That case leads %(most)d others already, which is as many as one may.") % {"most": MOST}


def leads_others(act: AttemptedAct) -> Iterator[str]:
    """What one complainant, or one office, settles for itself settles nothing for the others."""
    apart = _settles_for_itself(act.kind)
    # Not asked by a page that only offers the act: each case would be asked for those that it leads.
    if act.facts is not None and apart and act.user is not None and _led(act.case, act.user).exists():
        yield _("This case leads others. Let them be handled by themselves first.")


def _settles_for_itself(kind: str) -> bool:
    return kind == EventKind.WITHDRAW or kind == EventKind.TRANSFER


def _led(case: Case, user: User) -> QuerySet[Case]:
    """The cases that wait for this one, of those that the user sees: what a refusal may tell of."""
    return Case.objects.visible_to(user).filter(merged_into=case, latest_status=CaseStatus.MERGED)


def _is_kept_from_more(case: Case, than: Case) -> bool:
    """Whether somebody may see the second case and not the first, by its sight or by whom it is about."""
    return sights.is_kept_from_more(case.sight, than.sight) or bool(_kept_from(case) - _kept_from(than))


def _kept_from(case: Case) -> set[tuple[int | None, int | None]]:
    rows = case.respondents.filter(lifted_at=None).exclude(unit=None, user=None)
    return set(rows.values_list("unit", "user"))


def left_by(case: Case, event: CaseEvent) -> list[int]:
    """Return the keys of the cases that wait for this one and do so no longer after the event.

    It left the office, or came to be about, or kept from, somebody who sees those: for whom it is hidden they
    would wait for a case that is not there. What is hidden from who passes it on, or ends it on another's
    word, could not be parted by them before.
    """
    waiting = case.merged.filter(latest_status=CaseStatus.MERGED)
    leaves = event.kind == EventKind.MERGE or _settles_for_itself(event.kind)
    if not leaves and event.kind not in acts_that("goes_alone"):
        kept_from = [sight for sight in Sight if sights.is_kept_from_more(case.sight, sight)]
        waiting = waiting.filter(sight__in=kept_from)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _other(act: AttemptedAct) -> Case | None:
    chosen = act.facts.get("other") if act.facts else None
    if not chosen or act.user is None or chosen == act.case.pk:
        return None
    return Case.objects.visible_to(act.user).filter(pk=chosen).first()


def tie(case: Case, other: int) -> None:
    """Link two cases, if they are not yet."""
    pairs = ((case.pk, other), (other, case.pk))
    CaseLink.objects.bulk_create(
        [CaseLink(case_id=one, other_id=two) for one, two in pairs], ignore_conflicts=True
    )
    case.is_linked = True
    Case.objects.filter(pk__in=(case.pk, other)).update(is_linked=True)


def untie(case: Case, other: int) -> None:
    """Take the link between two cases away."""
    CaseLink.objects.filter(Q(case=case, other=other) | Q(case=other, other=case)).delete()
    still = CaseLink.objects.filter(case=OuterRef("pk"))
    Case.objects.filter(pk__in=(case.pk, other)).update(is_linked=Exists(still))


def told_of(event: CaseEvent) -> list[int]:
    """Return the keys of the cases that wait for what the event ends; none, and no query, of any other."""
    if event.kind not in acts_that("tells_the_end"):
        return []
    waiting = event.case.merged.filter(latest_status=CaseStatus.MERGED)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def may_end(act: AttemptedAct) -> bool:
    """Whether who ends the leading case, and who approved that, may so end this one, which waits for it: they
    would see it, were it given to them. Since the two were brought together it may be about them.
    """
    if act.user is None:
        return True
    people = [act.user, *User.objects.filter(pk=(act.facts or {}).get("approved"))]
    meant = act.case.respondents.all()
    return all(case_filters(person).admits(act.case, meant, given_to=person.pk) for person in people)


@dataclass(frozen=True)
class ToldToAll:
    """What the complainants of all cases read of how the leading one ended."""

    text: str
    parts: dict[str, str]
    facts: dict[str, Any]


def told_to_all(event: CaseEvent, parts: Mapping[str, str], waiting: Sequence[Case]) -> ToldToAll:
    """Return of an event that ends a leading case what the complainants of the others read as well.

    ``parts``: of its opinion; ``waiting``: those others. It goes to several, who must not learn of each other
    by it, so what its writer knew of any of them is masked.
    """
    cases = [event.case, *waiting]
    hide = redactor_for(known_by(event.actor, cases, event.at) if event.actor else cases)
    facts = {name: value for name, value in event.data.items() if name != CaseEvent.KNEW}
    masked = {name: hide(part) for name, part in parts.items()}
    return ToldToAll(hide(event.text) if event.text else "", masked, facts | {"lead": event.case_id})


def without_linked(act: AttemptedAct, at: datetime) -> Hide | None:
    """Return what takes out of the texts of an act who brought the cases that are linked with this one, or
    are by the act, as far as its user knows; None where there is nothing to take out.
    """
    this = (act.facts or {}).get("other")
    if act.user is None or not (act.case.is_linked or this):
        return None
    links = CaseLink.objects.filter(case=act.case).values("other")
    others = Case.objects.filter(Q(pk__in=links) | Q(pk=this)).select_related(*OF_A_COMPLAINANT)
    known = known_by(act.user, list(others.order_by("pk")), at)
    return without_others(act.case, known) if known else None


def linked(case: Case, user: User) -> list[Case]:
    """Return the cases that are linked with this one, and that the user sees."""
    if not case.is_linked:
        return []
    others = CaseLink.objects.filter(case=case).values("other")
    return list(Case.objects.visible_to(user).filter(pk__in=others).order_by("pk")[:MOST])


def hidden_others(events: list[CaseEvent], user: User) -> frozenset[int]:
    """Return the keys of the events that speak of a case which the user does not see."""
    about = {event.pk: event.data["other"] for event in events if "other" in event.data}
    if not about:
        return frozenset()
    seen = set(Case.objects.visible_to(user).filter(pk__in=about.values()).values_list("pk", flat=True))
    return frozenset(pk for pk, other in about.items() if other not in seen)
