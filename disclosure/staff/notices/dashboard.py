"""The panel on the staff site's home: the notices that wait for this person."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component

from disclosure.enums import NoticeState
from disclosure.models import Notice
from disclosure.permissions import notice_policy
from organizations.models import User

SHOWN = 8


def notices_for(user: User) -> QuerySet[Notice]:
    """The notices that this person may put up, or show again, and those whose objection is late."""
    mine = notice_policy.instances_user_has_permission_for(user, "approve").open().exclude(entered_by=user)
    late = Q(state=NoticeState.SUSPENDED, decide_by__lt=timezone.localdate())
    return mine.filter(Q(state__in=(NoticeState.ENTERED, NoticeState.DECIDED)) | late)


class NoticesPanel(Component):
    """The notices that wait for me, the oldest first."""

    name = "notices"
    order = 62
    template_name = "disclosure/staff/notices/panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """Read them through the same policy as the list of notices."""
        waiting = notices_for(self.user).select_related("programme", "region").defer("id_number")
        return {
            "notices": waiting.order_by("pk")[:SHOWN],
            "count": waiting.count(),
            "may_enter": notice_policy.user_has_permission(self.user, "add"),
        }


def panels_for(user: User) -> list[Component]:
    """The panel, for those who enter notices or put them up; nothing for others."""
    concerned = notice_policy.user_has_any_permission(user, ["add", "approve"])
    return [NoticesPanel(user)] if concerned else []
