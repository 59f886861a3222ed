"""Who worked on the notice or the row that a case is about, on file as somebody it is hidden from.

Every objection says that what they entered, submitted, approved or put up is wrong (回避, 信访工作条例 28):
they neither read it nor learn who objected. So is everything else about a row or a notice that says more than
a plain question (``only_asks``): an enquiry blames them as well, where its writer took the first kind on the
form. They are respondents that the rule found, by the person and without the office, in rows that hold no
words; one in which nobody else reads what comes leaves it with them (``left_by_all``). Nobody spoke of them:
where it is asked whether anybody is meant, or what words say, these rows do not count.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from complaints.acts import acts_that
from complaints.enums import CaseStanding
from complaints.kinds import kind_of
from complaints.matters import is_about_conduct
from complaints.models import Case, Respondent
from complaints.texts.nearby import Nearby
from complaints.texts.plain import asks_only, says_nothing_else
from complaints.texts.respondent_matching import ResolvedRespondent, left_by_all
from disclosure import lookup
from disclosure.models import Notice, Recipient


def is_for_work(party: ResolvedRespondent | Respondent) -> bool:
    """Whether a party or row stands for somebody who worked on what the case is about."""
    user = party.user if isinstance(party, ResolvedRespondent) else party.user_id
    return bool(party.derived and user and not party.name)


def without(rows: QuerySet[Respondent]) -> QuerySet[Respondent]:
    """The rows that are there for what somebody said."""
    return rows.exclude(derived=True, user__isnull=False, name="")


def beside(case: Case) -> QuerySet[Respondent]:
    """The rows of those whom words mean, put back or not."""
    return without(case.respondents.filter(avoided=False))


def only_asks(case: Case) -> bool:
    """Whether everything its complainant said is a plain question that means nobody: who knows the list may
    answer it. That it is about somebody's row is no word of theirs.
    """
    if not kind_of(case.kind).may_only_ask or is_about_conduct(case.kind, case.matter):
        return False
    # What an office attached where it settles something is no word of theirs.
    if beside(case).exists() or case.attachments.exclude(event__kind__in=acts_that("judges")).exists():
        return False
    later = case.events.filter(kind__in=acts_that("complainants_words"))
    return asks_only([case.title, case.narrative], case.region) and all(
        says_nothing_else([event.text], case.region, reported=event.actor_id is not None) for event in later
    )


def at_filing(
    notice: Notice | None,
    row: Recipient | None,
    parties: Sequence[ResolvedRespondent],
    around: Nearby,
) -> list[ResolvedRespondent]:
    """Return what has to be written beside the parties where more than a question is filed about these."""
    users = _workers(notice.pk if notice else None, row.pk if row else None)
    found = [ResolvedRespondent(None, "", user, derived=True) for user in sorted(users)]
    return [*found, *left_by_all([*parties, *found], around)] if found else []


def missing(case: Case, *also: int) -> list[ResolvedRespondent]:
    """Return who still has to be written: who worked on it by now, and the users ``also``, who are about to.

    Who was put back stays so. What has ended gets no office, or it would begin anew.
    """
    users = _workers(case.notice_id, case.recipient_id, also)
    if not users or only_asks(case):
        return []
    rows = list(case.respondents.filter(avoided=False))
    users -= {row.user_id for row in rows if is_for_work(row)}
    found = [ResolvedRespondent(None, "", user, derived=True) for user in sorted(users)]
    standing = [row for row in rows if row.lifted_at is None]
    units = {row.unit_id for row in standing}
    if not found or case.standing != CaseStanding.OPEN:
        return found
    offices = left_by_all(found, Nearby(case.region), {row.user_id for row in standing})
    return [*found, *(party for party in offices if party.unit not in units)]


def _workers(notice: int | None, row: int | None, also: Sequence[int] = ()) -> set[int]:
    if not (notice or row):
        return set()
    return lookup.who_worked_on(notice=notice, row=row) | set(also)
