"""Choosers for places and units: the same scope as the lists, also for what is asked for by its key."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from organizations.models import Region, Unit
from organizations.permissions import RegionPermissionPolicy, UnitPermissionPolicy


class NameFilterForm(BaseFilterForm):
    """Finds by a part of the name, or by the beginning of the code."""

    q = forms.CharField(label=_("Name or code"), required=False)
    code_lookup = "code"

    def filter(self, objects):
        """Return the objects that match."""
        objects = super().filter(objects)
        self.is_searching = bool(text := self.cleaned_data.get("q", "").strip())
        self.search_query = text
        if text:
            objects = objects.filter(Q(name__icontains=text) | Q(**{f"{self.code_lookup}__startswith": text}))
        return objects


class UnitFilterForm(NameFilterForm):
    """Finds a unit by its name or the code of its region."""

    code_lookup = "region__code"


class ScopedObjectsMixin:
    """The rows a chooser offers and accepts: those in the user's scope."""

    def get_object_list(self):
        """Return what is offered."""
        return self.model_class.objects.visible_to(self.request.user)

    def get_object(self, pk):
        """Return the one chosen; ObjectDoesNotExist (a 404) when it's out of scope."""
        return get_object_or_404(self.get_object_list(), pk__in=self.readable([pk]))

    def get_objects(self, pks):
        """Return the ones chosen, silently without those out of scope."""
        return self.get_object_list().filter(pk__in=self.readable(pks))

    def readable(self, pks):
        """Return those of the keys that can be one."""
        return [pk for pk in pks if self.can_be(pk)]

    def can_be(self, pk) -> bool:
        """Say whether a key can be one."""
        try:
            self.model_class._meta.pk.to_python(pk)
        except ValidationError:
            return False
        return True


class RegionChooseMixin(ScopedObjectsMixin):
    """Places, each with its code beside it: names repeat."""

    filter_form_class = NameFilterForm

    @property
    def columns(self):
        """Return name, code and the place above."""
        place_above = Column("parent", label=_("Lies in"), accessor="parent")
        return [*super().columns, Column("code", label=_("Code"), accessor="code"), place_above]

    def get_object_list(self):
        """Return places with the ones above them."""
        return super().get_object_list().select_related("parent")


class UnitChooseMixin(ScopedObjectsMixin):
    """Units, each with its region."""

    filter_form_class = UnitFilterForm

    @property
    def columns(self):
        """Return name and region."""
        return [*super().columns, Column("region", label=_("Region"), accessor="region")]

    def get_object_list(self):
        """Return units with their regions."""
        return super().get_object_list().select_related("region")


class RegionChooseView(RegionChooseMixin, chooser.ChooseView):
    """The chooser's dialogue."""


class RegionChooseResultsView(RegionChooseMixin, chooser.ChooseResultsView):
    """The chooser's results."""


class UnitChooseView(UnitChooseMixin, chooser.ChooseView):
    """The chooser's dialogue."""


class UnitChooseResultsView(UnitChooseMixin, chooser.ChooseResultsView):
    """The chooser's results."""


class ScopedChosenView(ScopedObjectsMixin, chooser.ChosenView):
    """The answer for one chosen row."""


class ScopedChosenMultipleView(ScopedObjectsMixin, chooser.ChosenMultipleView):
    """The answer for several chosen rows."""


class ScopedChooserViewSet(ChooserViewSet):
    """A chooser that names rows in scope only; a subclass sets the views that offer them."""

    chosen_view_class = ScopedChosenView
    chosen_multiple_view_class = ScopedChosenMultipleView
    per_page = 20


class RegionChooserViewSet(ScopedChooserViewSet):
    """Chooses a place; used by every form with a region."""

    model = Region
    permission_policy = RegionPermissionPolicy(Region)
    icon = "site"
    choose_one_text = _("Choose a region")
    choose_another_text = _("Choose another region")
    edit_item_text = _("Edit this region")
    choose_view_class = RegionChooseView
    choose_results_view_class = RegionChooseResultsView


class UnitChooserViewSet(ScopedChooserViewSet):
    """Chooses a unit."""

    model = Unit
    permission_policy = UnitPermissionPolicy(Unit)
    icon = "home"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")
    edit_item_text = _("Edit this unit")
    choose_view_class = UnitChooseView
    choose_results_view_class = UnitChooseResultsView


region_chooser = RegionChooserViewSet("region_chooser")
unit_chooser = UnitChooserViewSet("unit_chooser")
