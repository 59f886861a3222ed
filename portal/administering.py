"""The administrator's panel on the staff site's home: what has to be kept up, and what is missing."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from complaints.models import CalendarYear
from organizations import scope
from organizations.enums import Role
from organizations.models import Post, Unit, User
from organizations.permissions import PostPermissionPolicy

ENDING_WITHIN = timedelta(days=30)
#: The State Council's notice for the next year comes about November.
NOTICE_MONTH = 11


class AdministrationPanel(Component):
    """People, units and time rules in the administrator's region, each with its list behind it."""

    name = "administration"
    order = 60
    template_name = "portal/staff/administration.html"

    def __init__(self, user: User):
        self.user = user

    def get_context_data(self, parent_context):
        """Count through the same rule as the lists."""
        today = timezone.localdate()
        # The policy, not any post of theirs: who also handles cases elsewhere administers nobody there.
        posts = PostPermissionPolicy(Post).instances_user_has_permission_for(self.user, "view").active()
        ending = posts.filter(valid_until__lte=today + ENDING_WITHIN).select_related("user", "unit")
        units = Unit.objects.visible_to(self.user)
        return {
            "figures": [
                (
                    _("people at work"),
                    User.objects.filter(pk__in=posts.values("user"), is_active=True).count(),
                    reverse("wagtailusers_users:index"),
                ),
                (_("posts"), posts.count(), reverse("post:index")),
                (_("units"), units.count(), reverse("unit:index")),
                (_("units that the public sees without a telephone"), _silent(units), reverse("unit:index")),
            ],
            "ending": ending.order_by("valid_until"),
            "missing_year": missing_year(today),
            "calendar": reverse("calendar_day:index"),
        }


def panels_for(user: User) -> list[Component]:
    """Return the panel for administrators, nothing for others."""
    return [AdministrationPanel(user)] if scope.has_role(user, Role.ADMINISTRATOR) else []


def missing_year(today) -> int | None:
    """The year whose notice should be loaded by now and is not."""
    due = [today.year] if today.month < NOTICE_MONTH else [today.year, today.year + 1]
    known = set(CalendarYear.objects.filter(year__in=due).values_list("year", flat=True))
    return next((year for year in due if year not in known), None)


def _silent(units) -> int:
    return units.public().filter(phone="").count()
