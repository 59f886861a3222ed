"""What an editor said of a file's columns: checked, remembered for their unit, used for the next file.

A unit's lists come from the same system month after month, so it is asked once. Without a post as editor
nothing is remembered or used.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import QuerySet

from disclosure.intake.layouts import Field, layout_for
from disclosure.intake.questions import ColumnQuestion, missing
from disclosure.models import Batch, ColumnMeaning
from disclosure.problems import ListActNotAllowed
from disclosure.roles import ROLES_BY_ACTION, may
from organizations import codes, scope
from organizations.enums import Level
from organizations.models import User
from protection import audit


def known_columns(batch: Batch) -> QuerySet[ColumnMeaning]:
    """Return what the unit of the batch's editor said of headings of the programme's lists."""
    unit = unit_of(batch.uploaded_by, batch.region_id)
    kept = ColumnMeaning.objects.filter(programme=batch.programme_id)
    return kept.filter(unit=unit) if unit else kept.none()


def forget(batch: Batch, user: User) -> int:
    """Forget all of it, so that the next file is asked about again; give how many. Raises NotAllowed."""
    if not may(user, "add", batch.region_id):
        raise ListActNotAllowed(["no_editor_here"])
    with transaction.atomic():
        forgotten, _models = known_columns(batch).delete()
        audit.record("disclosure.forget_columns", batch, user=user, told=forgotten)
    return forgotten


def remembered(batch: Batch) -> dict[str, str]:
    """Return the field of each heading of ``known_columns``; "" for a column that is not needed."""
    return dict(known_columns(batch).values_list("heading", "field"))


def fields_of(batch: Batch) -> tuple[Field, ...]:
    """Return what the columns of the batch's file may be."""
    known = batch.region.level == Level.VILLAGE
    return layout_for(batch.programme_id, village_known=known, lacking=batch.lacking)


def unit_of(user: User, region_code: str) -> int | None:
    """Return the unit by whose post somebody uploads lists of a place: the one nearest to it."""
    held = [
        post
        for post in scope.held_in(user, ROLES_BY_ACTION["add"])
        if codes.contains(post.region_code, region_code)
    ]
    return max(held, key=lambda post: len(post.region_code)).unit_id if held else None


def faults(
    fields: tuple[Field, ...], said: Mapping[str, str], lacks: Collection[str] = ()
) -> tuple[list[str], list[Field]]:
    """Return which fields two columns are said to be, and which needed ones none is; of heading → field.

    ``lacks``: those that the file is said not to have, where the layout allows it.
    """
    keys = [key for key in said.values() if key]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    lacking = [field for field in missing(fields, keys) if not (field.may_lack and field.key in lacks)]
    return twice, lacking


def remember(batch: Batch, user: User, question: ColumnQuestion, said: Mapping[str, str]) -> int:
    """Keep, for the unit of whoever uploaded the file, what differs from what was known by itself; the caller
    holds the transaction. Give how many.
    """
    unit = unit_of(batch.uploaded_by, batch.region_id)
    assert unit is not None  # asked by ``asking``
    known = {column.heading: column.field for column in question.columns}
    new = {heading: said.get(heading, "") for heading in known if said.get(heading, "") != known[heading]}
    for heading, field in new.items():
        ColumnMeaning.objects.update_or_create(
            unit_id=unit,
            programme_id=batch.programme_id,
            heading=heading,
            defaults={"field": field, "told_by": user},
        )
    return len(new)
