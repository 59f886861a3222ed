"""What a person proves besides a password."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from protection.fields import EncryptedTextField


class SecondFactor(models.Model):
    """An authenticator app of one person, or since when one is asked of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor"
    )
    secret = EncryptedTextField(blank=True, place="organizations_secondfactor.secret")
    # Of an app being set up; the one in use stays till then.
    next_secret = EncryptedTextField(blank=True, place="organizations_secondfactor.next_secret")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)  # the newest code that was used; none is taken twice
    asked_since = models.DateField(null=True, blank=True)  # first login at which it was required and missing

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class BackupCode(models.Model):
    """A code for once, in place of the app; only a keyed digest is kept, and it goes when it is used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="backup_codes")
    digest = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("backup code")
        verbose_name_plural = _("backup codes")

    def __str__(self) -> str:
        return str(self.user)


class SecurityKey(models.Model):
    """A security key of one person (WebAuthn): its public half, and how often it says it was used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="security_keys")
    name = models.CharField(
        pgettext_lazy("of a key", "name"), max_length=60
    )  # given by its holder, to tell one from another
    # base64url; a credential may be 1,023 bytes long. Nobody registers one that somebody has.
    credential_id = models.CharField(max_length=1364, unique=True)
    public_key = models.BinaryField()  # COSE, as the key gave it
    sign_count = models.BigIntegerField(default=0)  # 0 for good where a key does not count
    transports = models.JSONField(default=list)  # how the browser may reach it: "usb", "nfc", "internal" …
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("security key")
        verbose_name_plural = _("security keys")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.name
