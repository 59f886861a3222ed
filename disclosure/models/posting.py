"""That a list's sheet was put up on a village's board."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.batch import Batch
from disclosure.models.notice import Notice
from disclosure.roles import LIST_ROLES
from organizations.models import User
from organizations.scope import scope_q
from protection.uploads import private_path, private_storage


class BoardPostingQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The postings of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))


class BoardPosting(models.Model):
    """One sheet on one board, of a list or of a notice, with a photo of it. Of several the latest counts.

    The photo may show full names, as the board does: it is for those alone who may see the list.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="postings", db_index=False, null=True
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="postings", null=True)
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    posted_on = models.DateField(_("put up on"))
    photo = models.FileField(_("photo"), storage=private_storage, upload_to=private_path, max_length=200)
    #: Its media type, as the content told it.
    kind = models.CharField(_("kind of file"), max_length=100)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("put up by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = BoardPostingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("posting on a board")
        verbose_name_plural = _("postings on boards")
        ordering = ["pk"]
        default_permissions = ()
        # What hangs where of one list, and whether anything does.
        indexes = [models.Index(fields=["batch", "region"], name="posting_of_list")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(batch__isnull=False, notice__isnull=True)
                | models.Q(batch__isnull=True, notice__isnull=False),
                name="posting_of_a_list_or_a_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.posted_on}"

    @property
    def about(self) -> Batch | Notice:
        """What hangs there."""
        found = self.batch or self.notice
        assert found
        return found
