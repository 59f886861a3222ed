"""Putting back a keeper whom words removed from a lead: it must not be lost to those who keep it.

A lead is hidden from whom its own words, or those of a case that is or was in it, could mean. Another
inspector who still sees it decides that a colleague is not meant, with a reason (``parties.putting_back``
has the same for cases): one of the same inspection unit, or of one over its place. Where the words mean all
of a unit, those over its place still see the lead, because scope goes down.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.handling import casework
from complaints.history import History
from complaints.models import Respondent
from complaints.parties import second_person
from complaints.parties.putting_back import may_put_back, named_by_staff_in, people
from complaints.visibility import accused_q
from organizations import codes
from organizations.models import Post, User
from protection.refusals import NotAllowed
from supervision import closed_cases, leads
from supervision.enums import LeadEventKind as Kind
from supervision.models import Lead, LeadRespondent
from supervision.visibility import KEEPING, holdings


@dataclass(frozen=True)
class Removal:
    """Words that remove keepers from a lead: its own, or those of one of its cases."""

    key: str
    row: Respondent | LeadRespondent
    keepers: tuple[User, ...]


def keepers(lead: Lead) -> list[User]:
    """Return the inspectors in whose region the lead lies, whether or not it is hidden from them."""
    around = codes.ancestors_of(lead.region_id, include_self=True)
    posts = Post.objects.active().filter(KEEPING, unit__region_id__in=around)
    return list(User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk"))


def removals(lead: Lead) -> list[Removal]:
    """Return by which words the lead, or a case in it, is hidden from whom, in the order of the file.

    ``key`` names each.
    """
    own = lead.respondents.filter(lifted_at=None)
    of_cases = Respondent.objects.filter(
        case__in=lead.items.filter(case__isnull=False).values("case"), lifted_at=None, avoided=False
    )
    found: dict[str, tuple[Respondent | LeadRespondent, list[User]]] = {}
    if not (own.exists() or of_cases.exists()):
        return []
    by_staff = named_by_staff_in(of_cases.values_list("case", flat=True))
    for keeper in keepers(lead):
        condition = accused_q(keeper)
        for mark, rows in (("lead", own), ("case", of_cases)):
            for row in rows.filter(condition).select_related("unit", "user").order_by("pk"):
                if _is_words(row) or (mark == "case" and row.pk in by_staff):
                    found.setdefault(f"{mark}-{row.pk}", (row, []))[1].append(keeper)
    return [Removal(key, row, tuple(who)) for key, (row, who) in sorted(found.items())]


def choices(lead: Lead, user: User) -> list[Removal]:
    """Return those of ``removals`` that this inspector may take back."""
    if leads.was_put_back(lead, user):
        return []
    closed = closed_cases.closed_to(lead, user)
    return [
        each
        for each in removals(lead)
        # The words of a case that is closed to them are not theirs to read.
        if not (isinstance(each.row, Respondent) and each.row.case_id in closed)
        and all(_may(user, keeper, lead) for keeper in each.keepers)
        and _shows_to_keepers_alone(user, each)
        and not _handed_on(user, each.row)
    ]


@transaction.atomic
def put_back(lead: Lead, *, user: User, keys: Collection[str], reason: str) -> None:
    """Put back whom the chosen words removed; one event and one entry in the log, and one for each case.

    Raises NotAllowed with everything that stands against it.
    """
    lead = leads.locked(lead, user, Kind.PUT_BACK)
    found = leads.refusals(Kind.PUT_BACK, user, lead.region, lead.status, reason)
    open_ones = {each.key: each for each in choices(lead, user)}
    chosen = [open_ones[key] for key in dict.fromkeys(keys) if key in open_ones]
    if not chosen or len(chosen) < len(set(keys)):
        found.append(_("Choose whom to put back."))
    if found:
        raise NotAllowed(found)
    own = [each.row.pk for each in chosen if isinstance(each.row, LeadRespondent)]
    lead.respondents.filter(pk__in=own).update(lifted_at=timezone.now())
    for case, rows in _by_case(chosen).items():
        casework.put_back(case, rows, user=user, reason=reason)
    event = leads.append(lead, Kind.PUT_BACK, user, reason=reason)
    leads.record(lead, event, respondents=len(chosen))


def _shows_to_keepers_alone(user: User, removal: Removal) -> bool:
    """Whether putting back shows a case to nobody else, or the inspector may put back all whom it touches.

    Words for an office keep all of it from the case, not only who worked there once and inspects now; a bare
    name, everybody who bears it. Whether those may see it is decided by whoever stands above their offices.
    """
    row = removal.row
    if not isinstance(row, Respondent):
        return True
    if row.unit_id is None and {each.pk for each in people(row)} <= {each.pk for each in removal.keepers}:
        return True
    return may_put_back(user, row, row.case)


def _handed_on(user: User, row: Respondent | LeadRespondent) -> bool:
    """Whether the inspector handed the case to whom the row removes: somebody else puts them back."""
    if not isinstance(row, Respondent):
        return False
    history = History.of(row.case)
    return second_person.puts_back_whom_they_handed_to(row.case, history, user, [row])


def _by_case(chosen: Iterable[Removal]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for each in chosen:
        if isinstance(each.row, Respondent):
            found.setdefault(each.row.case_id, []).append(each.row.pk)
    return found


def _is_words(row: Respondent | LeadRespondent) -> bool:
    """Found in words, or a bare name; a unit that the complainant chose is no words."""
    return row.derived or (row.unit_id is None and row.user_id is None)


def _may(user: User, keeper: User, lead: Lead) -> bool:
    """Whether the inspector's unit is the keeper's or stands over its place; never for oneself."""
    if user.pk == keeper.pk:
        return False
    mine, theirs = holdings(user), holdings(keeper)
    return all(
        any(own.unit_id == held.unit_id or codes.contains(own.region_code, held.region_code) for own in mine)
        for held in theirs
        if codes.contains(held.region_code, lead.region_id)
    )
