"""Choices of this room, and named groups of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The five levels of the division codes."""

    PROVINCE = 1, _("Province")
    CITY = 2, _("City")
    COUNTY = 3, _("County or district")
    TOWNSHIP = 4, _("Township or subdistrict")
    VILLAGE = 5, _("Village or community")


#: How many digits a code of each level has.
CODE_LENGTH = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}

#: The level that a code of so many digits belongs to.
LEVEL_OF_LENGTH = {length: level for level, length in CODE_LENGTH.items()}


class UnitKind(models.TextChoices):
    """What a unit is; routing and visibility depend on it."""

    BUREAU = "bureau", _("Civil affairs bureau")
    TOWNSHIP = "township", _("Township government")
    VILLAGE_COMMITTEE = "village_committee", _("Village committee")
    INSPECTION = "inspection", _("Discipline inspection")
    HOTLINE = "hotline", _("Hotline")


class Role(models.TextChoices):
    """What a person does in a unit. A role is also the name of the Django group that carries its
    permissions.
    """

    OPERATOR = "operator", _("Operator")
    HANDLER = "handler", _("Handler")
    SUPERVISOR = "supervisor", _("Supervisor")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Everyone who works here.
ALL_ROLES = frozenset(Role)

#: Those through whose hands a case passes.
CASEWORK_ROLES = frozenset({Role.OPERATOR, Role.HANDLER, Role.SUPERVISOR})
