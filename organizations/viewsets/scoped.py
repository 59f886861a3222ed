"""Wagtail's generic views, with every row they read taken from the permission policy.

Wagtail asks a policy whether somebody may edit *some* row, and then fetches any row by its key. These
views ask for the rows themselves, so that one outside the scope does not exist for the one who asks (404,
not 403: the answer does not say that there is such a row). Every viewset of a region-scoped model
subclasses ``ScopedModelViewSet``.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from organizations.viewsets.filtered import StrictFilterMixin

ANY = ("view", "add", "change", "delete")


class ScopedRowsMixin:
    """Where a view's rows come from."""

    scope_actions: tuple[str, ...] = ANY

    def scoped_rows(self):
        """Return the rows to which the user may do one of ``scope_actions``."""
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.scope_actions
        )


class ScopedFormMixin:
    """A form that offers only what its user may see, and saves only where they may act."""

    def get_form(self, form_class=None):
        """Narrow every choice of a region-scoped model to the user's scope."""
        form = super().get_form(form_class)
        for field in form.fields.values():
            queryset = getattr(field, "queryset", None)
            if hasattr(queryset, "visible_to"):
                field.queryset = queryset.visible_to(self.request.user)
        return form

    def form_valid(self, form):
        """Refuse a row that would lie outside the user's scope, keeping all that was typed."""
        allowed = self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.permission_required, form.instance
        )
        if not allowed:
            form.add_error(None, _("This lies outside your region. Choose a place or unit within it."))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return super().form_valid(form)


class ScopedIndexView(StrictFilterMixin, ScopedRowsMixin, generic.IndexView):
    """A list of rows in scope; search, filters, counts and exports start from it."""

    def get_base_queryset(self):
        """Return the rows in scope."""
        return self.scoped_rows()


class ScopedCreateView(ScopedFormMixin, generic.CreateView):
    """A form for a new row in scope."""


class ScopedEditView(ScopedRowsMixin, ScopedFormMixin, generic.EditView):
    """A form for a row in scope."""

    scope_actions = ("change",)

    def get_queryset(self):
        """Return the rows that the user may change."""
        return self.scoped_rows()


class ScopedDeleteView(ScopedRowsMixin, generic.DeleteView):
    """Deletes a row in scope: where the policy names nobody who may, every row answers as if it were none."""

    scope_actions = ("delete",)

    def get_queryset(self):
        """Return the rows that the user may delete."""
        return self.scoped_rows()


class ScopedInspectView(ScopedRowsMixin, generic.InspectView):
    """Shows a row in scope."""

    def get_object(self, queryset=None):
        """Return the row, or raise Http404 when it's out of scope."""
        return generic.models.get_object_or_404(self.scoped_rows(), pk=generic.models.unquote(str(self.pk)))


class ScopedHistoryView(ScopedRowsMixin, history.HistoryView):
    """Shows the audit entries of a row in scope."""

    def get_base_object_queryset(self):
        """Return the rows in scope."""
        return self.scoped_rows()


class ScopedUsageView(ScopedRowsMixin, usage.UsageView):
    """Shows where a row in scope is used."""

    def get_base_object_queryset(self):
        """Return the rows in scope."""
        return self.scoped_rows()


class ScopedModelViewSet(ModelViewSet):
    """A viewset all of whose views read through ``permission_policy``; a subclass must set one."""

    index_view_class = ScopedIndexView
    add_view_class = ScopedCreateView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
    add_to_reference_index = False
    permission_policy: Any = None
