"""A notice is entered by an editor of the place, and public once a second person puts it up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from disclosure.enums import NoticeEventKind, NoticeKind
from disclosure.intake import household_key, parsing
from disclosure.intake.staging import INDEX_PURPOSE
from disclosure.models import Notice, Programme
from disclosure.models.notice import NoticeQuerySet
from disclosure.notices import periods, reasons
from disclosure.notices.record import write
from disclosure.problems import ListActNotAllowed
from disclosure.roles import ADDING, may
from organizations import codes
from organizations.enums import Level
from organizations.models import Region, User
from protection import audit
from protection.blind_index import blind_index


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is entered of one household, its values in one form already (``intake.parsing``)."""

    programme: Programme
    region: Region
    kind: NoticeKind
    holder_name: str
    id_number: str
    people: int
    reason: str
    amount: Decimal | None = None


def enter(wanted: Wanted, user: User) -> Notice:
    """Store it for review. Raises NotAllowed with every reason at once, ``notice_twice`` for the second of
    two clicks.
    """
    if found := reasons_against(wanted, user):
        raise ListActNotAllowed(found)
    with transaction.atomic():
        household_key.require_unchanged()
        index = blind_index(wanted.id_number, INDEX_PURPOSE, household_key.in_force())
        if _same(wanted, index).exists():
            raise ListActNotAllowed(["notice_twice"])
        notice = Notice(
            programme=wanted.programme,
            region=wanted.region,
            kind=wanted.kind,
            holder_name=wanted.holder_name,
            id_number=wanted.id_number,
            id_index=index,
            people=wanted.people,
            amount=wanted.amount,
            reason=wanted.reason,
            adult_on=_adult_on(wanted.id_number, timezone.localdate()),
            entered_by=user,
        )
        try:
            with transaction.atomic():
                notice.save()
        except IntegrityError:  # entered by somebody else in the same moment
            raise ListActNotAllowed(["notice_twice"]) from None
        event = write(notice, NoticeEventKind.ENTERED, user=user)
        audit.record(
            "disclosure.enter_notice",
            notice,
            user=user,
            kind=wanted.kind,
            programme=wanted.programme.pk,
            region=wanted.region.pk,
            event=event.pk,
        )
    return notice


def log_refused(wanted: Wanted, user: User) -> None:
    """Write down that ``user`` was refused a household that has a notice in the county: it tells them so,
    also of one that is not public. Outside the transaction that is rolled back.
    """
    index = blind_index(wanted.id_number, INDEX_PURPOSE, household_key.in_force())
    found = _same(wanted, index).defer("id_number").first()
    if found is not None:
        audit.record("disclosure.enter_notice_twice", found, user=user)


def _same(wanted: Wanted, index: str) -> NoticeQuerySet:
    """The household's open notice for the same in the county, wherever there."""
    same = Notice.objects.open().filter(id_index=index, programme=wanted.programme, kind=wanted.kind)
    return same.within(codes.county_of(wanted.region.pk))


def reasons_against(wanted: Wanted, user: User) -> list[str]:
    """Why it cannot be entered: codes of messages.REASONS, empty where it can."""
    by = periods.rule(wanted.programme.pk, wanted.kind, wanted.region.pk)
    known = wanted.reason in reasons.of(wanted.programme, wanted.kind)
    pays = wanted.kind == NoticeKind.PROPOSED and wanted.programme.has_amount
    holds = {
        ADDING.lacking: may(user, ADDING.name, wanted.region.pk),
        "notice_in_village": wanted.region.level == Level.VILLAGE,
        "notice_without_rule": by is not None,
        "notice_reason_unknown": known or by is None,
        "notice_pays_nothing": wanted.amount is None or pays,
    }
    return [code for code, is_so in holds.items() if not is_so]


def _adult_on(id_number: str, today: date) -> date | None:
    adult_on = parsing.eighteenth_birthday(parsing.born_on(id_number))
    return adult_on if adult_on > today else None
