"""What this room hears from the rooms below it."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from complaints.recognition import recognise
from organizations.models import Post, User


@receiver(post_save, sender=Post, dispatch_uid="complaints.recognise_appointed")
def recognise_appointed(sender, instance: Post, raw: bool = False, **kwargs) -> None:
    """Somebody has a post, or will have it: cases that speak of them are hidden before they could look."""
    if not raw:
        recognise(instance.user)


@receiver(post_save, sender=User, dispatch_uid="complaints.recognise_renamed")
def recognise_renamed(sender, instance: User, created: bool, raw: bool = False, **kwargs) -> None:
    """Somebody may be called otherwise now; who was made just now holds no post yet."""
    written = kwargs.get("update_fields")
    if not raw and not created and (written is None or "name" in written):
        recognise(instance)
