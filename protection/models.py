"""The chain over the audit logs, and the one door through which old entries leave them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from protection.append_only import AppendOnlyModel


class LinkKind(models.TextChoices):
    """How an entry came into the chain."""

    WRITTEN = "written", _("with the entry")
    ADOPTED = "adopted", _("later: the entry was there already")


class LogHead(models.Model):
    """Where one lane of the chain ends. The seal is keyed, so a shortened lane has no head that fits.

    There are several lanes, so that two transactions never wait for each other's entries (``chain``).
    """

    lane = models.PositiveSmallIntegerField(_("lane"), primary_key=True)
    number = models.BigIntegerField(_("number of links"), default=0)
    digest = models.CharField(_("digest of the last link"), max_length=64, blank=True)
    seal = models.CharField(_("seal"), max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("end of the log chain")
        verbose_name_plural = _("ends of the log chain")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.lane}: {self.number}"


class LogLink(AppendOnlyModel):
    """One entry of one log in the chain: keyed digests of the entry and of all links before it."""

    lane = models.PositiveSmallIntegerField(_("lane"))
    number = models.BigIntegerField(pgettext_lazy("in the chain", "number"))
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind, default=LinkKind.WRITTEN)
    log = models.CharField(_("log"), max_length=20)
    entry = models.BigIntegerField(_("entry"))
    at = models.DateTimeField(_("time of the entry"))
    content = models.CharField(_("digest of the entry"), max_length=64)
    digest = models.CharField(_("digest of the chain"), max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link of the log chain")
        verbose_name_plural = _("links of the log chain")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["lane", "number"], name="log_link_number"),
            models.UniqueConstraint(fields=["log", "entry"], name="log_link_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.lane}/{self.number} {self.log} {self.entry}"


class LogDoor(models.Model):
    """Open within one transaction of ``retention``: entries of this log before that time may leave."""

    log = models.CharField(_("log"), max_length=20, unique=True)
    before = models.DateTimeField(_("before"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("door of a log")
        verbose_name_plural = _("doors of the logs")
        default_permissions = ()

    def __str__(self) -> str:
        return self.log


class IndexRotation(models.Model):
    """How far a part of the indexes is on its way to a key, known by its fingerprint (``rotating``)."""

    name = models.CharField(_("part"), max_length=60, primary_key=True)
    fingerprint = models.CharField(_("fingerprint of the key"), max_length=16)
    last = models.BigIntegerField(_("last row done"), default=0)
    is_done = models.BooleanField(_("done"), default=False)
    data = models.JSONField(_("of its own"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rotation of an index key")
        verbose_name_plural = _("rotations of index keys")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
