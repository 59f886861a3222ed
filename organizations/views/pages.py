"""What staff pages that are no viewset's share: who may come in, which row is meant, and where one stands.

A page is a subclass that says what it is about in class attributes; every room's pages stand on these.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from organizations.models import User


class StaffRequest(HttpRequest):
    """A request behind the staff site's login: somebody of the staff sent it."""

    user: User


class SeenUntilSent:
    """Asks once more, when a page is written, whether its reader may see what it is about.

    A page reads in several queries, and may wait between them for its turn to write a look into the log. What
    came in meanwhile may be about the reader, who would be shown it in the moment that takes it from them.
    """

    permission_policy: Any
    object: Any

    def is_still_seen(self) -> bool:
        """Whether the row is there for the user now, asked of the database.

        Of pages of several rows, whether all of them are.
        """
        visible = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        return visible.filter(pk=self.object.pk).exists()

    def dispatch(self, request, *args, **kwargs):
        """Answer 404 instead of a page or a file that its reader may not have any more."""
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if not _shows_nothing(response) and not self.is_still_seen():
            raise Http404
        return response


def _shows_nothing(response) -> bool:
    """Whether an answer only leads elsewhere. A page written by ``render`` is as full as any other."""
    return 300 <= response.status_code < 400 and not response.streaming and not response.content


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the staff site that stands in no section."""

    request: StaffRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and the steps below it."""
        return [*self.breadcrumbs_items, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        """The steps below: this page."""
        return [{"url": "", "label": self.get_page_title()}]


class SectionPage(PermissionCheckedMixin, StaffPage):
    """A page in a section of the staff site; ``permission_required`` names the act of the policy."""

    permission_policy: Any = None
    permission_required = "view"
    index_url_name = ""
    section_label: Any = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the section, and the steps below it."""
        section = {"url": reverse(self.index_url_name), "label": self.section_label}
        return [*self.breadcrumbs_items, section, *self.crumbs()]

    def refuse(self, reasons: Iterable[Any]) -> None:
        """Show every reason of a refusal at the top of the next page."""
        for reason in reasons:
            messages.error(self.request, reason)


class RowPage(SectionPage):
    """A page of one row. One that the user may not see is not there (404).

    ``key_field`` names the field whose value stands in the address, under the same name: ``pk`` only where
    nobody can learn anything from a gap between two keys. The act of ``permission_required`` is checked for
    this very row before anything is shown or done.
    """

    key_field = "pk"
    inspect_url_name = ""
    context_object_name = "object"
    related: tuple[str, ...] = ()

    @cached_property
    def object(self) -> Any:
        """The row of the address, with what ``related`` names. Raises Http404."""
        visible = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        key = {self.key_field: self.kwargs[self.key_field]}
        return get_object_or_404(visible.select_related(*self.related), **key)

    @property
    def object_url(self) -> str:
        """The address of the row's own page."""
        return reverse(self.inspect_url_name, args=[getattr(self.object, self.key_field)])

    def dispatch(self, request, *args, **kwargs):
        """Answer 404 to who may not see the row, and as forbidden to who may not do this to it."""
        if not self.user_has_permission_for_instance(self.permission_required, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[dict[str, Any]]:
        """The row, then this page of it."""
        return [{"url": self.object_url, "label": str(self.object)}, *super().crumbs()]

    def get_context_data(self, **kwargs):
        """Add the row under its name."""
        return super().get_context_data(**{self.context_object_name: self.object, **kwargs})
