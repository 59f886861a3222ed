"""Region scope as a Wagtail permission policy: the model permission says what, the scope says where; both
are needed.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from wagtail.permission_policies.base import ModelPermissionPolicy

from organizations import administering, codes, scope
from organizations.enums import ALL_ROLES, Role
from organizations.models import Post, Unit, User


class RegionScopedPermissionPolicy(ModelPermissionPolicy):
    """Decides by Django's model permission and by the region of the row, for one model.

    ``region_lookup`` names the path from the model to a division code (``region_id``, ``unit__region_id``, or
    ``code`` for a region itself). ``roles_by_action`` says by which role a post must be held for its region
    to count for an action; an action it does not name is nobody's. A superuser has every model permission,
    but no region without a post.
    """

    region_lookup: str = "region_id"
    roles_by_action: Mapping[str, frozenset[Role]] = {}

    def __init__(
        self,
        model: type[Model] | str,
        auth_model: type[Model] | str | None = None,
        *,
        region_lookup: str | None = None,
        roles_by_action: Mapping[str, frozenset[Role]] | None = None,
    ) -> None:
        super().__init__(model, auth_model=auth_model)
        if region_lookup is not None:
            self.region_lookup = region_lookup
        if roles_by_action is not None:
            self.roles_by_action = roles_by_action

    def roles_for(self, action: str) -> frozenset[Role]:
        """Return the roles whose posts count for an action: none when the table does not name it."""
        return self.roles_by_action.get(action, frozenset())

    def user_has_permission(self, user: User, action: str) -> bool:
        """Say whether the user may do this to some row: by permission, and by a post somewhere."""
        return bool(
            user.is_active
            and scope.region_codes(user, self.roles_for(action))
            and super().user_has_permission(user, action)
        )

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this row: its region lies in a post's."""
        code = self.region_code(instance)
        return (
            code is not None
            and self.user_has_permission(user, action)
            and scope.in_scope(user, code, self.roles_for(action))
        )

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]):
        """Return the rows to which the user may do one of these."""
        condition = Q()
        for action in actions:
            if self.user_has_permission(user, action):
                condition |= self.condition(user, action)
        return self.model._default_manager.filter(condition or scope.NOTHING)

    def condition(self, user: User, action: str) -> Q:
        """Return the condition that a row lies where the user may do this. Subclasses narrow it further."""
        return scope.scope_q(user, self.roles_for(action), self.region_lookup)

    def users_with_any_permission(self, actions: Iterable[str]):
        """Return the users who may do one of these somewhere."""
        return self._users(list(actions), Q())

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model):
        """Return the users who may do one of these to this row."""
        code = self.region_code(instance)
        if code is None:
            return self._users([], Q())
        return self._users(list(actions), Q(unit__region_id__in=codes.ancestors_of(code, include_self=True)))

    def region_code(self, instance: Model) -> str | None:
        """Return the division code of a row, following ``region_lookup``; None where it has no region."""
        value: object = instance
        for step in self.region_lookup.split("__"):
            if value is None:
                return None
            value = getattr(value, step)
        return str(value) if value else None

    def _users(self, actions: list[str], where: Q):
        found = User.objects.none()
        for action in actions:
            posts = Post.objects.active().filter(where, role__in=self.roles_for(action))
            found |= super().users_with_any_permission([action]).filter(pk__in=posts.values("user_id"))
        return found.distinct()


def _own_places(user: User) -> set[str]:
    """Where somebody works, and what lies above; a superuser keeps the uppermost."""
    held = () if user.is_superuser else scope.holdings(user)
    return {above for post in held for above in codes.ancestors_of(post.region_code, include_self=True)}


