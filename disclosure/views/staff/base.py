"""What the staff pages of lists share: who may come in, and which batch is meant."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from disclosure.messages import AHEAD, REASONS
from disclosure.models import Batch
from disclosure.policies import batch_policy
from disclosure.problems import NotAllowed

ICON = "list-ul"


class ListsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page in the lists' section; ``permission_required`` names the act of the policy."""

    permission_policy = batch_policy
    permission_required = "view"
    header_icon = ICON

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the lists, the batch where there is one, this page."""
        lists = {"url": reverse("batch:index"), "label": _("Lists")}
        return [*self.breadcrumbs_items, lists, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        """The steps below the index."""
        return [{"url": "", "label": self.get_page_title()}]

    def refuse(self, error: NotAllowed) -> None:
        """Show every reason of a refusal at the top of the next page."""
        for reason in error.reasons:
            messages.error(self.request, REASONS[reason])


class BatchView(ListsView):
    """A page of one batch that the user may see; any other answers as not there."""

    @cached_property
    def batch(self) -> Batch:
        """The batch of the address, or 404."""
        visible = batch_policy.instances_user_has_permission_for(self.request.user, "view")
        people = ("uploaded_by", "submitted_by", "approved_by")
        return get_object_or_404(visible.select_related("programme", "region", *people), pk=self.kwargs["pk"])

    @property
    def batch_url(self) -> str:
        return reverse("batch:inspect", args=[self.batch.pk])

    def get_context_data(self, **kwargs):
        """Add the batch, and what is to be known of its month before anything is done."""
        caution = AHEAD if self.batch.is_ahead else ""
        return super().get_context_data(batch=self.batch, caution=caution, **kwargs)
