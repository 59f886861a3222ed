"""The room's models."""

from organizations.models.factors import BackupCode, SecondFactor, SecurityKey
from organizations.models.kept_forms import KeptForm
from organizations.models.links import AccountDoubt, AccountLink
from organizations.models.places import Region, RegionQuerySet
from organizations.models.resets import FactorReset
from organizations.models.sessions import Session
from organizations.models.staff import Post, PostQuerySet, User, UserManager
from organizations.models.units import Unit, UnitQuerySet

__all__ = [
    "AccountDoubt",
    "AccountLink",
    "BackupCode",
    "FactorReset",
    "KeptForm",
    "Post",
    "PostQuerySet",
    "Region",
    "RegionQuerySet",
    "SecondFactor",
    "SecurityKey",
    "Session",
    "Unit",
    "UnitQuerySet",
    "User",
    "UserManager",
]
