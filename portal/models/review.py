"""Approval by somebody else: nobody approves their own work (design, invariant 3)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class ReviewTask(AbstractGroupApprovalTask):
    """A group's approval that gives the author of the text no acts, whatever groups they are in.

    The stock task lets an author who is also a reviewer, and any superuser, approve their own edit.
    """

    class Meta:
        verbose_name = _("review by somebody else")
        verbose_name_plural = _("reviews by somebody else")

    def get_actions(self, obj, user):
        """The acts open to this user; none for whoever wrote or submitted what is to be approved."""
        if is_author(obj, user):
            return []
        return super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Refuse an author's act even where a crafted request names it."""
        revision = task_state.revision
        if revision and is_author(revision.as_object(), user):
            raise PermissionDenied("the author never approves their own work")
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this user: not what they wrote themselves."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(revision__user=user).exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve, but never what they wrote or submitted themselves.")


def is_author(obj, user) -> bool:
    """Whether the user wrote the latest revision of the page or submitted it for approval."""
    latest = obj.latest_revision
    state = obj.current_workflow_state
    return bool((latest and latest.user_id == user.pk) or (state and state.requested_by_id == user.pk))
