"""What somebody brings, and whether it can be filed as it is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.behalf import NO_GUARDIAN, Concerned
from complaints.enums import CaseKind, Channel, Matter, Reach, ReporterIdentity
from complaints.kinds import kind_of
from complaints.models import Attachment
from complaints.models.people import NAME_LENGTH
from complaints.texts.names import normal_name, normal_number
from complaints.texts.respondent_matching import StatedRespondent
from disclosure.intake.parsing import parse_id_number
from disclosure.lookup import current_row, shown_notice
from disclosure.models import Notice, Programme, Recipient
from disclosure.problems import Unreadable
from organizations.models import Region, Unit

TITLE_LENGTH = 120
#: Real letters of one matter have 6,999 and 8,994 characters.
NARRATIVE_LENGTH = 20_000
#: ``Intake.agreed`` of who was told that nobody reads it, or did not answer.
AGREED_TO_NOBODY = 0


@dataclass(frozen=True)
class Identity:
    """Who brings it, as they say it; what they leave out is empty."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    concerned: Concerned = field(default_factory=Concerned)

    @property
    def names(self) -> list[str]:
        """Their name, and that of whom they bring it for."""
        return [name for name in (self.name, self.concerned.name) if name]


@dataclass
class Intake:
    """What somebody brings, whatever the channel.

    ``complainant`` is None for who stays anonymous; ``attachments`` are ids of files that belong to no case
    yet; ``reach`` is where those sit whom they speak of (``Reach``), empty where they did not say; ``row`` is
    a list row's public id, ``notice`` that of a notice, which goes before it; ``avoid`` are ids of units that
    shall neither get nor see it, which is no accusation and needs no reason; ``agreed`` is the id of the unit
    that they were told would get it first, and did not refuse, so that no other one does; None where they
    were told of none.
    """

    kind: str
    channel: str
    openness: str
    title: str
    narrative: str
    region_code: str = ""
    programme_code: str | None = None
    matter: str = ""
    #: The code of a point of that matter (``intake.topics``); one that is out of use is passed over.
    topic: str = ""
    reach: str = ""
    row: Any = None
    notice: Any = None
    respondents: list[StatedRespondent] = field(default_factory=list)
    avoid: list[int] = field(default_factory=list)
    agreed: int | None = None
    complainant: Identity | None = None
    attachments: list[int] = field(default_factory=list)
    received_at: datetime | None = None
    wants_reply: bool = True
    #: Another system took it in, and may not have asked how its complainant can be reached.
    taken_over: bool = False


class IntakeRefused(Exception):
    """The intake cannot be filed; ``errors`` maps a field of ``Intake`` to what would be right."""

    def __init__(self, errors: dict[str, str]):
        self.errors = errors
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))


@dataclass(frozen=True)
class IntakeSubject:
    """What an intake that can be filed is about, read from the database."""

    region: Region
    programme: Programme | None
    recipient: Recipient | None
    notice: Notice | None


def check(intake: Intake) -> dict[str, str]:
    """Return what is wrong with the intake, by field; an empty dict when it can be filed."""
    return _examined(intake)[0]


def checked(intake: Intake) -> IntakeSubject:
    """Return what the intake is about. Raises ``IntakeRefused`` where it cannot be filed."""
    errors, found = _examined(intake)
    if errors or found is None:
        raise IntakeRefused(errors)
    return found


def _examined(intake: Intake) -> tuple[dict[str, str], IntakeSubject | None]:
    """What is wrong, by field, and what it is about, where that can be told."""
    errors = _check_words(intake)
    errors.update(_check_complainant(intake))
    notice = shown_notice(intake.notice) if intake.notice else None
    row = current_row(intake.row) if intake.row and not intake.notice else None
    # The row says where it is and what it is about; what else was sent cannot contradict it.
    about = notice or row
    region = about.region if about else Region.objects.filter(pk=intake.region_code).first()
    programme = Programme.objects.filter(pk=intake.programme_code).first() if intake.programme_code else None
    if intake.notice and notice is None:
        errors["row"] = _("This notice is no longer shown. File a complaint instead; what you wrote is kept.")
    elif intake.row and about is None:
        errors["row"] = _("This row is not on a list any more. Choose it again, or file without it.")
    elif about is None and "kind" not in errors and kind_of(intake.kind).needs_row:
        errors["row"] = _("Choose the row of the list that you object to.")
    if not (intake.row or intake.notice) and region is None:
        errors["region_code"] = _("Choose the place it is about.")
    if intake.programme_code and programme is None:
        errors["programme_code"] = _("Choose a programme from the list.")
    errors.update(_check_respondents(intake))
    if Attachment.objects.filter(pk__in=intake.attachments, case__isnull=True).count() != len(
        set(intake.attachments)
    ):
        errors["attachments"] = _("A file is not there any more. Attach it again; the rest was kept.")
    if region is None:
        return errors, None
    return errors, IntakeSubject(region, about.programme if about else programme, row, notice)


def _check_respondents(intake: Intake) -> dict[str, str]:
    units = {each.unit for each in intake.respondents if each.unit is not None} | set(intake.avoid)
    if units and Unit.objects.filter(pk__in=units).count() != len(units):
        return {"respondents": _("Choose units from the list.")}
    if any(len(normal_name(each.name)) > NAME_LENGTH for each in intake.respondents):
        return {"respondents": _("One of the names is too long. Put commas between the names.")}
    return {}


def _check_words(intake: Intake) -> dict[str, str]:
    errors = {}
    for name, value, choices in (
        ("kind", intake.kind, CaseKind),
        ("channel", intake.channel, Channel),
        ("openness", intake.openness, ReporterIdentity),
        *((("matter", intake.matter, Matter),) if intake.matter else ()),
        *((("reach", intake.reach, Reach),) if intake.reach else ()),
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
    if intake.openness == ReporterIdentity.ANONYMOUS:
        # What is not stored cannot leak: an anonymous case has no complainant at all.
        return {"complainant": _("An anonymous case carries no name.")} if intake.complainant else {}
    person = intake.complainant or Identity()
    if not person.name.strip():
        return {"complainant": _("Write your name, or choose to stay anonymous.")}
    if not (intake.taken_over or person.phone.strip() or person.address.strip()):
        return {"complainant": _("Write a telephone number or an address, so that we can answer.")}
    if person.concerned.lacks_guardian:
        return {"concerned": str(NO_GUARDIAN)}
    if person.id_number.strip():
        # Not stdnum's validate: its table of places refuses people born under a code that has changed since.
        try:
            parse_id_number(normal_number(person.id_number))
        except Unreadable:
            return {"id_number": _("This is no valid ID number: look at its 18 characters again.")}
    return {}
