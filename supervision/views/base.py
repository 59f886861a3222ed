"""What the leads' screens share: who may come in, which lead is meant, and where the visitor stands."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from supervision.models import Lead
from supervision.permissions import policy
from supervision.workflow import NotAllowed


class LeadsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen in the leads' section; `permission_required` names the act of the policy."""

    permission_policy = policy
    permission_required = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the leads, the lead when there is one, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("lead:index"), "label": _("Leads")},
            *self.crumbs(),
        ]

    def crumbs(self) -> list[dict[str, Any]]:
        """The steps below the list of leads."""
        return [{"url": "", "label": self.get_page_title()}]

    def refuse(self, error: NotAllowed) -> None:
        """Show every reason of a refusal at the top of the next screen."""
        for reason in error.reasons:
            messages.error(self.request, reason)


class LeadView(LeadsView):
    """A screen of one lead that the user may see; anything else is answered as not there."""

    @cached_property
    def lead(self) -> Lead:
        """The lead of the address, or 404: a hidden lead doesn't exist."""
        visible = Lead.objects.visible_to(self.request.user)
        return get_object_or_404(
            visible.select_related("region", "unit", "created_by", "latest_event"), pk=self.kwargs["pk"]
        )

    def dispatch(self, request, *args, **kwargs):
        """Check the act for this very lead, before anything is done."""
        if not policy.user_has_permission(request.user, self.permission_required):
            raise PermissionDenied
        if not policy.user_has_permission_for_instance(request.user, self.permission_required, self.lead):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[dict[str, Any]]:
        """The lead, and this screen of it."""
        return [
            {"url": self.lead_url, "label": self.lead.number},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def lead_url(self) -> str:
        """The address of the lead's own page."""
        return reverse("lead:inspect", args=[self.lead.pk])

    def get_context_data(self, **kwargs):
        """Add the lead."""
        return super().get_context_data(lead=self.lead, **kwargs)
