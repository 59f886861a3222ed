"""Which background workers are alive, so that a task that runs is told from one whose worker died."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LivingWorker(models.Model):
    """A worker that shows again and again that it is there. The tasks in its hands have its name."""

    name = models.CharField(primary_key=True, max_length=64)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("background worker")
        verbose_name_plural = _("background workers")

    def __str__(self) -> str:
        return self.name
