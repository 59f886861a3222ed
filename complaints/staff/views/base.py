"""What the staff views of one case share."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from complaints.models import Case
from complaints.permissions import case_policy
from organizations.models import User
from organizations.views.pages import RowPage, SeenUntilSent

CASE_RELATIONS = (
    "region__parent",
    "unit",
    "handler",
    "latest_event",
    "programme",
    "recipient",
    "notice",
    "origin",
)


def visible_case(user: User, number: str, *related: str) -> Case:
    """Return the case of this number, with what ``related`` names beside what all its pages show.

    Raises ``Http404``: one that the user may not see does not exist for them.
    """
    if not case_policy.user_has_permission(user, "view"):
        raise Http404
    try:
        visible = Case.objects.visible_to(user)
        return visible.select_related(*CASE_RELATIONS, "own_pin", *related).get(number=number)
    except Case.DoesNotExist:
        raise Http404 from None


class CasePage(SeenUntilSent, RowPage):
    """A page about one case."""

    permission_policy = case_policy
    key_field = "number"
    index_url_name = "case:index"
    section_label = _("Cases")
    inspect_url_name = "case:inspect"
    context_object_name = "case"
    related = CASE_RELATIONS
    header_icon = "mail"

    @property
    def case(self) -> Case:
        """The case of the address."""
        return self.object
