"""Approval by somebody else: nobody approves their own work (design, invariant 3)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from organizations.models import User


class ReviewTask(AbstractGroupApprovalTask):
    """A group's approval that gives the authors of the text no acts, whatever groups they are in.

    The stock task lets an author who is also a reviewer, and any superuser, approve their own edit.
    """

    class Meta:
        verbose_name = _("review by somebody else")
        verbose_name_plural = _("reviews by somebody else")

    def locked_for_user(self, obj, user: User):
        """Nobody edits what is in review: what the reviewer read is what becomes public.

        Whoever submitted it may take it back, edit it and submit it again.
        """
        return True

    def get_actions(self, obj, user: User):
        """The acts open to this user; none for whoever wrote or submitted what is to be approved."""
        if is_author(obj, user):
            return []
        return super().get_actions(obj, user)

    def on_action(self, task_state, user: User, action_name, **kwargs):
        """Refuse an author's act, and an approval of what is not the latest text, in crafted requests too."""
        revision = task_state.revision
        page = task_state.workflow_state.content_object
        if is_author(page, user):
            raise PermissionDenied("the author never approves their own work")
        if action_name == "approve" and (revision is None or revision.pk != page.latest_revision_id):
            raise PermissionDenied("the text was changed after it was submitted")
        if action_name == "approve" and (revision.content.get("asked") or "").strip():
            raise PermissionDenied("what the reading of the text left open is not settled")
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs):
        """What waits for this user: not what they wrote or submitted themselves."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        waiting = states.select_related("workflow_state").prefetch_related("workflow_state__content_object")
        own = [state.pk for state in waiting if is_author(state.workflow_state.content_object, user)]
        return states.exclude(pk__in=own)

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve, but never what they wrote or submitted themselves.")


def is_author(obj, user: User) -> bool:
    """Whether the user wrote or submitted any of what is not public yet.

    The latest revision alone would not do: a comma set by a colleague would make its author a stranger to it.
    """
    public = obj.live_revision_id or 0
    wrote = obj.revisions.filter(pk__gt=public, user=user)
    submitted = obj.workflow_states.filter(task_states__revision_id__gt=public, requested_by=user)
    return wrote.exists() or submitted.exists()
