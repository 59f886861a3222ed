"""The tables of the room; import them from here."""

from complaints.models.alarm import Alarm, AlarmCase, AlarmNote
from complaints.models.alike import CaseLink, TextSample
from complaints.models.case import Case, CaseQuerySet
from complaints.models.elsewhere import OtherAuthority
from complaints.models.event import CaseEvent
from complaints.models.imports import CaseImport, CaseOrigin, ImportFinding
from complaints.models.intake import Attachment, Draft
from complaints.models.log import CaseLogEntry
from complaints.models.own_pin import OwnPin
from complaints.models.papers import FormalPaper, PaperMark, PaperSeries, PaperWording
from complaints.models.people import Complainant, Respondent, Trace
from complaints.models.scoreboard import MonthFigures
from complaints.models.standard import CalendarDay, CalendarYear, CaseClock, ServiceStandard
from complaints.models.telling import NewsMessage, TellingWish
from complaints.models.topics import CaseTopic

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
    "CaseImport",
    "CaseLink",
    "CaseLogEntry",
    "CaseOrigin",
    "CaseQuerySet",
    "CaseTopic",
    "Complainant",
    "Draft",
    "FormalPaper",
    "ImportFinding",
    "MonthFigures",
    "NewsMessage",
    "OtherAuthority",
    "OwnPin",
    "PaperMark",
    "PaperSeries",
    "PaperWording",
    "Respondent",
    "ServiceStandard",
    "TellingWish",
    "TextSample",
    "Trace",
]
