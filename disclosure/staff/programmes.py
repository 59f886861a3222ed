"""The settings of a programme: one for the whole site, changed at once and written down.

A name is masked when it is shown, never when it is stored, so a change of the masking holds for the lists
that are public already as well; nothing needs to be published again.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from disclosure.enums import NameMasking
from disclosure.models import Programme
from disclosure.problems import ListActNotAllowed
from organizations.models import User
from protection import audit

#: What may be changed; the code is in addresses and files, and what is paid follows from the layout.
SETTINGS = ("name_masking", "notice_days", "ending_share", "legal_basis", "standard_text", "sort_order")


def change(
    programme: Programme, settings: Mapping[str, Any], *, user: User, reason: str = ""
) -> tuple[str, ...]:
    """Set the given of SETTINGS and return the names of those that were different; no entry where none was.

    Raises ListActNotAllowed where full names would become public and no ``reason`` says why.
    """
    with transaction.atomic():
        kept = Programme.objects.select_for_update().get(pk=programme.pk)
        given = {name: settings[name] for name in SETTINGS if name in settings}
        changed = tuple(name for name, value in given.items() if value != getattr(kept, name))
        if shows_more(kept.name_masking, given.get("name_masking", "")) and not reason.strip():
            raise ListActNotAllowed(["reason_for_full_names"])
        if not changed:
            return ()
        for name in changed:
            setattr(kept, name, given[name])
        kept.save(update_fields=changed)
        audit.record(
            "disclosure.change_programme",
            kept,
            user=user,
            reason=reason,
            changed=changed,
            name_masking=kept.name_masking,
            notice_days=kept.notice_days,
            ending_share=kept.ending_share,
        )
    return changed


def shows_more(before: str, after: str) -> bool:
    """Whether a change of the masking lets the public see what was hidden until now."""
    return before == NameMasking.MASKED and after == NameMasking.FULL
