"""The room's models."""

from organizations.models.places import Region, RegionQuerySet
from organizations.models.staff import Post, PostQuerySet, User, UserManager
from organizations.models.units import Unit, UnitQuerySet

__all__ = ["Post", "PostQuerySet", "Region", "RegionQuerySet", "Unit", "UnitQuerySet", "User", "UserManager"]
