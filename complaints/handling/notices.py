"""What an objection does to the notice it is about, written with each event of the case or not at all.

``disclosure.notices.objections`` has the rule; here is only asked whether an objection is open. A case of
another kind holds no notice: that somebody reported wrongdoing is told on no public page (信访工作条例 30).
"""

from datetime import datetime

from complaints.enums import CaseStanding, CaseStatus
from complaints.kinds import kind_of, those_that
from complaints.models import Case
from complaints.models.case import CaseQuerySet
from disclosure.notices import objections


def update_notice(case: Case) -> None:
    """Hold the notice while an objection to it is open, whoever may see the case; let it go after the last.

    The case has been written in the open transaction as it stands now.
    """
    notice = case.notice
    if notice is None or not kind_of(case.kind).holds_notice:
        return
    about = Case.objects.filter(notice=notice, kind__in=those_that("holds_notice"))
    if case.standing == CaseStanding.OPEN:
        objections.raised(notice)
    elif not about.open().exists():
        objections.settled(notice, dismissed=_is_dismissed(case, about, objections.runs_since(notice)))


def _is_dismissed(case: Case, about: CaseQuerySet, began: datetime | None) -> bool:
    """Whether neither this objection nor another one since the notice ``began`` was accepted (不予受理)."""
    if case.latest_status != CaseStatus.DECLINED:
        return False
    others = about.exclude(pk=case.pk).exclude(latest_status=CaseStatus.DECLINED)
    return not (others.filter(received_at__gte=began) if began else others).exists()
