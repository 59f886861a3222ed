"""Whatever changes who may be in an account ends its sessions, wherever in the code it is changed."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from organizations import sessions
from organizations.models import SecurityKey, User

#: Columns of an account, and what the log calls a change of them.
ENDS = {
    "password": "password",
    "is_active": "deactivated",
    "held_back": "held-back",
    "username": "renamed",
    "name": "renamed",
}
#: These end sessions only when they become so.
ONLY_WHEN = {"is_active": False, "held_back": True}


@receiver(pre_save, sender=User, dispatch_uid="organizations.what_changes")
def what_changes(sender, instance: User, raw: bool = False, update_fields=None, **kwargs) -> None:
    """Compare with what is stored, before it is not any more."""
    watched = [name for name in ENDS if update_fields is None or name in update_fields]
    instance.ends_sessions = ""
    if raw or not watched or not instance.pk:
        return
    before = User.objects.filter(pk=instance.pk).values(*watched).first() or {}
    for name, value in before.items():
        now = getattr(instance, name)
        if now != value and now == ONLY_WHEN.get(name, now):
            instance.ends_sessions = ENDS[name]
            return


@receiver(post_save, sender=User, dispatch_uid="organizations.end_sessions")
def end_sessions(sender, instance: User, **kwargs) -> None:
    """End all sessions; the one in which its own person changed it stays (middleware)."""
    if instance.ends_sessions:
        sessions.end_all(instance, instance.ends_sessions)
        instance.ends_sessions = ""


@receiver(post_save, sender=SecurityKey, dispatch_uid="organizations.key_added")
def key_added(sender, instance: SecurityKey, created: bool = False, raw: bool = False, **kwargs) -> None:
    """End all sessions when a security key comes on."""
    if created and not raw:
        sessions.end_all(instance.user, "factor", user=instance.user)


@receiver(post_delete, sender=SecurityKey, dispatch_uid="organizations.key_removed")
def key_removed(sender, instance: SecurityKey, **kwargs) -> None:
    """End all sessions when one goes."""
    sessions.end_all(instance.user, "factor")
