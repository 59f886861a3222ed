"""A lead's life: opened, filled, annotated, answered, closed. One transaction and one audit entry an act.

Every act is checked here again, whoever calls: the table of transitions, the inspector's scope over the
lead, and their sight of each case and row. Raises ``casework.NotAllowed`` with everything that stands against
it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.handling.knowing import Knowing
from complaints.identity.redacted_text import redactor_for, who_without_own
from complaints.models import Case, Respondent
from complaints.parties import second_person
from complaints.texts.respondent_matching import ResolvedRespondent, StatedRespondent, resolve
from disclosure.models import Recipient
from organizations import codes, in_office, scope
from organizations.models import Region, Unit, User
from protection import audit
from protection.refusals import NotAllowed
from supervision import numbers, reading, referrals, visibility, workflow
from supervision.enums import LeadEventKind as Kind
from supervision.enums import LeadStatus
from supervision.material import Masking
from supervision.models import Lead, LeadEvent, LeadItem, LeadRespondent
from supervision.visibility import holdings
from supervision.workflow import TRANSITIONS, StrOrPromise

#: A letter with more annex lines than this is not read by anyone.
MOST_ITEMS = 500

_COULD_BE_ABOUT_YOU = _(
    "Who it is about could be you or your unit. Write the full name and the unit; if it is you, "
    "somebody else has to open the lead."
)


@transaction.atomic
def open_lead(
    *,
    user: User,
    unit: Unit,
    region: Region,
    title: str,
    summary: str,
    reason: str,
    accused: Collection[str] = (),
    cases: Collection[Case] = (),
    recipients: Collection[Recipient] = (),
) -> Lead:
    """Open a lead of ``unit`` about ``region`` with this material; returns it with its number.

    ``accused`` are the people and units it is about, in words; whom all words mean is found as for a case.
    Raises NotAllowed where the user keeps no leads there, may not see the material, or is accused.
    """
    in_office.stays()
    reasons = refusals(Kind.OPENED, user, region, None, reason) + _unfit_unit(user, unit)
    if reasons := reasons + _unfit(user, region.pk, cases, recipients):
        raise NotAllowed(reasons)
    now = timezone.now()
    known = _known(cases, user, now)
    lead = Lead.objects.create(
        number=_new_number(unit, now),
        # Searched for, so not encrypted. What its writer does not know of the complainants stays: by what
        # is missing they would learn it. The letter has it redacted.
        title=redactor_for(known)(title.strip()),
        summary=summary.strip(),
        region=region,
        unit=unit,
        created_by=user,
        opened_at=now,
    )
    _write_whom_it_is_about(lead, user, accused, known)
    opened = append(lead, Kind.OPENED, user, reason=reason)
    _refuse_hidden(lead, user)
    put = _put(lead, user, cases, recipients, "")
    record(lead, opened, *put, items=len(put), cases=[case.number for case in cases])
    return lead


def _known(cases: Collection[Case], user: User, now: datetime) -> list[Case]:
    """The cases whose complainants the user knows."""
    knowing = Knowing(cases)
    return [case for case in cases if knowing.knew(case.pk, user.pk, now)]


def _refuse_hidden(lead: Lead, user: User) -> None:
    """Raise ``NotAllowed`` where its words hide the lead from who opens it."""
    if not Lead.objects.visible_to(user).filter(pk=lead.pk).exists():
        raise NotAllowed([_COULD_BE_ABOUT_YOU])


def _unfit_unit(user: User, unit: Unit) -> list[StrOrPromise]:
    return [] if unit in own_units(user) else [_("You keep no leads for %(unit)s.") % {"unit": unit.name}]


def _new_number(unit: Unit, now: datetime) -> str:
    year = timezone.localtime(now).year
    return numbers.draw(f"{unit.region_id}线索〔{year}〕", Lead.objects.all(), "number")


def _write_whom_it_is_about(
    lead: Lead, user: User, accused: Collection[str], known: Collection[Case]
) -> None:
    """Write whom ``accused`` and the lead's texts mean; names of complainants of ``known`` cases are left
    out.
    """
    said = resolve([StatedRespondent(name=words) for words in accused], lead.region, nearest_group=True)
    about = [*said, *reading.meant_by(reading.texts_of(lead), lead.region, user, said)]
    write_respondents(lead, [each._replace(name=who_without_own(each.name, known)) for each in about])


@transaction.atomic
def add(
    lead: Lead,
    *,
    user: User,
    cases: Collection[Case] = (),
    recipients: Collection[Recipient] = (),
    note: str = "",
) -> list[LeadItem]:
    """Add material to an open lead; what it already holds stays once. Returns the items that are new."""
    lead = locked(lead, user, Kind.ITEM_ADDED)
    held_cases = set(current_items(lead).values_list("case_id", flat=True))
    held_rows = set(current_items(lead).values_list("recipient_id", flat=True))
    new_cases = [case for case in cases if case.pk not in held_cases]
    new_rows = [row for row in recipients if row.pk not in held_rows]
    found = refusals(Kind.ITEM_ADDED, user, lead.region, lead.status, "")
    # Also of what is in it: a case that is closed to them is refused like one that is not there.
    found += _unfit(user, lead.region_id, cases, new_rows)
    if len(new_cases) + len(new_rows) + current_items(lead).count() > MOST_ITEMS:
        found.append(
            _("A lead holds at most %(most)d pieces. Please open another one.") % {"most": MOST_ITEMS}
        )
    if found:
        raise NotAllowed(found)
    events = _put(lead, user, new_cases, new_rows, note)
    if events:
        audit.record(
            TRANSITIONS[Kind.ITEM_ADDED].logged,
            lead,
            user=user,
            events=events,
            items=len(events),
            cases=[case.number for case in new_cases],
        )
    return [event.item for event in events if event.item]


@transaction.atomic
def remove(item: LeadItem, *, user: User, reason: str) -> None:
    """Take one piece of material out of an open lead. It stays on record, with the reason."""
    lead = locked(item.lead, user, Kind.ITEM_REMOVED)
    found = refusals(Kind.ITEM_REMOVED, user, lead.region, lead.status, reason)
    if visibility.closed_items(user).filter(pk=item.pk).exists():
        found.append(_("This piece is closed to you: somebody who may read it takes it out."))
    changed = 0 if found else current_items(lead).filter(pk=item.pk).update(removed_at=timezone.now())
    if not found and not changed:
        found.append(_("This piece was already taken out."))
    if found:
        raise NotAllowed(found)
    event = append(lead, Kind.ITEM_REMOVED, user, reason=reason, item=item)
    record(lead, event, item=_turn(item))


@transaction.atomic
def act(lead: Lead, kind: Kind, *, user: User, reason: str) -> None:
    """Do what asks for its reason alone and is done when it is written down: note, result, end."""
    lead = locked(lead, user, kind)
    if found := refusals(kind, user, lead.region, lead.status, reason):
        raise NotAllowed(found)
    record(lead, append(lead, kind, user, reason=reason))


def record(lead: Lead, event: LeadEvent, *along: LeadEvent, **facts) -> None:
    """Write an act, and the events that came along with it, into the audit log: the reason masked by what its
    actor knew of who brought the cases.
    """
    reason = Masking(lead).masked(event.actor_id, event.at, event.reason)
    logged = TRANSITIONS[Kind(event.kind)].logged
    audit.record(logged, lead, user=event.actor, reason=reason, events=[event, *along], **facts)


def refusals(
    kind: Kind, user: User, region: Region, status: LeadStatus | None, reason: str
) -> list[StrOrPromise]:
    """Everything in the table that stands against the user's act on a lead about ``region``."""
    found = workflow.refusals(kind, status, reason)
    if not scope.in_scope(user, region.pk, TRANSITIONS[kind].roles):
        found.append(_("%(place)s does not lie in your region.") % {"place": region.name})
    return found


