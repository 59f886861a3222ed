"""What the staff pages of lists share."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from disclosure.messages import AHEAD
from disclosure.models import Batch
from disclosure.permissions import batch_policy
from organizations.views.pages import RowPage, SectionPage

ICON = "list-ul"


class ListsPage(SectionPage):
    """A page in the lists' section."""

    permission_policy = batch_policy
    index_url_name = "batch:index"
    section_label = _("Lists")
    header_icon = ICON

    def require_at(self, code: str) -> None:
        """Go on only for who may do at a place what this page is for. Raises Http404."""
        policy, here = self.permission_policy, self.permission_policy.model(region_id=code)
        if not policy.user_has_permission_for_instance(self.request.user, self.permission_required, here):
            raise Http404


class BatchPage(ListsPage, RowPage):
    """A page of one batch."""

    inspect_url_name = "batch:inspect"
    context_object_name = "batch"
    related = (
        *("programme", "region", "uploaded_by", "submitted_by", "approved_by"),
        *("corrects__programme", "corrects__region", "brings_back__programme", "brings_back__region"),
    )

    @property
    def batch(self) -> Batch:
        """The batch of the address."""
        return self.object

    def get_context_data(self, **kwargs):
        """Add what is to be known of its month before anything is done."""
        return super().get_context_data(caution=AHEAD if self.batch.is_ahead else "", **kwargs)
