"""Filing a case: the same door for the web form, the desk and past records.

A case is written in one transaction that nothing can be half of, and receipt and PIN are handed out only
after it is committed (design, invariant 1). The same submission key files once.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import levels, matters, receipts, respondents, routing, traces, whoever
from complaints.accused import Accused, Party
from complaints.enums import CaseKind, CaseStatus, Channel, EventKind, Matter, Openness
from complaints.found_again import name_index, phone_index
from complaints.inspecting import inspectors_named
from complaints.models import Attachment, Case, Complainant
from complaints.models.people import NAME_LENGTH
from complaints.names import normal_name, normal_number
from complaints.nearby import Nearby
from complaints.plain import asks_only
from complaints.reading import speaks_of_somebody
from complaints.receipts import Filed
from complaints.record import append, settle
from complaints.workflow import INITIAL
from disclosure.lookup import current_row
from disclosure.models import Programme
from disclosure.parsing import parse_id_number
from disclosure.problems import Unreadable
from organizations import in_office
from organizations.enums import UnitKind
from organizations.models import Region, Unit
from protection import audit
from protection.blind_index import derive
from protection.durable import acknowledged

TITLE_LENGTH = 120
NARRATIVE_LENGTH = 5000


@dataclass(frozen=True)
class Identity:
    """Who brings it, as they say it; what they leave out is empty."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""


@dataclass
class Intake:
    """What somebody brings, whatever the channel.

    ``complainant`` is None for who stays anonymous; ``attachments`` are ids of files that belong to no case
    yet; ``row`` is a list row's public id; ``avoid`` are ids of units that shall neither get nor see it,
    which is no accusation and needs no reason.
    """

    kind: str
    channel: str
    openness: str
    title: str
    narrative: str
    region_code: str = ""
    programme_code: str | None = None
    matter: str = ""
    row: Any = None
    respondents: list[Accused] = field(default_factory=list)
    avoid: list[int] = field(default_factory=list)
    complainant: Identity | None = None
    attachments: list[int] = field(default_factory=list)
    received_at: datetime | None = None
    wants_reply: bool = True


class Refused(Exception):
    """The intake cannot be filed; ``errors`` maps a field of ``Intake`` to what would be right."""

    def __init__(self, errors: dict[str, str]):
        self.errors = errors
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))


def file_case(intake: Intake, *, submission_key: str, actor=None) -> Filed:
    """File the case, once per ``submission_key``, and return it with receipt and PIN after the commit.

    ``actor`` is the member of staff who registers it, None for the complainant. Must not run inside another
    transaction (``RuntimeError``), because then nothing is committed when it returns; ``register`` is for
    callers who hold one and show no receipt. Raises ``Refused`` with a message for each field.
    """
    # Slow on purpose, so it is done before SQLite's one write lock is taken.
    pin_hash = receipts.hash_pin(receipts.pin_for(submission_key))
    try:
        with acknowledged():
            case, created = register(intake, submission_key=submission_key, actor=actor, pin_hash=pin_hash)
    except IntegrityError:
        # The same submission came twice at once and the other one won; anything else is a real failure.
        filed = receipts.filed_by(submission_key)
        if filed is None:
            raise
        return filed
    return receipts.filed_as(case, submission_key, created=created)


def register(
    intake: Intake, *, submission_key: str, actor=None, with_pin: bool = True, pin_hash: str = ""
) -> tuple[Case, bool]:
    """Write the case in the transaction that the caller holds; return it, and whether it is new.

    A receipt may be shown only after that transaction is committed (``receipts.filed_by``). Without a PIN
    nobody can open the case by its receipt: for records of the past, whose complainants were told nothing.
    ``pin_hash`` is the stored form of the submission's PIN, where the caller made it before.
    """
    earlier = receipts.case_of(submission_key)
    if earlier is not None:
        return earlier, False
    in_office.stays()
    matter = _checked(intake)
    received_at = intake.received_at or timezone.now()
    read = _read(intake, matter.region, taken_down=actor is not None)
    case = Case.objects.create(
        number=_new_number(matter.region, received_at, submission_key),
        kind=intake.kind,
        channel=intake.channel,
        openness=intake.openness,
        title=intake.title.strip(),
        narrative=intake.narrative.strip(),
        region=matter.region,
        programme=matter.programme,
        recipient=matter.recipient,
        matter=read.matter,
        unit=read.first.unit,
        sight=read.first.sight,
        once_kept=read.first.screened,
        heard_by=actor,
        received_at=received_at,
        receipt_index=receipts.receipt_index(receipts.receipt_for(submission_key)),
        pin_hash=pin_hash or _pin_hash(submission_key, with_pin),
        submission_index=receipts.submission_index(submission_key),
    )
    brought_by = _write_complainant(case, intake)
    respondents.write(case, read.parties, filed=True)
    respondents.rule_out(case, intake.avoid)
    traces.keep(case, texts=read.texts)
    event = append(
        case,
        EventKind.REGISTER,
        sequence=1,
        status=CaseStatus.SCREENING if read.first.screened else INITIAL,
        actor=actor,
        at=received_at,
        data={"channel": str(intake.channel), "unit": case.unit_id},
    )
    _adopt(intake.attachments, case, event)
    settle(case, [event])
    audit.record(
        "complaints.register",
        case,
        user=actor,
        channel=str(intake.channel),
        events=[event, case, *brought_by],
    )
    return case, True


