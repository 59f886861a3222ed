"""Who may do what with a case: model permission, region, and not being accused; all three are needed."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from complaints.enums import ReporterIdentity
from complaints.models import Case, CaseImport
from complaints.visibility import CASE_ROLES, case_filters, case_q
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.enums import CASEWORK_ROLES, Role
from organizations.models import User
from organizations.permissions import RegionScopedPermissionPolicy

PermissionCheck = Callable[[User, str, Case], bool]
INTAKE_ROLES = frozenset({Role.OPERATOR})


class CasePermissionPolicy(RegionScopedPermissionPolicy):
    """Region scope of the post, plus: never a case that accuses the user, their unit or one above it.

    Nobody adds, changes or deletes a case by a form of the admin: cases come from ``intake`` and change
    by ``casework.act``.
    """

    roles_by_action = {
        "view": CASE_ROLES,
        # An inspector acts on what lies with the inspection group itself (``workflow``), and on nothing else.
        "act": CASEWORK_ROLES | {Role.INSPECTOR},
        "put_back": DECIDERS,
        "register": INTAKE_ROLES,
        "view_identity": INTAKE_ROLES,
        "view_open_identity": CASEWORK_ROLES,
    }
    #: Actions whose permission is not called ``<action>_case``.
    named = frozenset({"view_identity", "view_open_identity"})

    def _get_permission_name(self, action: str) -> str:
        if action == "put_back":
            return self._get_permission_name("view")
        return f"complaints.{action}" if action in self.named else super()._get_permission_name(action)

    def _get_permission_codenames(self, actions: Iterable[str]) -> set[str]:
        return {self._get_permission_name(action).partition(".")[2] for action in actions}

    def condition(self, user: User, action: str) -> Q:
        """The region of a post that counts for the action, high enough to see it, and not accused."""
        return case_q(user, self.roles_for(action))

    def user_has_permission_for_instance(self, user: User, action: str, instance: Case) -> bool:
        """Whether the user may do this to this case."""
        return super().user_has_permission_for_instance(user, action, instance) and bool(
            Case.objects.filter(self.condition(user, action), pk=instance.pk).exists()
        )

    def offers(self, user: User, action: str, case: Case) -> bool:
        """Whether a page about this case offers it: the same rule, answered from what the page has read.

        The page asks the database before and after it (``SeenUntilSent``), and the act itself does.
        """
        return super().user_has_permission_for_instance(user, action, case) and case_filters(
            user, self.roles_for(action)
        ).admits(case, case.respondents.all())

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Case):
        """The users who may do one of these to this case, without those it accuses or is not seen by."""
        users = super().users_with_any_permission_for_instance(actions, instance)
        hidden = [user.pk for user in users if not Case.objects.filter(case_q(user), pk=instance.pk)]
        return users.exclude(pk__in=hidden)

    def may_reveal(self, user: User, case: Case, asked: PermissionCheck | None = None) -> bool:
        """Whether the user may learn who brought it: intake always, those at work on it when it is open.

        ``asked``: how that is found out, the database unless a page only offers it.
        """
        asked = asked or self.user_has_permission_for_instance
        return asked(user, "view_identity", case) or (
            case.openness == ReporterIdentity.OPEN and asked(user, "view_open_identity", case)
        )


case_policy = CasePermissionPolicy(Case)


class ImportPermissionPolicy(RegionScopedPermissionPolicy):
    """Imports of another system's cases: by the administrators of the very place that the file is of, and
    seen by nobody else. They read what came of it as figures; whose cases open follows ``case_policy``.
    """

    roles_by_action = {action: frozenset({Role.ADMINISTRATOR}) for action in ("view", "import")}

    def condition(self, user: User, action: str) -> Q:
        """The place of an administrator's own unit, and none below it."""
        own = {held.region_code for held in scope.holdings(user) if held.role in self.roles_for(action)}
        return Q(region_id__in=own)

    def user_has_permission_for_instance(self, user: User, action: str, instance: CaseImport) -> bool:
        """Whether the import is of a place where the user is administrator."""
        own = {held.region_code for held in scope.holdings(user) if held.role in self.roles_for(action)}
        return instance.region_id in own and self.user_has_permission(user, action)


import_policy = ImportPermissionPolicy(CaseImport)


def stands_over(user: User, unit, roles: Iterable[Role]) -> bool:
    """Whether the user holds one of the roles in the unit or in a unit above it."""
    wanted = frozenset(roles)
    units = {unit.pk, *(higher.pk for higher in unit.superiors())}
    return any(held.role in wanted and held.unit_id in units for held in scope.holdings(user))
