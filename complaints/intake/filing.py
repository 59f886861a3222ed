"""Filing a case: the same door for the web form, the desk and past records.

A case is written in one transaction that nothing can be half of, and receipt and PIN are handed out only
after it is committed (design, invariant 1). The same submission key files once.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import matters, routing
from complaints.enums import CaseStatus, EventKind
from complaints.handling import alike
from complaints.handling.later_messages import mark_where_urgent
from complaints.handling.record import append, refresh_clocks_and_notify
from complaints.identity import receipts
from complaints.identity.receipts import Filed
from complaints.intake import topics
from complaints.intake.found_again import name_index, phone_index
from complaints.intake.intake import (
    AGREED_TO_NOBODY,
    NARRATIVE_LENGTH,
    Intake,
    IntakeRefused,
    IntakeSubject,
    checked,
)
from complaints.kinds import kind_of
from complaints.models import Attachment, Case, CaseEvent, CaseTopic, Complainant
from complaints.parties import on_file, own_work, respondents, traces
from complaints.reach import levels
from complaints.reach.going_past import past_the_named
from complaints.texts import whoever
from complaints.texts.names import normal_number
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.plain import asks_only
from complaints.texts.reading import speaks_of_somebody
from complaints.texts.respondent_matching import ResolvedRespondent
from complaints.workflow import INITIAL
from organizations import codes, in_office
from organizations.enums import UnitKind
from organizations.models import Region, Unit, User
from protection import audit
from protection.blind_index import derive
from protection.durable import acknowledged


def file_case(intake: Intake, *, submission_key: str, user: User | None = None) -> Filed:
    """File the case, once per ``submission_key``, and return it with receipt and PIN after the commit.

    ``user`` is the member of staff who registers it, None for the complainant. Must not run inside another
    transaction (``RuntimeError``), because then nothing is committed when it returns; ``register`` is for
    callers who hold one and show no receipt. Raises ``IntakeRefused`` with a message for each field.
    """
    # Slow, the first on purpose, so it is done before SQLite's one write lock is taken.
    pin_hash = receipts.hash_pin(receipts.pin_for(submission_key))
    ready = traced(intake)
    try:
        with acknowledged():
            case, created = register(
                intake, submission_key=submission_key, user=user, pin_hash=pin_hash, ready=ready
            )
    except IntegrityError:
        # The same submission came twice at once and the other one won; anything else is a real failure.
        filed = receipts.filed_by(submission_key)
        if filed is None:
            raise
        return filed
    return receipts.filed_as(case, submission_key, created=created)


def register(
    intake: Intake,
    *,
    submission_key: str,
    user: User | None = None,
    with_pin: bool = True,
    pin_hash: str = "",
    ready: traces.Ready = traces.NONE,
) -> tuple[Case, bool]:
    """Write the case in the transaction that the caller holds; return it, and whether it is new.

    A receipt may be shown only after that transaction is committed (``receipts.filed_by``). Without a PIN
    nobody can open the case by its receipt: for records of the past, whose complainants were told nothing.
    ``pin_hash`` is the stored form of the submission's PIN, and ``ready`` what ``traced`` gives, where the
    caller made them before.
    """
    earlier = receipts.case_of(submission_key)
    if earlier is not None:
        return earlier, False
    in_office.stays()
    about = checked(intake)
    received_at = intake.received_at or timezone.now()
    read = _read(intake, about, taken_down=user is not None)
    _check_agreed(intake, read.first)
    case = _as_written(intake, about, read)
    case.heard_by, case.received_at = user, received_at
    _give_keys(case, about.region, submission_key, pin_hash or _pin_hash(submission_key, with_pin))
    case.save(force_insert=True)
    brought_by = _write_complainant(case, intake)
    respondents.write(case, read.parties, filed=True)
    respondents.rule_out(case, intake.avoid)
    traces.keep(case, texts=read.texts, ready=ready)
    alike.keep(case)
    event = _first_event(case, read.first, intake, user)
    _adopt(intake.attachments, case, event)
    refresh_clocks_and_notify(case, [event])
    mark_where_urgent(case, read.texts, at=received_at)
    written = [event, case, *brought_by]
    audit.record("complaints.register", case, user=user, channel=str(intake.channel), events=written)
    return case, True


def traced(intake: Intake) -> traces.Ready:
    """Return the traces of title and story, which need no lock; of no text that is too long to be filed."""
    texts = [intake.title.strip(), intake.narrative.strip()]
    return traces.prepared(text for text in texts if len(text) <= NARRATIVE_LENGTH)


def _give_keys(case: Case, region: Region, submission_key: str, pin_hash: str) -> None:
    """The number that the case is called by, and what its complainant finds and opens it with."""
    case.number = _new_number(region, case.received_at, submission_key)
    case.receipt_index = receipts.receipt_index(receipts.receipt_for(submission_key))
    case.submission_index = receipts.submission_index(submission_key)
    case.pin_hash = pin_hash


def _first_event(case: Case, first: routing.FirstHands, intake: Intake, user: User | None) -> CaseEvent:
    return append(
        case,
        EventKind.REGISTER,
        sequence=1,
        status=CaseStatus.SCREENING if first.screened else INITIAL,
        actor=user,
        at=case.received_at,
        data={"channel": str(intake.channel), "unit": case.unit_id},
    )


def preview(intake: Intake, *, taken_down: bool = False) -> tuple[routing.FirstHands, Unit | None]:
    """Return who would get the intake first, and the office of the place to which they may hand it;
    ``taken_down`` by staff, whose words are read otherwise.

    There is no such office where the first one handles it, or where it is kept from all below. Nothing is
    written. Raises ``IntakeRefused`` for one that cannot be filed, ``NoCompetentUnit`` when nobody is left.
    """
    first = _read(intake, checked(intake), taken_down=taken_down).first
    return first, routing.nearest_at_work(first.below)


def _check_agreed(intake: Intake, first: routing.FirstHands) -> None:
    """Nobody reads first whom the complainant, where they could be asked, did not agree to by name."""
    told = AGREED_TO_NOBODY if first.hidden else first.unit.pk
    if intake.agreed not in (None, told):
        raise IntakeRefused(
            {"agreed": _("Another office would read it first now. Say whether this one may.")}
        )


@dataclass(frozen=True)
class _Read:
    """What is read of an intake: its texts, its point, the matter both raise it to, whom it means, who gets
    it first.
    """

    texts: list[str]
    topic: CaseTopic | None
    matter: str
    parties: list[ResolvedRespondent]
    first: routing.FirstHands


def _read(intake: Intake, about: IntakeSubject, *, taken_down: bool = False) -> _Read:
    region = about.region
    # Who holds the row, or is meant by the notice, may bear the name of somebody in office.
    holder = [each.holder_name for each in (about.recipient, about.notice) if each]
    written, around = _texts(intake), Nearby(region)
    texts = [*written, *holder]
    topic = topics.find(intake.topic)
    matter = matters.raised(topics.at_least(intake.matter, topic), texts)
    # Whom it is brought for decides nothing (0085): it is no reason to read a name that is like theirs less.
    own = [intake.complainant.name] if intake.complainant and intake.complainant.name else []
    complaining = matters.is_about_conduct(intake.kind, matter)
    meant = partial(
        respondents.resolve_respondents, own=own, complaining=complaining, around=around, filed=True
    )
    theirs, noted = ([], texts) if taken_down else (texts, [])
    parties = meant(intake.respondents, region, intake.kind, texts=theirs, noted=noted)
    ask = partial(_first_hands, intake, matter, texts, around=around, region=region, right=rightly(texts))
    # Nor does who worked on what it is about read it, whatever was written, unless it is a plain question.
    if not kind_of(intake.kind).may_only_ask or complaining or _goes_beyond(intake, written, parties, region):
        parties += own_work.at_filing(about.notice, about.recipient, parties, around)
    parties, first = past_the_named(ask, texts, parties, around)
    return _Read(texts, topic, matter, parties, first)


def _as_written(intake: Intake, about: IntakeSubject, read: _Read) -> Case:
    """The case as far as what was written says it; not yet stored."""
    return Case(
        kind=intake.kind,
        channel=intake.channel,
        openness=intake.openness,
        title=intake.title.strip(),
        narrative=intake.narrative.strip(),
        region=about.region,
        programme=about.programme,
        recipient=about.recipient,
        notice=about.notice,
        matter=read.matter,
        topic=read.topic,
        reach=intake.reach,
        unit=read.first.unit,
        sight=read.first.sight,
    )


def _first_hands(
    intake: Intake,
    matter: str,
    texts: list[str],
    parties: list[ResolvedRespondent],
    *,
    right: list[str],
    around: Nearby,
    region: Region,
) -> routing.FirstHands:
    """``right`` are the texts with the offices in them rightly spelt."""
    accused = [party.unit for party in parties]
    said = [party for party in parties if not own_work.is_for_work(party)]
    someone = _goes_beyond(intake, texts, said, region)
    below = levels.is_below(intake, matter, right, said, around)
    ask = partial(
        routing.first_hands, intake.kind, matter, region, someone_meant=someone, left_open=not intake.reach
    )
    first = ask([*accused, *intake.avoid], lies_below=below)
    if intake.avoid and first.unread and first.is_worse_than(ask(accused, lies_below=below)):
        raise routing.NoCompetentUnit("nobody is left beside those that it shall not get to")
    if not first.screened:
        return first
    written = [*texts, *(each.name for each in intake.respondents)]
    if not whoever.had_an_earlier(written, of_the_group=first.unit.kind == UnitKind.INSPECTION):
        return first
    # Who had an earlier letter may sit where this one would be read: the office above reads it, or, where the
    # inspection group would, above which none stands, the city.
    higher = ask([*accused, *intake.avoid, first.unit.pk], lies_below=False)
    return first if higher.unread else replace(higher, below=first.below)


def _goes_beyond(
    intake: Intake, texts: list[str], parties: Sequence[ResolvedRespondent], region: Region
) -> bool:
    """Whether somebody may be meant, or where it may be a question and nothing else, it is not.

    No machine reads what is in a photo, a paper or a recording: it may mean somebody.
    """
    if parties or intake.attachments or speaks_of_somebody(texts):
        return True
    return kind_of(intake.kind).may_only_ask and not asks_only(texts, region)


def _texts(intake: Intake) -> list[str]:
    """Everything that was written, also what the files are called."""
    files = Attachment.objects.filter(pk__in=intake.attachments) if intake.attachments else ()
    return [intake.title.strip(), intake.narrative.strip(), on_file.words_of_files(files)]


def _pin_hash(submission_key: str, with_pin: bool) -> str:
    return receipts.hash_pin(receipts.pin_for(submission_key)) if with_pin else receipts.no_pin()


def _new_number(region: Region, received_at: datetime, submission_key: str) -> str:
    """``320722-2026-482913``: county, year, six digits that are free and follow from nothing seen.

    No serial: a gap in one would tell the accused that a case exists which they are not shown. They are keyed
    to the submission, so filing it again on an empty database gives the same number.
    """
    prefix = f"{codes.county_of(region.code).ljust(6, '0')}-{timezone.localtime(received_at).year}"
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
        concerned=person.concerned.as_stored(),
        phone_index=phone_index(person.phone),
        name_index=name_index(person.name),
        wants_reply=intake.wants_reply,
    )
    return [written]


def _adopt(ids: list[int], case: Case, event) -> None:
    Attachment.objects.filter(pk__in=ids, case__isnull=True).update(case=case, event=event, draft=None)
