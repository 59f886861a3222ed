"""People who work here, and the posts that say what they may see."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations import scope
from organizations.enums import Role


class UserQuerySet(models.QuerySet["User"]):
    """Questions about people who work here."""

    def visible_to(self, user) -> "UserQuerySet":
        """Return the people who hold, or held, a post in a staff member's scope."""
        in_scope = Post.objects.filter(scope.scope_q(user, None, "unit__region_id"))
        return self.filter(pk__in=in_scope.values("user"))


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager with this room's questions."""


class User(AbstractUser):
    """A staff member. One field holds the whole name, as Chinese names are written."""

    last_name = None
    name = models.CharField(_("full name"), max_length=64)

    #: While it waits for a second administrator, no post of this account counts (organizations.doubts).
    held_back = models.BooleanField(_("waits for a second administrator"), default=False, editable=False)
    #: While another name waits for a second administrator: the one before, for which words still count.
    known_as = models.CharField(_("known as"), max_length=64, blank=True, default="", editable=False)
    #: Names that they had, by which people still call them (organizations.former_names).
    formerly = models.JSONField(_("former names"), default=list, blank=True, editable=False)
    #: The address that a second administrator has seen to be this person's; a link there reaches them alone.
    confirmed_email = models.EmailField(_("confirmed e-mail"), blank=True, default="", editable=False)
    #: Who typed the address, as far as that is known: it may be their own, so they never vouch for it.
    address_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    address_at = models.DateTimeField(_("address typed at"), null=True, editable=False)
    #: The address that stood there before, until a second administrator has seen to the one that does.
    address_before = models.EmailField(_("address before"), blank=True, default="", editable=False)

    #: While it is saved: what of it changed so that its sessions end (organizations.ending).
    ends_sessions = ""

    objects = UserManager()

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # Not Django's change_user: with that, Wagtail's bulk actions would go around the region scope.
        permissions = [("manage_staff", _("Can manage staff in their region"))]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def called(self) -> str:
        """The name that words are compared with: nobody alone changes whom a case means."""
        return self.known_as or self.name

    @property
    def first_name(self) -> str:
        """In place of Django's field: what the staff site greets people by."""
        return self.name

    def get_full_name(self) -> str:
        """Return the whole name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the whole name too: a Chinese given name alone is not used in an office."""
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Questions about posts."""

    def active(self, on: date | None = None) -> "PostQuerySet":
        """Return the posts that hold on a day (default: today in Asia/Shanghai); both ends count.

        One that still waits for a second administrator does not hold.
        """
        day = on or timezone.localdate()
        not_over = models.Q(valid_until=None) | models.Q(valid_until__gte=day)
        return self.filter(not_over, valid_from__lte=day, counts=True)

    def not_ended(self) -> "PostQuerySet":
        """Return the posts that hold today or will hold later (Asia/Shanghai)."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=timezone.localdate()))

    def waiting(self) -> "PostQuerySet":
        """Return the posts that one administrator proposed and no second one has decided on."""
        return self.not_ended().filter(counts=False)

    def on_record(self) -> "PostQuerySet":
        """Return the posts by which their holders step aside: those that count, or once did."""
        return self.filter(models.Q(counts=True) | models.Q(has_counted=True))

    def visible_to(self, user) -> "PostQuerySet":
        """Return the posts of units in a staff member's scope, by any of their posts."""
        return self.filter(scope.scope_q(user, None, "unit__region_id"))


class Post(models.Model):
    """A person's role in a unit for a time. It scopes everything the person may see."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    valid_from = models.DateField(_("holds from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("holds until"), null=True, blank=True, help_text=_("Last day. Empty: until further notice.")
    )

    #: Nothing counts by itself: ``organizations.posts`` says which posts need no second administrator.
    counts = models.BooleanField(_("counts"), default=False, editable=False)
    #: Stays when a post waits again: whoever held it steps aside where its unit is accused.
    has_counted = models.BooleanField(_("has counted"), default=False, editable=False)
    proposed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    #: When nobody had decided on it in time (``organizations.proposals``).
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit_id", "role", "id"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=models.Q(valid_until=None), name="post_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"

    def clean(self) -> None:
        """Refuse a last day before the first."""
        super().clean()
        if self.valid_until and self.valid_from and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The last day cannot lie before the first.")})
