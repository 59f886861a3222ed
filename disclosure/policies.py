"""The permission policy of the staff pages: model permission and region, from one table."""

from disclosure.models import Batch
from disclosure.permissions import ROLES_BY_ACTION
from organizations.permissions import RegionScopedPermissionPolicy

batch_policy = RegionScopedPermissionPolicy(Batch, roles_by_action=ROLES_BY_ACTION)
