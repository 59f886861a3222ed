"""No address of a case, a lead, a file or an event takes a serial key, as the addresses are declared."""

import re

from django.urls import URLResolver, get_resolver

ROOMS = {"complaints", "supervision", "search"}

#: Addresses of these rooms with a whole number in them, each with the reason why a gap tells nothing.
COUNTED = {
    "service_standard": "one list of rules for everybody",
    "case_topic": "the tree of matters, which the public reads",
    "other_authority": "a directory for everybody, which the public reads",
    "paper_wording": "words of papers, which speak of no case",
    "paper_mark": "characters of units, which stand on every paper",
    "complaints_import": "files of other systems, of which a hidden case is none",
    "calendar_year": "the number is the year itself",
}


def declared(resolver, prefix="", spaces=()):
    """Every pattern: its name with its spaces, its route, its view."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from declared(pattern, route, inner)
        else:
            yield ":".join((*spaces, pattern.name or route)), route, pattern.callback


def room_of(view) -> str:
    model = getattr(view, "view_initkwargs", {}).get("model")
    if hasattr(model, "_meta"):
        return model._meta.app_label
    return getattr(view, "view_class", view).__module__.partition(".")[0]


def test_no_address_of_a_case_or_a_lead_takes_a_serial_key():
    ours = [found for found in declared(get_resolver()) if room_of(found[2]) in ROOMS]
    assert len(ours) > 40
    counting = [
        name
        for name, route, _view in ours
        if re.search(r"<(int|str|path):", route) and name.partition(":")[0] not in COUNTED
    ]
    assert not counting
