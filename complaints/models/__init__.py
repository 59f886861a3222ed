"""The tables of the room; import them from here."""

from .alarm import Alarm, AlarmCase, AlarmNote
from .case import Case, CaseQuerySet
from .event import CaseEvent
from .intake import Attachment, Draft
from .log import CaseLogEntry
from .own_pin import OwnPin
from .people import Complainant, Respondent, Trace
from .standard import CalendarDay, CalendarYear, CaseClock, ServiceStandard

__all__ = [
    "Alarm",
    "AlarmCase",
    "AlarmNote",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseClock",
    "CaseEvent",
    "CaseLogEntry",
    "CaseQuerySet",
    "Complainant",
    "Draft",
    "OwnPin",
    "Respondent",
    "ServiceStandard",
    "Trace",
]
