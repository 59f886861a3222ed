"""Rows of which a change is a new version: the earlier ones stay as they are."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.views.generic.models import CopyViewMixin


class NextVersionMixin(CopyViewMixin):
    """Begins the next version with what an earlier one says, valid from tomorrow; stands first."""

    def get_initial_form_instance(self):
        """A version that is not stored yet."""
        earlier = self.get_object()
        earlier.pk, earlier._state.adding = None, True
        earlier.valid_from = timezone.localdate() + timedelta(days=1)
        return earlier
