"""The catalogue and what does not apply, on the staff site: one entry in the log for each act."""

from typing import Any

from django.db import transaction
from wagtail.admin.views import generic

from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.scoped import ScopedCreateView, ScopedEditView, ScopedIndexView
from protection import audit


class _ItemView(ReauthenticationMixin):
    """Says what everybody owes, so it asks again who one is."""

    form: Any
    request: Any
    audited_as = ""
    has_content_changes = True

    def save_instance(self):
        """Save with its programmes; what changed goes into the log by the names of the fields."""
        with transaction.atomic():
            item = self.form.save()
            audit.record(
                self.audited_as,
                item,
                user=self.request.user,
                reason=self.form.cleaned_data["reason"],
                number=item.number,
                days=item.days,
                changed=[name for name in self.form.changed_data if name != "reason"],
            )
        return item


class ItemCreateView(_ItemView, generic.CreateView):
    """Adds an item, such as one that a local rule asks for."""

    audited_as = "disclosure.add_catalogue_item"


class ItemEditView(_ItemView, generic.EditView):
    """Fills in or corrects an item."""

    audited_as = "disclosure.change_catalogue_item"


class _ExceptionView(ReauthenticationMixin):
    form: Any
    request: Any
    audited_as = ""

    def save_instance(self):
        """Save, with one entry in the log that has the reason."""
        with transaction.atomic():
            row = self.form.save(commit=False)
            row.entered_by = row.entered_by or self.request.user
            row.save()
            audit.record(
                self.audited_as,
                row,
                user=self.request.user,
                reason=row.reason,
                item=row.item.number,
                programme=row.programme_id,
                region=row.region_id,
                since=row.since,
                until=row.until,
            )
        return row


class ExceptionIndexView(ScopedIndexView):
    """What does not apply, with what a line shows."""

    def get_base_queryset(self):
        """The rows in scope."""
        return super().get_base_queryset().select_related("item", "programme", "region")


class ExceptionCreateView(_ExceptionView, ScopedCreateView):
    """Says that an item does not apply in a place."""

    audited_as = "disclosure.add_not_applicable"


class ExceptionEditView(_ExceptionView, ScopedEditView):
    """Says until when."""

    audited_as = "disclosure.end_not_applicable"