def current_items(lead: Lead):
    """Return the material that is in the lead now, with what its lines show."""
    return lead.items.current().select_related(
        "case__region",
        "case__complainant",
        "recipient__region",
        "recipient__programme",
        "recipient__valid_from",
        "recipient__valid_until",
    )


def write_respondents(lead: Lead, parties: Iterable[ResolvedRespondent]) -> None:
    """Write the parties as whom the lead is about; none is ever taken away."""
    LeadRespondent.objects.bulk_create(
        LeadRespondent(
            lead=lead, unit_id=party.unit, user_id=party.user, name=party.name, derived=party.derived
        )
        for party in parties
    )


def own_units(user: User):
    """Return the units for which the user keeps leads: those of their inspector's posts."""
    ids = {holding.unit_id for holding in holdings(user)}
    return Unit.objects.filter(pk__in=ids)


def append(
    lead: Lead, kind: Kind, user: User, *, reason: str = "", item: LeadItem | None = None
) -> LeadEvent:
    """Write the next event, point the lead to it and hide it from whom its words mean.

    The caller holds the lock and has checked the act.
    """
    before = lead.latest_event
    event = LeadEvent.objects.create(
        lead=lead,
        sequence=before.sequence + 1 if before else 1,
        kind=kind,
        at=timezone.now(),
        actor=user,
        reason=reason.strip(),
        item=item,
        status=workflow.target(kind, lead.status if before else None),
    )
    lead.latest_event = event
    lead.save(update_fields=["latest_event"])
    write_respondents(lead, reading.newly_meant_by(lead, event))
    return event