def preview(intake: Intake) -> tuple[routing.FirstHands, Unit | None]:
    """Return who would get the intake first, and the office of the place to which they may hand it.

    There is no such office where the first one handles it, or where it is kept from all below. Nothing is
    written. Raises ``Refused`` for one that cannot be filed, ``NoCompetentUnit`` when nobody is left.
    """
    first = _read(intake, _checked(intake).region).first
    return first, routing.nearest_at_work(first.below)


@dataclass(frozen=True)
class _Read:
    """What is read of an intake: its texts, the matter they raise it to, whom it means, who gets it first."""

    texts: list[str]
    matter: str
    parties: list[Party]
    first: routing.FirstHands


def _read(intake: Intake, region: Region, *, taken_down: bool = False) -> _Read:
    texts, around = _texts(intake), Nearby(region)
    matter = matters.raised(intake.matter, texts)
    own = [intake.complainant.name] if intake.complainant else []
    complaining = matters.is_about_conduct(intake.kind, matter)
    meant = partial(respondents.meant, own=own, complaining=complaining, around=around, filed=True)
    theirs, noted = ([], texts) if taken_down else (texts, [])
    parties = meant(intake.respondents, region, intake.kind, texts=theirs, noted=noted)
    first = _first_hands(intake, matter, texts, parties, around, region)
    if first.unit.kind == UnitKind.INSPECTION and (named := list(inspectors_named(texts, around))):
        parties += [party for party in named if party.unit not in {each.unit for each in parties}]
        first = _first_hands(intake, matter, texts, parties, around, region)
    return _Read(texts, matter, parties, first)


def _first_hands(
    intake: Intake, matter: str, texts: list[str], parties: list[Party], around: Nearby, region: Region
) -> routing.FirstHands:
    accused = [party.unit for party in parties]
    # No machine reads what is in a photo, a paper or a recording: it may mean somebody.
    someone = bool(parties or intake.attachments) or speaks_of_somebody(texts)
    someone = someone or (intake.kind == CaseKind.ENQUIRY and not asks_only(texts, region))
    below = levels.is_below(intake.kind, matter, texts, parties, around)
    ask = partial(routing.first_hands, intake.kind, matter, region, someone_meant=someone)
    first = ask([*accused, *intake.avoid], lies_below=below)
    if intake.avoid and first.unread and first.is_worse_than(ask(accused, lies_below=below)):
        raise routing.NoCompetentUnit("nobody is left beside those that it shall not get to")
    if not first.screened or first.unit.kind == UnitKind.INSPECTION:
        return first
    if not whoever.had_an_earlier([*texts, *(each.name for each in intake.respondents)]):
        return first
    # Who had an earlier letter may sit where this one would be read: the office above reads it.
    higher = ask([*accused, *intake.avoid, first.unit.pk], lies_below=False)
    return first if higher.unread else replace(higher, below=first.below)


def _texts(intake: Intake) -> list[str]:
    """Everything that was written, also what the files are called."""
    files = Attachment.objects.filter(pk__in=intake.attachments) if intake.attachments else ()
    return [intake.title.strip(), intake.narrative.strip(), respondents.words_of_files(files)]


@dataclass(frozen=True)
class _Matter:
    """What an intake that can be filed is about, read from the database."""

    region: Region
    programme: Programme | None
    recipient: Any


