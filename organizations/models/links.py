"""One-time links by which people choose their own password, and what about an account a second has to see."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountLink(models.Model):
    """A single-use link to one person. Of its code only a keyed digest is kept.

    ``password_mark`` is a digest of the password hash at the time: once the password is another, the link
    is void, whatever changed it.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)
    password_mark = models.CharField(max_length=64)
    #: Sent to an address that a second administrator confirmed; whoever uses any other link has to be seen.
    is_trusted = models.BooleanField(default=False)
    #: Who typed the address it was mailed to, where nobody has confirmed that: they may have had it sent to
    #: themselves, whoever had it made.
    address_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    #: When the holder was told at a login that somebody else had it made.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class AccountDoubt(models.Model):
    """Something one administrator did to an account that might make it another's: a second has to see it."""

    class Kind(models.TextChoices):
        """What was done."""

        LINK = "link", _("chose a password behind a link that was handed over")
        NAME = "name", _("was given another name or login")
        ADDRESS = "address", _("typed the e-mail address to which the link went")
        RESET = "reset", _("proposed that the second factor be reset")
        OPENED = "opened", _("opened the account that was closed")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("doubt about an account")
        verbose_name_plural = _("doubts about accounts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
