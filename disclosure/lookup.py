"""Finding a published row again, for the rooms above."""

import uuid

from disclosure.household_key import indexes_of
from disclosure.models import Recipient


def current_row(public_id: uuid.UUID | str) -> Recipient | None:
    """The row that is public now for the household of ``public_id``: itself, or the one that took its place.

    A page may have been printed a month ago; its links still lead to the household. None where the address is
    unknown or the household has left the list.
    """
    try:
        public_id = uuid.UUID(str(public_id))
    except ValueError:
        return None
    rows = Recipient.objects.select_related("programme", "region").defer("id_number")
    found = rows.filter(public_id=public_id).first()
    if found is None or found.valid_until_id is None:
        return found
    return rows.current().filter(id_index__in=indexes_of(found), programme_id=found.programme_id).first()
