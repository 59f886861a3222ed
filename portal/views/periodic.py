"""The staff page that shows what is periodic: how it went last, and when it is due again."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from organizations import scope
from organizations.enums import Role
from organizations.models import User
from organizations.views.pages import StaffPage
from portal.models import PeriodicWork
from portal.periodic.running import late
from portal.periodic.table import table
from portal.periodic.words import WORDS


def may_see(user: User) -> bool:
    """Administrators of any place, and superusers: it names nobody."""
    return user.is_superuser or scope.has_role(user, Role.ADMINISTRATOR)


class PeriodicView(StaffPage):
    """One row a piece of work, from the table and from what is known of it."""

    page_title = _("Periodic work")
    header_icon = "history"
    template_name = "portal/staff/periodic.html"

    def dispatch(self, request, *args, **kwargs):
        """Refuse everybody else."""
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """The rows, the late ones marked."""
        known = {row.name: row for row in PeriodicWork.objects.all()}
        behind = set(late())
        rows = [
            {
                "words": WORDS.get(work.name, work.command),
                "work": work,
                "row": known.get(work.name),
                "is_late": work.name in behind,
            }
            for work in table()
        ]
        return {**super().get_context_data(**kwargs), "rows": rows, "is_late": bool(behind)}
