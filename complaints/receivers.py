"""What this room hears from the rooms below it."""

from django.db import connection
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import ModelLogEntry

from complaints import tasks
from complaints.handling import recognition
from complaints.handling.recognition import rematch_cases_of_office, rematch_cases_of_person
from complaints.models import Case, CaseLogEntry
from complaints.oversight import alarms
from complaints.signals import case_changed
from complaints.workflow import INVESTIGATORS
from disclosure.models import Notice
from disclosure.signals import acting_on_notice
from organizations import in_office
from organizations.models import Post, Unit, User

#: What decides which words mean an office, and what its people are shown.
_KNOWN_BY = ("called", "kind", "region_id")


@receiver(pre_save, sender=Post, dispatch_uid="complaints.wait_for_post")
@receiver(pre_save, sender=Unit, dispatch_uid="complaints.wait_for_office")
@receiver(pre_save, sender=User, dispatch_uid="complaints.wait_for_person")
def wait_for_filings(sender, instance: Post | Unit | User, raw: bool = False, **kwargs) -> None:
    """Wait before the row is written for what is being filed, which may need the row (``in_office``)."""
    changes = not raw and (not isinstance(instance, User) or _renames(instance, kwargs.get("update_fields")))
    if changes and connection.in_atomic_block:
        in_office.changes()


@receiver(post_save, sender=Post, dispatch_uid="complaints.recognise_appointed")
def rematch_appointed(sender, instance: Post, raw: bool = False, **kwargs) -> None:
    """Somebody has a post, or will have it: cases that speak of them are hidden before they could look."""
    if not raw:
        rematch_cases_of_person(instance.user)


@receiver(post_save, sender=User, dispatch_uid="complaints.recognise_renamed")
def rematch_renamed(sender, instance: User, created: bool, raw: bool = False, **kwargs) -> None:
    """Somebody may be called otherwise now, once a second has seen to the name (``User.called``); who was
    made just now holds no post yet.
    """
    if not raw and not created and _renames(instance, kwargs.get("update_fields")):
        rematch_cases_of_person(instance)


def _renames(user: User, written) -> bool:
    """Whether an account that is there is stored with its name; ``written`` are the fields, None for all."""
    is_there = not user._state.adding
    return is_there and (written is None or not {"name", "known_as"}.isdisjoint(written))


@receiver(pre_save, sender=Unit, dispatch_uid="complaints.remember_office")
def remember_office(sender, instance: Unit, raw: bool = False, **kwargs) -> None:
    """Keep what the office was known by, for ``rematch_changed_office``."""
    if not raw:
        before = Unit.objects.filter(pk=instance.pk).first() if instance.pk else None
        instance._was_known_by = _known_by(before) if before else None  # type: ignore[attr-defined]


@receiver(post_save, sender=Unit, dispatch_uid="complaints.recognise_changed")
def rematch_changed_office(sender, instance: Unit, raw: bool = False, **kwargs) -> None:
    """There is a new office, once a second has seen it, or one is called otherwise or lies elsewhere."""
    changed = instance._was_known_by != _known_by(instance)  # type: ignore[attr-defined]
    if not raw and not instance.is_new and changed:
        rematch_cases_of_office(instance)
    if not raw and (changed or not instance.is_open):
        tasks.look_after([instance.pk])


@receiver(post_save, sender=Post, dispatch_uid="complaints.left_a_post")
def left_a_post(sender, instance: Post, created: bool, raw: bool = False, **kwargs) -> None:
    """Somebody does not work on cases there any more: what only they read goes to who reads it."""
    over = instance.valid_until is not None and instance.valid_until < timezone.localdate()
    if not (raw or created) and instance.role in INVESTIGATORS and (over or not instance.counts):
        tasks.look_after([instance.unit_id], instance.user_id)


@receiver(post_save, sender=User, dispatch_uid="complaints.left_altogether")
def left_altogether(sender, instance: User, created: bool, raw: bool = False, **kwargs) -> None:
    """What only somebody read whose account is off or held back goes to who reads it."""
    written = kwargs.get("update_fields")
    decides = written is None or not {"is_active", "held_back"}.isdisjoint(written)
    if not raw and not created and decides and (instance.held_back or not instance.is_active):
        held = Post.objects.on_record().filter(user=instance, role__in=INVESTIGATORS)
        tasks.look_after(held.values_list("unit_id", flat=True), instance.pk)


@receiver(case_changed, dispatch_uid="complaints.tell_what_is_new")
def tell_what_is_new(sender, case: Case, **kwargs) -> None:
    """Whoever wants to be told elsewhere that there is something new is told."""
    tasks.tell(case)


@receiver(acting_on_notice, dispatch_uid="complaints.acting_on_notice")
def hide_from_who_acts(sender, notice: Notice, user: User, **kwargs) -> None:
    """Who acts on a notice reads none of what is said of it from then on, whoever had it."""
    recognition.hide_own_work(notice, user)


def _known_by(unit: Unit) -> tuple[str, ...]:
    return tuple(getattr(unit, name) for name in _KNOWN_BY)


@receiver(post_save, sender=CaseLogEntry, dispatch_uid="complaints.heard_of_case")
def heard_of_case(sender, instance: CaseLogEntry, created: bool, **kwargs) -> None:
    """Ask whether it is unusual that somebody looked at a case or acted on it."""
    if created:
        alarms.ring_at_once("case", instance)


@receiver(post_save, sender=ModelLogEntry, dispatch_uid="complaints.heard_of_other")
def heard_of_other(sender, instance: ModelLogEntry, created: bool, **kwargs) -> None:
    """Ask whether it is unusual that somebody looked up a caller, searched or exported."""
    if created:
        alarms.ring_at_once("model", instance)
