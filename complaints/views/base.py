"""What the staff views of one case share."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints.models import Case
from complaints.permissions import case_policy

CASE_RELATIONS = ("region__parent", "unit", "handler", "latest_event", "programme", "recipient")


def visible_case(user, pk: int) -> Case:
    """Return the case, or raise ``Http404``: one that the user may not see does not exist for them."""
    if not case_policy.user_has_permission(user, "view"):
        raise Http404
    try:
        return Case.objects.visible_to(user).select_related(*CASE_RELATIONS).get(pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page in Wagtail's furniture."""

    header_icon = "mail"


class CasePageBase(StaffPage):
    """A page about one case."""

    @cached_property
    def case(self) -> Case:
        """The case, when the user may see it."""
        return visible_case(self.request.user, self.kwargs["pk"])

    @property
    def case_url(self) -> str:
        """The case's page."""
        return reverse("case:inspect", args=[self.case.pk])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("case:index"), "label": _("Cases")},
            {"url": self.case_url, "label": self.case.number},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(case=self.case, case_url=self.case_url, **kwargs)
