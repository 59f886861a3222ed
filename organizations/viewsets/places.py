"""Staff pages for places and units."""

from django.utils.translation import gettext_lazy as _

from organizations import codes, moving, posts, renaming, renaming_places
from organizations.forms import UnitForm
from organizations.models import Region, Unit
from organizations.permissions import RegionPermissionPolicy, UnitPermissionPolicy
from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.scoped import (
    ScopedCreateView,
    ScopedEditView,
    ScopedIndexView,
    ScopedModelViewSet,
)


class RegionIndexView(ScopedIndexView):
    """Places in scope, with the ones above them in one query."""

    def get_base_queryset(self):
        """Return places with the ones above them."""
        return super().get_base_queryset().select_related("parent")


class RegionCreateView(ReauthenticationMixin, ScopedCreateView):
    """Adds a place."""


class RegionEditView(ReauthenticationMixin, ScopedEditView):
    """Corrects a place's name, by which texts and lists mean it."""

    def save_instance(self):
        """Save; the name before goes on counting, the new one waits for a second administrator."""
        before = Region.objects.get(pk=self.object.pk)
        if before.name != self.form.instance.name:
            renaming_places.keep_name(self.form.instance, before, user=self.request.user)
        return super().save_instance()

    def get_success_message(self):
        """Say when the new name waits for somebody else."""
        if not self.object.known_as:
            return super().get_success_message()
        return _(
            "Saved. %(before)s is read beside the new name; another administrator, of a place above, has to "
            "confirm that one."
        ) % {"before": self.object.known_as}


class RegionViewSet(ScopedModelViewSet):
    """The places in one's scope: read and searched by all staff, corrected by administrators from above."""

    model = Region
    icon = "site"
    menu_label = _("Regions")
    permission_policy = RegionPermissionPolicy(Region)
    index_view_class = RegionIndexView
    add_view_class = RegionCreateView
    edit_view_class = RegionEditView
    inspect_view_enabled = True
    inspect_view_fields = ["code", "name", "level", "path_name"]
    list_display = ["name", "code", "level", "parent"]
    list_filter = ["level"]
    list_per_page = 50
    search_fields = ["name", "code"]
    form_fields = ["name"]


class UnitIndexView(ScopedIndexView):
    """Units in scope, with what is shown of their region and the unit above."""

    def get_base_queryset(self):
        """Return units with region and unit above."""
        return super().get_base_queryset().select_related("region", "parent")


class UnitCreateView(ReauthenticationMixin, ScopedCreateView):
    """Adds a unit: once a second administrator has seen it, a text may mean it, and posts there count."""

    def save_instance(self):
        """Save; it waits for a second administrator."""
        renaming.keep_new(self.form.instance, user=self.request.user)
        return super().save_instance()

    def get_success_message(self, instance):
        """Say that it waits for somebody else."""
        said = super().get_success_message(instance)
        if not instance.is_new:
            return said
        waits = _(
            "Another administrator, of a unit above, has to confirm it; until then posts there wait too."
        )
        return f"{said} {waits}"


class UnitEditView(ReauthenticationMixin, ScopedEditView):
    """Changes a unit. What decides about cases waits for a second administrator."""

    def save_instance(self):
        """Save; another name, kind, place, last day or unit above waits for a second administrator.

        Where it need not, a wider place opens to whoever holds a post there, so two give these again.
        """
        before = Unit.objects.get(pk=self.object.pk)
        if before.name != self.form.instance.name:
            renaming.keep_name(self.form.instance, before, user=self.request.user)
        moving.propose_move(self.form.instance, before, user=self.request.user)
        unit = super().save_instance()
        if not codes.contains(before.region_id, unit.region_id):
            posts.ask_again(unit, user=self.request.user)
        return unit

    def get_success_message(self):
        """Say what waits for somebody else."""
        if moving.waits(self.object):
            return _(
                "Saved. Another kind, place, last day or unit above counts once another administrator, of a "
                "unit above, has confirmed it under “To confirm as second”; until then the unit is what it "
                "was."
            )
        if not self.object.known_as:
            return super().get_success_message()
        return _(
            "Saved. For whom cases mean, %(before)s counts until another administrator, of a unit above, "
            "has confirmed the new name."
        ) % {"before": self.object.known_as}


class UnitViewSet(ScopedModelViewSet):
    """The units in one's scope."""

    model = Unit
    icon = "home"
    menu_label = _("Units")
    permission_policy = UnitPermissionPolicy(Unit)
    index_view_class = UnitIndexView
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView
    inspect_view_enabled = True
    list_display = ["name", "kind", "region", "parent", "phone", "open_until"]
    list_filter = ["kind", "is_public"]
    list_per_page = 50
    search_fields = ["name"]

    def get_form_class(self, for_update=False):
        """Return the form with choosers."""
        return UnitForm


region_viewset = RegionViewSet("region")
unit_viewset = UnitViewSet("unit")