def locked(lead: Lead, user: User, kind: Kind) -> Lead:
    """Return the lead, locked, as the user sees it now.

    Raises NotAllowed where they no longer do, or where somebody who was put back would decide: they may read
    it and write a note (``complaints.parties.second_person``).
    """
    in_office.stays()
    locked = (
        Lead.objects.visible_to(user)
        .select_for_update(of=("self",))
        .select_related("latest_event", "region")
        .filter(pk=lead.pk)
        .first()
    )
    if locked is None:
        raise NotAllowed([_("This lead is not open to you.")])
    if kind != Kind.NOTE and was_put_back(locked, user):
        raise NotAllowed([_("The lead was about you. You may read it and write a note; others decide.")])
    return locked


def was_put_back(lead: Lead, user: User) -> bool:
    """Whether the lead, or a case that is or was in it, was about this person, who was put back."""
    about = second_person.names(user) & Q(lifted_at__isnull=False)
    cases = lead.items.filter(case__isnull=False).values("case")
    return (
        lead.respondents.filter(about).exists()
        or Respondent.objects.filter(about, case__in=cases, avoided=False).exists()
    )


def _turn(item: LeadItem) -> int:
    """The how-manieth piece of its lead this is, counting what was taken out."""
    return item.lead.items.filter(pk__lte=item.pk).count()


def _unfit(
    user: User, region_code: str, cases: Collection[Case], recipients: Collection[Recipient]
) -> list[StrOrPromise]:
    """What stands against the material; a hidden piece is refused as one that is not there is."""
    found: list[StrOrPromise] = []
    seen = set(
        Case.objects.visible_to(user).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True)
    )
    for case in cases:
        if case.pk not in seen:
            found.append(_("There is no case %(number)s in your region.") % {"number": case.number})
        elif not codes.contains(region_code, case.region_id):
            found.append(_("Case %(number)s lies outside the lead's region.") % {"number": case.number})
    rows = [row.pk for row in recipients]
    seen = set(Recipient.objects.visible_to(user).filter(pk__in=rows).values_list("pk", flat=True))
    for row in recipients:
        if row.pk not in seen:
            found.append(_("There is no such list row in your region."))
        elif not codes.contains(region_code, row.region_id):
            found.append(_("The list row of %(name)s lies outside the lead's region.") % {"name": str(row)})
    return found


def _put(
    lead: Lead, user: User, cases: Collection[Case], recipients: Collection[Recipient], note: str
) -> list[LeadEvent]:
    """Put the pieces into the lead, and take up what of it was referred; returns the event of each."""
    now = timezone.now()
    items = [LeadItem(lead=lead, case=case, note=note, added_by=user, added_at=now) for case in cases]
    items += [
        LeadItem(lead=lead, recipient=row, note=note, added_by=user, added_at=now) for row in recipients
    ]
    events = []
    for item in items:
        item.save()
        events.append(append(lead, Kind.ITEM_ADDED, user, reason=note, item=item))
    referrals.take_up(cases, user)
    return events
