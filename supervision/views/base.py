"""What the leads' screens share."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from organizations.views.pages import RowPage, SectionPage, SeenUntilSent
from supervision import closed_cases
from supervision.models import Lead
from supervision.permissions import lead_policy


class LeadsView(SectionPage):
    """A screen in the leads' section."""

    permission_policy = lead_policy
    index_url_name = "lead:index"
    section_label = _("Leads")


class LeadView(SeenUntilSent, LeadsView, RowPage):
    """A screen of one lead."""

    key_field = "public_id"
    inspect_url_name = "lead:inspect"
    context_object_name = "lead"
    related = ("region", "unit", "created_by", "latest_event")

    @property
    def lead(self) -> Lead:
        """The lead of the address."""
        return self.object

    @cached_property
    def closed(self) -> frozenset[int]:
        """The cases of the lead that are closed to the reader, before anything else of the page was read."""
        return closed_cases.closed_to(self.lead, self.request.user)

    def dispatch(self, request, *args, **kwargs):
        """Read what is closed first: read later, it could hide that it has changed."""
        _ = self.closed
        return super().dispatch(request, *args, **kwargs)

    def is_still_seen(self) -> bool:
        """Whether the lead is there for the user, and no more of its cases have been closed to them since."""
        return super().is_still_seen() and closed_cases.closed_to(self.lead, self.request.user) <= self.closed
