"""What the leads' screens share."""

from django.utils.translation import gettext_lazy as _

from organizations.views.pages import RowPage, SectionPage, SeenUntilSent
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
