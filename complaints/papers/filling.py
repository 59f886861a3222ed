"""What the names in the words of papers stand for: facts of the case, the act, and dates of its clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import routing
from complaints.clocks import standards
from complaints.enums import ClockKind, DayUnit, DeclineGround, EventKind, OpinionOutcome
from complaints.identity.redacted_text import as_written, case_document_text
from complaints.models import Case, CaseEvent, OtherAuthority
from complaints.papers.content import chinese_date
from complaints.parties import respondents
from organizations.models import Unit

#: The parts in which a written opinion is written (信访工作条例 32), in their order.
OPINION_PARTS = ("asked", "facts", "opinion")

#: What an office may write in braces, and what stands there then.
NAMES: dict[str, Promise | str] = {
    "case": _("number of the case"),
    "received": _("day on which it was received"),
    "day": _("day of the paper"),
    "unit": _("unit that gives the paper"),
    "phone": _("its telephone"),
    "place": _("place of the case"),
    "text": _("what was written to the complainant in the act"),
    "reason": _("reason of the act, without what tells who complained"),
    "gist": _("what happened, without what tells who complained"),
    "ground": _("ground on which it is not accepted"),
    "to_unit": _("unit that takes over"),
    "to_phone": _("its telephone"),
    "organ": _("organ to which it is handed over"),
    "inform_by": _("last day on which that unit tells the complainant"),
    "decide_by": _("last day for the decision"),
    "days": _("days of the extension"),
    "authority": _("authority or procedure of the directory"),
    "takes": _("what it is for"),
    "authority_phone": _("its telephone"),
    "authority_address": _("its address and hours"),
    "authority_basis": _("its legal basis"),
    "asked": _("what was asked"),
    "facts": _("facts and reasons"),
    "opinion": _("opinion and its legal basis"),
    "outcome": _("what it says to the request"),
    "review_unit": _("unit that reviews it"),
    "review_days": _("time for asking for a review"),
}
_MAY_MOVE = "（国家公布次年节假日安排后可能调整）"
#: Where the directory or the system names no unit.
_ABOVE, _ORGAN = "上一级机关、单位", "有权处理的机关"
_UNITS = {DayUnit.NATURAL: "日", DayUnit.WORKING: "个工作日"}
#: What the opinion says, in the words of the regulation (信访工作条例 32).
_OUTCOMES = {
    OpinionOutcome.SUPPORTED: "对你的请求予以支持",
    OpinionOutcome.PARTLY: "对你的请求部分予以支持",
    OpinionOutcome.EXPLAINED: "你的请求事由合理但缺乏法律依据，现作解释说明",
    OpinionOutcome.NOT_SUPPORTED: "对你的请求不予支持",
}
_GROUNDS = {
    DeclineGround.PENDING: "同一事项已经受理或者正在办理，尚在规定期限内（信访工作条例第十九条）",
    DeclineGround.FINAL: "同一事项已经复核终结，仍以同一事实和理由提出（信访工作条例第三十六条）",
}


@dataclass(frozen=True)
class Given:
    """An act that gives a paper: its case and event, who gives it, and what was written for its parts."""

    case: Case
    event: CaseEvent
    unit: Unit
    parts: Mapping[str, str]


def values(given: Given) -> dict[str, str]:
    """Return what each name stands for; nothing for one that this act does not have."""
    case, event = given.case, given.event
    day = timezone.localdate(event.at)
    return {
        "case": case.number,
        "received": chinese_date(timezone.localdate(case.received_at)),
        "day": chinese_date(day),
        "unit": given.unit.name,
        "phone": given.unit.phone,
        "place": case.region.path_name(),
        "text": event.text,
        "reason": as_written(case, event, event.reason) if event.reason else "",
        "ground": _GROUNDS.get(event.data.get("ground", ""), ""),
        "decide_by": _due(case, ClockKind.DECIDE),
        "inform_by": _due(case, ClockKind.INFORM_AGAIN),
        "days": _period(event.data["days"], event.data.get("day_unit")) if _extends(event) else "",
        "outcome": _OUTCOMES.get(event.data.get("outcome", ""), ""),
        **{name: given.parts.get(name, "") for name in OPINION_PARTS},
        **_handed_on(given),
        **_authority(event),
        **_review(given, day),
    }


def _extends(event: CaseEvent) -> bool:
    return event.kind == EventKind.APPROVE_EXTENSION and "days" in event.data


def _period(days: int | str, unit: str | None) -> str:
    return f"{days}{_UNITS[DayUnit(unit or DayUnit.NATURAL)]}"


def _due(case: Case, clock: ClockKind) -> str:
    running = case.clocks.filter(clock=clock, stopped_on=None).first()
    if running is None:
        return ""
    # Before the notice on next year's holidays is loaded, a date says that it may move.
    return chinese_date(running.due_on) + (_MAY_MOVE if running.provisional else "")


def _handed_on(given: Given) -> dict[str, str]:
    if given.event.kind == EventKind.TRANSFER:
        to: Unit | None = given.case.unit
    elif given.event.kind == EventKind.REFER:
        to = Unit.objects.filter(pk=given.event.data.get("organ") or 0).first()
    else:
        return {}
    return {
        "to_unit": to.name if to else "",
        "to_phone": to.phone if to else "",
        "organ": to.name if to else _ORGAN,
        "gist": case_document_text(given.case).narrative,
    }


def _authority(event: CaseEvent) -> dict[str, str]:
    key = event.data.get("authority") or event.data.get("procedure")
    entry = OtherAuthority.objects.filter(pk=key).first() if key else None
    if entry is None:
        return {}
    return {
        "authority": entry.name,
        "takes": entry.takes,
        "authority_phone": entry.telephone,
        "authority_address": entry.address,
        "authority_basis": entry.legal_basis,
    }


def _review(given: Given, day: date) -> dict[str, str]:
    """Until when and of whom a review can be asked for: by the table of the clocks, and by who is above."""
    standard = standards.limit(standards.Situation.of(given.case), ClockKind.ASK_REVIEW, day)
    accused: Sequence[int] = [*respondents.accused_units(given.case)]
    higher = routing.above(given.unit, accused)
    return {
        "review_days": _period(standard.days, standard.unit) if standard else "",
        "review_unit": higher.name if higher else _ABOVE,
    }
