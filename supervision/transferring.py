"""Transferring a lead to discipline inspection: letter made and kept, material frozen, all or nothing."""

import hashlib
import re

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from complaints import routing
from complaints.models import Respondent
from complaints.parties.putting_back import touched
from organizations import codes
from organizations.enums import UnitKind
from organizations.models import Unit, User
from protection.refusals import NotAllowed
from supervision import closed_cases, leads, material, numbers
from supervision.enums import LeadEventKind as Kind
from supervision.letter import Letter, compose
from supervision.models import Lead, Transfer
from supervision.models.transfers import LETTER_NUMBER
from supervision.workflow import StrOrPromise


def addressees(lead: Lead):
    """Return the units that may receive the lead: discipline inspection of its region or above.

    Left out are the keeping unit itself and any unit that the lead or its cases accuse, or that works under
    an accused one at any remove (信访工作条例 30: never to the accused unit).
    """
    cases = lead.items.current().values("case")
    accused = [
        *Respondent.objects.filter(case__in=cases, lifted_at=None).values_list("unit_id", flat=True),
        *lead.respondents.filter(lifted_at=None).values_list("unit_id", flat=True),
    ]
    above = codes.ancestors_of(lead.region_id, include_self=True)
    return (
        Unit.objects.open()
        .filter(kind=UnitKind.INSPECTION, region_id__in=above)
        .exclude(pk=lead.unit_id)
        .exclude(pk__in=routing.forbidden_units(accused))
        .order_by("-region_id", "pk")
    )


def suggested_number(lead: Lead) -> str:
    """Suggest a letter number that is still free; the office may have another one of its own."""
    prefix = f"{lead.unit.region_id}线移〔{timezone.localdate().year}〕"
    # Not the next of a series, which would tell how many letters there are that one is not shown.
    own = re.search(r"〕(\d{5})号$", lead.number)
    return numbers.draw(prefix, Transfer.objects.all(), "letter_number", digits=own[1] if own else "")


def write_letter(
    lead: Lead, *, user: User, to_unit: Unit, number: str, reason: str, contact: str = ""
) -> Letter:
    """Put together what the letter says; the case texts in it are redacted, the names on lists masked.

    A case that is closed to its maker is not in it, and nothing that is known of it is masked.
    """
    items = list(closed_cases.open_items(lead, user))
    cases = [item.case for item in items if item.case]
    hide = material.KeepersView(lead, user, closed_cases.closed_to(lead, user)).in_letter
    return Letter(
        sender=lead.unit.name,
        number=number,
        addressee=to_unit.name,
        subject=hide(lead.title),
        lead_number=lead.number,
        summary=hide(lead.summary),
        reason=hide(reason),
        date=timezone.localdate(),
        contact=contact,
        respondents=list(
            dict.fromkeys(
                [*map(hide, material.respondents_in_words(lead)), *material.respondents(cases, hide)]
            )
        ),
        cases=material.case_lines(cases, hide),
        rows=material.row_lines([item.recipient for item in items if item.recipient]),
    )


def transfer(
    lead: Lead, *, user: User, to_unit: Unit, letter_number: str, reason: str, contact: str = ""
) -> Transfer:
    """Make and keep the letter, freeze the lead, in one transaction. Raises NotAllowed with all reasons."""
    saved: Transfer | None = None
    try:
        with transaction.atomic():
            lead = leads.locked(lead, user, Kind.TRANSFERRED)
            number = letter_number.strip()
            if found := _refusals(lead, to_unit, number, reason, user):
                raise NotAllowed(found)
            # A document of a Chinese authority, whatever language its maker reads the staff site in.
            with translation.override("zh-hans"):
                letter = write_letter(
                    lead, user=user, to_unit=to_unit, number=number, reason=reason, contact=contact
                )
            content = compose(letter)
            saved = Transfer(
                lead=lead,
                letter_number=number,
                to_unit=to_unit,
                made_by=user,
                at=timezone.now(),
                digest=hashlib.sha256(content).hexdigest(),
            )
            saved.file.save("letter.docx", ContentFile(content), save=False)
            saved.save()
            event = leads.append(lead, Kind.TRANSFERRED, user, reason=reason)
            leads.record(lead, event, to_unit=to_unit.pk, cases=len(letter.cases), rows=len(letter.rows))
            return saved
    except BaseException:
        # The file system knows no transaction: a letter that was never sent must not stay there.
        if saved is not None and saved.file.name:
            saved.file.storage.delete(saved.file.name)
        raise


def _put_back(lead: Lead) -> frozenset[int]:
    """The units of whom words had removed from the lead or its cases, and those under them."""
    cases = lead.items.filter(case__isnull=False).values("case")
    rows = [
        *Respondent.objects.filter(case__in=cases, avoided=False).exclude(lifted_at=None),
        *lead.respondents.exclude(lifted_at=None),
    ]
    return routing.forbidden_units(office.pk for row in rows for office in touched(row))


def _refusals(lead: Lead, to_unit: Unit, number: str, reason: str, user: User) -> list[StrOrPromise]:
    found = leads.refusals(Kind.TRANSFERRED, user, lead.region, lead.status, reason)
    if not user.has_perm("supervision.transfer_lead"):
        found.append(_("Transferring leads is not among your permissions."))
    view = material.KeepersView(lead, user, closed_cases.closed_to(lead, user))
    if view.is_kept(lead.created_by_id, lead.opened_at, lead.summary):
        found.append(
            _("The lead tells of a case that is closed to you. Who reads all of it sends the letter.")
        )
    if not closed_cases.open_items(lead, user).exists():
        found.append(_("The lead holds no material yet: add a case or a list row first."))
    if not addressees(lead).filter(pk=to_unit.pk).exists():
        found.append(_("The lead cannot go to %(unit)s.") % {"unit": to_unit.name})
    elif lead.events.filter(kind=Kind.PUT_BACK, actor=user).exists() and to_unit.pk in _put_back(lead):
        found.append(_("You put back somebody of this unit. Somebody else has to send the letter there."))
    try:
        LETTER_NUMBER(number)
    except ValidationError as error:
        found += error.messages
    # Of a letter that is hidden from them a refusal would tell; two papers of one number are the lesser harm.
    if Transfer.objects.filter(letter_number=number, lead__in=Lead.objects.visible_to(user)).exists():
        found.append(_("Letter number %(number)s was already given.") % {"number": number})
    return found
