"""The cases about a row of a list or a notice, for the row's page among the lists.

Visibility is asked in the statements themselves: a case that is hidden from the asker is in no answer, and
changes neither how many statements there are nor what stands in them.
"""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from complaints.models import Case
from complaints.permissions import case_policy
from disclosure import cases_about
from disclosure.cases_about import CaseAbout
from organizations.models import User

#: A page of a row lists no more; further ones stand in the list of cases.
MOST = 50


def about(user: User, rows: Collection[int], notices: Collection[int]) -> list[CaseAbout] | None:
    """The latest cases about one of these that the user may see; None where no post of theirs opens one."""
    if not case_policy.user_has_permission(user, "view"):
        return None
    visible = case_policy.instances_user_has_permission_for(user, "view")
    here = visible.filter(Q(recipient__in=rows) | Q(notice__in=notices))
    # In no order: by their day a planner would walk all cases of the place, by the row they are few.
    keys = sorted(here.order_by().values_list("pk", flat=True), reverse=True)[:MOST]
    shown = visible.filter(pk__in=keys).select_related("latest_event").defer("title", "narrative")
    return [_about(case) for case in sorted(shown, key=lambda case: case.received_at, reverse=True)]


def _about(case: Case) -> CaseAbout:
    return CaseAbout(
        number=case.number,
        kind=case.get_kind_display(),
        state=case.latest_event.get_status_display() if case.latest_event else "",
        received_at=case.received_at,
        url=reverse("case:inspect", args=[case.number]),
    )


def register_finder() -> None:
    """Register ``about`` for the pages of rows (``disclosure.cases_about``)."""
    cases_about.FINDERS.append(about)
