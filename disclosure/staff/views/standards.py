"""The figures of programmes on the staff site: added by administrators, looked at by all who do lists."""

from django.db import transaction

from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.scoped import ScopedCreateView, ScopedRowsMixin
from organizations.viewsets.versions import NextVersionMixin
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


class StandardCopyView(NextVersionMixin, ScopedRowsMixin, StandardCreateView):
    """Adds the next version of one that the user may follow up."""

    scope_actions = ("add",)

    def get_queryset(self):
        """Return the rows that the user may follow up."""
        return self.scoped_rows()
