"""The one way into the audit log: one entry an act, in Wagtail's own log, with nothing protected inside.

Who, what and when are Wagtail's; why is the ``reason`` the member of staff gave. What else an entry says
are facts that cannot hold a name: numbers, dates, yes or no, short ASCII codes.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import LogActionRegistry, get_active_log_context, log, registry
from wagtail.models.audit_log import ModelLogEntryManager

from protection import vouched
from protection.redaction import redact

_CODE = re.compile(r"[A-Za-z0-9_.:/+\-]{0,80}")
REASON_LENGTH = 500


class UnsafeFact(ValueError):
    """A fact that could carry personal data was about to enter the audit log."""


def declare(registry: LogActionRegistry, table: Mapping[str, tuple[Any, Any]]) -> None:
    """Register a room's acts, ``{"complaints.accept": (label, message)}``, in ``register_log_actions``."""
    for action, (label, message) in table.items():
        registry.register_action(action, label, message)


def record(
    action: str,
    instance: Model,
    *,
    user: Any = None,
    reason: str = "",
    events: Iterable[Model] = (),
    by_itself: bool = False,
    **facts: Any,
) -> None:
    """Write one entry about ``instance``, in the transaction of the act itself.

    ``reason``: the member of staff's own words, where numbers that identify a person are masked.
    ``events``: the records of what happened that the act wrote; the entry vouches for them (``vouched``).
    ``by_itself``: nobody did it, and whose request it followed from is nobody's business.
    Raises UnsafeFact for a fact that is neither a number, a date, a yes/no nor a short ASCII code.
    """
    data = {name: _safe(name, value) for name, value in facts.items()}
    if reason:
        data["reason"] = redact(reason)[:REASON_LENGTH]
    if said := vouched.facts(events):
        data[vouched.FACT] = said
    # One transaction for the entry and its link in the chain, also where the act has none.
    with transaction.atomic(savepoint=False):
        _write(instance, action, user, data, by_itself)


def _write(instance: Model, action: str, user: Any, data: dict[str, Any], by_itself: bool) -> None:
    """Write what Wagtail's ``log`` writes, checked as it checks it, but for two statements that ask whether
    the rows of the model and of the user are there: both were read for the act itself.
    """
    model = registry.get_log_model_for_instance(instance)
    if model is None or not isinstance(model.objects, ModelLogEntryManager):
        log(instance, action, user=user, data=data or None)
        return
    context = get_active_log_context()
    entry = model(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        object_id=str(instance.pk),
        label=model.objects.get_instance_title(instance),
        action=action,
        timestamp=timezone.now(),
        data=data,
        user=None if by_itself else user or context.user,
        uuid=None if by_itself else context.uuid,
    )
    entry.full_clean(exclude={"content_type", "user"})
    # Wagtail's own ``save`` would check again, with both.
    Model.save(entry, force_insert=True)


def record_once_a_day(action: str, instance: Model, *, user: Any) -> None:
    """Write that ``user`` did this to ``instance`` today (Asia/Shanghai), unless it is written already.

    For looks at protected data: who opens one page twenty times would bury what the log is read for.
    """
    record_each_once_a_day(action, [instance], user=user)


def record_each_once_a_day(action: str, instances: Iterable[Model], *, user: Any) -> None:
    """The same for several rows of one model; one query asks of all what is written already."""
    rows = {str(instance.pk): instance for instance in instances}
    if not rows:
        return
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time.min))
    some = next(iter(rows.values()))
    written = registry.get_log_model_for_instance(some).objects.filter(
        content_type=ContentType.objects.get_for_model(some, for_concrete_model=False),
        object_id__in=rows,
        user=user,
        action=action,
        timestamp__gte=midnight,
    )
    for key in rows.keys() - set(written.values_list("object_id", flat=True)):
        record(action, rows[key], user=user)


def _safe(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date | Decimal):
        return str(value)
    # A code made of digits may still be somebody's telephone or ID number.
    if isinstance(value, str) and _CODE.fullmatch(value) and redact(value) == value:
        return value
    if isinstance(value, list | tuple):
        return [_safe(name, item) for item in value]
    raise UnsafeFact(f"Audit fact {name!r} must be a number, a date, a yes/no or a short ASCII code.")