def check(intake: Intake) -> dict[str, str]:
    """Return what is wrong with the intake, by field; an empty dict when it can be filed."""
    errors = _check_words(intake)
    errors.update(_check_complainant(intake))
    if intake.row and current_row(intake.row) is None:
        errors["row"] = _("This row is not on a list any more. Choose it again, or file without it.")
    elif not intake.row and intake.kind == CaseKind.OBJECTION:
        errors["row"] = _("Choose the row of the list that you object to.")
    if not intake.row and not Region.objects.filter(pk=intake.region_code).exists():
        errors["region_code"] = _("Choose the place it is about.")
    if intake.programme_code and not Programme.objects.filter(pk=intake.programme_code).exists():
        errors["programme_code"] = _("Choose a programme from the list.")
    units = {each.unit for each in intake.respondents if each.unit is not None} | set(intake.avoid)
    if units and Unit.objects.filter(pk__in=units).count() != len(units):
        errors["respondents"] = _("Choose units from the list.")
    elif any(len(normal_name(each.name)) > NAME_LENGTH for each in intake.respondents):
        errors["respondents"] = _("One of the names is too long. Put commas between the names.")
    if Attachment.objects.filter(pk__in=intake.attachments, case__isnull=True).count() != len(
        set(intake.attachments)
    ):
        errors["attachments"] = _("A file is not there any more. Attach it again; the rest was kept.")
    return errors


def _check_words(intake: Intake) -> dict[str, str]:
    errors = {}
    for name, value, choices in (
        ("kind", intake.kind, CaseKind),
        ("channel", intake.channel, Channel),
        ("openness", intake.openness, Openness),
        *((("matter", intake.matter, Matter),) if intake.matter else ()),
    ):
        if value not in choices.values:
            errors[name] = _("Choose one of the answers.")
    for name, value, most in (
        ("title", intake.title, TITLE_LENGTH),
        ("narrative", intake.narrative, NARRATIVE_LENGTH),
    ):
        if not value.strip():
            errors[name] = _("Write at least one sentence.")
        elif len(value) > most:
            sizes = {"now": len(value), "most": most}
            errors[name] = _("This is %(now)d characters long; at most %(most)d fit.") % sizes
    return errors


def _check_complainant(intake: Intake) -> dict[str, str]:
    if intake.openness == Openness.ANONYMOUS:
        # What is not stored cannot leak: an anonymous case has no complainant at all.
        return {"complainant": _("An anonymous case carries no name.")} if intake.complainant else {}
    person = intake.complainant or Identity()
    if not person.name.strip():
        return {"complainant": _("Write your name, or choose to stay anonymous.")}
    if not person.phone.strip() and not person.address.strip():
        return {"complainant": _("Write a telephone number or an address, so that we can answer.")}
    if person.id_number.strip():
        # Not stdnum's validate: its table of places refuses people born under a code that has changed since.
        try:
            parse_id_number(normal_number(person.id_number))
        except Unreadable:
            return {"id_number": _("This is no valid ID number: look at its 18 characters again.")}
    return {}


def _checked(intake: Intake) -> _Matter:
    errors = check(intake)
    if errors:
        raise Refused(errors)
    recipient = current_row(intake.row) if intake.row else None
    if recipient is not None:
        # The row says where it is and what it is about; what else was sent cannot contradict it.
        return _Matter(recipient.region, recipient.programme, recipient)
    programme = Programme.objects.get(pk=intake.programme_code) if intake.programme_code else None
    return _Matter(Region.objects.get(pk=intake.region_code), programme, None)


def _pin_hash(submission_key: str, with_pin: bool) -> str:
    return receipts.hash_pin(receipts.pin_for(submission_key)) if with_pin else receipts.no_pin()


def _new_number(region: Region, received_at: datetime, submission_key: str) -> str:
    """``320722-2026-482913``: county, year, six digits that are free and follow from nothing seen.

    No serial: a gap in one would tell the accused that a case exists which they are not shown. They are keyed
    to the submission, so filing it again on an empty database gives the same number.
    """
    prefix = f"{region.code[:6].ljust(6, '0')}-{timezone.localtime(received_at).year}"
    turns = (derive("complaints.number", f"{prefix} {submission_key} {at}", 8) for at in itertools.count())
    numbers = (f"{prefix}-{int.from_bytes(drawn) % 1_000_000:06d}" for drawn in turns)
    return next(number for number in numbers if not Case.objects.filter(number=number).exists())


def _write_complainant(case: Case, intake: Intake) -> list[Complainant]:
    """Write who brought it; nobody, where they stay anonymous."""
    if (person := intake.complainant) is None:
        return []
    written = Complainant.objects.create(
        case=case,
        name=person.name.strip(),
        phone=person.phone.strip(),
        id_number=normal_number(person.id_number),
        address=person.address.strip(),
        phone_index=phone_index(person.phone),
        name_index=name_index(person.name),
        wants_reply=intake.wants_reply,
    )
    return [written]


def _adopt(ids: list[int], case: Case, event) -> None:
    Attachment.objects.filter(pk__in=ids, case__isnull=True).update(case=case, event=event, draft=None)