class RegionPermissionPolicy(RegionScopedPermissionPolicy):
    """Regions: everyone sees those in their scope, an administrator corrects those below their own.

    As with units, what one's own place is called is for the level above to say.

    Here, as for units, posts and people, nobody deletes: the database would keep a row from going because of
    a case that accuses it, and so tell that there is one (decision 0021).
    """

    region_lookup = "code"
    roles_by_action = {
        "view": ALL_ROLES,
        "add": frozenset({Role.ADMINISTRATOR}),
        "change": frozenset({Role.ADMINISTRATOR}),
    }

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this place."""
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action == "view" or self.region_code(instance) not in _own_places(user))

    def condition(self, user: User, action: str) -> Q:
        """Return the condition for places in scope, or, to do more than look, below one's own."""
        condition = super().condition(user, action)
        return condition if action == "view" else condition & ~Q(code__in=_own_places(user))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model):
        """Return the users who may do one of these to this place."""
        low, high = codes.bounds(str(self.region_code(instance)))
        there = Post.objects.active().filter(unit__region_id__gte=low, unit__region_id__lt=high)
        found = User.objects.none()
        for action in actions:
            users = super().users_with_any_permission_for_instance([action], instance)
            if action != "view":
                users = users.exclude(Q(pk__in=there.values("user")) & Q(is_superuser=False))
            found |= users
        return found.distinct()


class UnitPermissionPolicy(RegionScopedPermissionPolicy):
    """Units: everyone sees those in their scope, an administrator keeps their own and those below it.

    A unit that has none above it is not added. None is deleted: it is closed.
    """

    roles_by_action = RegionPermissionPolicy.roles_by_action

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this unit."""
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if not allowed or action == "view":
            return allowed
        return isinstance(instance, Unit) and administering.administers(user, instance)

    def condition(self, user: User, action: str) -> Q:
        """Return the condition for units in scope, or, to do more than look, for those administered."""
        condition = super().condition(user, action)
        if action == "view":
            return condition
        return condition & administering.administered_q(user)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model):
        """Return the users who may do one of these to this unit."""
        found = User.objects.none()
        for action in actions:
            users = super().users_with_any_permission_for_instance([action], instance)
            if action != "view" and isinstance(instance, Unit):
                users = users.filter(administering.administrators_q(instance))
            found |= users
        return found.distinct()


class PostPermissionPolicy(RegionScopedPermissionPolicy):
    """Posts: an administrator sees those of units in scope, and gives and ends those of units they
    administer. So a bureau never appoints those who inspect it.
    """

    region_lookup = "unit__region_id"
    roles_by_action = {action: frozenset({Role.ADMINISTRATOR}) for action in ("view", "add", "change")}

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this post."""
        return super().user_has_permission_for_instance(user, action, instance) and (
            action == "view"
            or (isinstance(instance, Post) and administering.administers(user, instance.unit))
        )

    def condition(self, user: User, action: str) -> Q:
        """Return the condition for posts in scope, or, to do more than look, in administered units."""
        condition = super().condition(user, action)
        return condition if action == "view" else condition & administering.administered_q(user, "unit__")


class UserPermissionPolicy(RegionScopedPermissionPolicy):
    """People: an administrator sees those in their region, and changes those all of whose posts are in units
    they administer; a post that only begins later counts.

    Someone new has no post yet; every administrator may see and change them until they are given one.
    Without that limit the administrator of a county, or of the bureau itself, could set the password of an
    inspector.
    """

    region_lookup = "posts__unit__region_id"
    roles_by_action = {action: frozenset({Role.ADMINISTRATOR}) for action in ("view", "add", "change")}

    def _get_permission_name(self, action: str) -> str:
        return "organizations.manage_staff"

    def _get_permission_codenames(self, actions) -> set[str]:
        return {"manage_staff"}

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this person."""
        found = self.instances_user_has_permission_for(user, action)
        return (
            found.filter(pk=instance.pk).exists() if instance.pk else self.user_has_permission(user, action)
        )

    def condition(self, user: User, action: str) -> Q:
        """Return the condition for people in scope, or, to change them, for those with no post elsewhere."""
        posts = Post.objects.all()
        inside = scope.scope_q(user, self.roles_for(action), "unit__region_id")
        # Subqueries, not joins: a person with two posts is one person.
        without_post = ~Q(pk__in=posts.values("user")) & Q(is_superuser=False)
        holders = Q(pk__in=posts.filter(inside).values("user")) | without_post
        if action == "view":
            return holders
        kept = posts.filter(inside & administering.administered_q(user, "unit__"))
        outside = posts.not_ended().exclude(pk__in=kept.values("pk"))
        return holders & Q(is_superuser=False) & ~Q(pk__in=outside.values("user"))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model):
        """Return the administrators anywhere: nobody asks for those of one person."""
        return self.users_with_any_permission(actions)
