"""The figures of programmes on the staff site: added by administrators, looked at by all who do lists."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.admin.views.generic.models import CopyViewMixin

from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.scoped import ScopedCreateView, ScopedRowsMixin
from protection import audit


class StandardCreateView(ReauthenticationMixin, ScopedCreateView):
    """Adds a figure. It says what people are promised, so it asks again who one is."""

    def save_instance(self):
        """Save, with one entry in the log."""
        with transaction.atomic():
            instance = self.form.save()
            audit.record(
                "disclosure.add_standard",
                instance,
                user=self.request.user,
                programme=instance.programme_id,
                region=instance.region_id,
                sort=instance.sort,
                amount=instance.amount,
                valid_from=instance.valid_from,
            )
        return instance


class StandardCopyView(CopyViewMixin, ScopedRowsMixin, StandardCreateView):
    """Begins the next version with what an earlier one says; that one stays as it is."""

    scope_actions = ("add",)

    def get_queryset(self):
        """Return the rows that the user may follow up."""
        return self.scoped_rows()

    def get_initial_form_instance(self):
        """A figure that is not stored yet."""
        earlier = self.get_object()
        earlier.pk, earlier._state.adding = None, True
        earlier.valid_from = timezone.localdate() + timedelta(days=1)
        return earlier
