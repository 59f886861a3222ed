"""Everyday words on the staff site: added and changed by administrators of the head office, never deleted."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from organizations.models import User
from organizations.views.reauthentication import ReauthenticationMixin
from portal.models import EverydayWord
from protection import audit


class WordPolicy(ModelPermissionPolicy):
    """The shipped table would bring a deleted word back, so one is put out of use instead."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Look, add and change, nothing else."""
        return action in {"view", "add", "change"} and super().user_has_permission(user, action)


class LoggedMixin(ReauthenticationMixin):
    """One entry of this room in the log for each act; it decides what everybody finds, so it asks again who
    one is.
    """

    has_content_changes = True
    audited_as = ""

    def save_instance(self):
        """Save, and note whether the word counts; the word itself is in the row, which stays."""
        with transaction.atomic():
            instance = self.form.save()
            audit.record(
                self.audited_as,
                instance,
                user=self.request.user,
                both_ways=instance.both_ways,
                is_used=instance.is_used,
            )
        return instance


class WordCreateView(LoggedMixin, generic.CreateView):
    """Adds a word."""

    audited_as = "portal.add_word"


class WordEditView(LoggedMixin, generic.EditView):
    """Changes a word, or puts it out of use."""

    audited_as = "portal.change_word"


class EverydayWordViewSet(ModelViewSet):
    """What people say, and what the texts say for it."""

    model = EverydayWord
    icon = "comment"
    menu_label = _("Everyday words")
    menu_order = 720
    add_to_settings_menu = True
    add_to_reference_index = False
    permission_policy = WordPolicy(EverydayWord)
    add_view_class = WordCreateView
    edit_view_class = WordEditView
    copy_view_enabled = False
    form_fields = ["word", "means", "both_ways", "is_used"]
    list_display = [
        "word",
        "means",
        BooleanColumn("both_ways", label=_("also the other way round")),
        BooleanColumn("is_used", label=_("in use")),
    ]
    list_filter = ["is_used", "both_ways"]
    search_fields = ["word", "means"]
    search_backend_name = None
    list_per_page = 50
    ordering = ["word", "means"]


word_viewset = EverydayWordViewSet("everyday_word", url_prefix="words")
