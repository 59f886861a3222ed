"""What a page refused, kept across the redirect that shows it again.

A refused form is never the answer to a POST: the phone's Back would then show the browser's error page in
place of what was typed. It lies in the encrypted store of drafts, found by the session alone.
"""

from collections.abc import Collection

from django.utils.datastructures import MultiValueDict

from complaints.public import drafts
from complaints.public.crowding import Origin


def keep(session, page: str, origin: Origin, /, **what) -> None:
    """Keep what was refused on ``page``, all of it plain JSON, in place of what was kept for it before.

    ``origin`` is where it comes from, as for any form.
    """
    draft = drafts.obtain(session, drafts.REFUSED, origin)
    draft.payload[page] = what
    draft.written = True  # what is refused was typed
    draft.save(update_fields=["payload", "written"])


def see(session, page: str) -> dict:
    """What is kept for the page; an empty dict when nothing is."""
    draft = drafts.current(session, drafts.REFUSED)
    return draft.payload.get(page, {}) if draft else {}


def forget(session, page: str) -> None:
    """The page was answered: drop what was kept for it."""
    draft = drafts.current(session, drafts.REFUSED)
    if draft and draft.payload.pop(page, None) is not None:
        draft.save(update_fields=["payload"])


def forget_others(session, pages: Collection[str]) -> None:
    """Drop what was kept for any page but these."""
    draft = drafts.current(session, drafts.REFUSED)
    if draft and draft.payload.keys() - set(pages):
        draft.payload = {page: kept for page, kept in draft.payload.items() if page in pages}
        draft.save(update_fields=["payload"])


def take(session, page: str) -> dict:
    """What is kept for the page, once: whoever comes next to a shared screen finds nothing."""
    kept = see(session, page)
    if kept:
        forget(session, page)
    return kept


def as_typed(form) -> dict[str, list[str]]:
    """What was typed into a bound form, by the name of its fields in the page."""
    names = {form.add_prefix(name) for name in form.fields}
    return {name: values for name, values in form.data.lists() if name in names}


def as_data(typed: dict[str, list[str]] | None) -> MultiValueDict | None:
    """What ``as_typed`` gave, for a form to be bound to; None for an unbound form."""
    return None if typed is None else MultiValueDict(typed)
