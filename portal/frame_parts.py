"""Head and foot of the public pages, kept in the process for all pages that show the same in them.

They are kept by everything that they show, so that nothing has to be told when the bureau, the hotline's
state or a reader's choice is another. Nothing of a person is in them: not kept is what has a query, since
that may be what somebody searches for.
"""

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: Of each part and language; whoever asks for any address must not fill the memory.
MOST = 512
LONGEST = 200
HEADER, FOOTER = "components/header.html", "components/footer.html"
_kept: dict[tuple, SafeString] = {}


def header(context: Context, *, on_front: bool) -> SafeString:
    """The head of the page that is rendered with ``context``."""
    here = context.get("here")
    shown = (here, context.get("large_type"), on_front)
    with context.push(on_front=on_front):
        if not is_kept(here) or context.get("search_words"):
            return _rendered(HEADER, context)
        return _once(HEADER, context, shown)


def footer(context: Context) -> SafeString:
    """The foot of it, the same on all pages."""
    if context.get("here") is None:
        return _rendered(FOOTER, context)
    return _once(FOOTER, context, (context["bureau"].address,))


def is_kept(here: str | None) -> bool:
    """Whether what hangs on this address may be kept."""
    return here is not None and "?" not in here and len(here) <= LONGEST


def _once(template: str, context: Context, shown: tuple) -> SafeString:
    bureau, hotline = context["bureau"], context["hotline"]
    key = (template, get_language(), bureau.display_name, *hotline.items(), *shown)
    if settings.DEBUG:
        return _rendered(template, context)
    if (found := _kept.get(key)) is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = _rendered(template, context)
    return found


def _rendered(template: str, context: Context) -> SafeString:
    return get_template(template).template.render(context)  # type: ignore[attr-defined]
