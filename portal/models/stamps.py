"""A word that changes with every write to what a sort of pages is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamp(models.Model):
    """Which state some tables are in. The database itself writes it, whoever changes them (``stamping``)."""

    name = models.CharField(primary_key=True, max_length=32)
    value = models.CharField(max_length=36)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("state of tables")
        verbose_name_plural = _("states of tables")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
