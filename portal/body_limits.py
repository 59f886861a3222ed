"""How large a request may be, by the view it is for; refused by its stated length, before a byte is read.

A view that takes files says so itself (``most_bytes``, on the class); Wagtail's stand here.
"""

from collections.abc import Callable
from typing import Any

from protection.uploads import MEGABYTE, PICTURES

#: Forms without files: Django reads at most two megabytes of fields (``DATA_UPLOAD_MAX_MEMORY_SIZE``).
ORDINARY = 3 * MEGABYTE
DOCUMENT = 60 * MEGABYTE
PICTURE = PICTURES.most_bytes + ORDINARY
#: Wagtail's views that take a document or a picture, by the name of their address.
OF_WAGTAIL = {
    "wagtaildocs:add": DOCUMENT,
    "wagtaildocs:add_multiple": DOCUMENT,
    "wagtaildocs:edit": DOCUMENT,
    "wagtaildocs_chooser:create": DOCUMENT,
    "wagtailimages:add": PICTURE,
    "wagtailimages:add_multiple": PICTURE,
    "wagtailimages:edit": PICTURE,
    "wagtailimages_chooser:create": PICTURE,
}


def limit_of(name: str, view: Callable[..., Any]) -> int:
    """Give the bytes that a request for ``view``, at the address called ``name``, may have."""
    own = getattr(getattr(view, "view_class", None), "most_bytes", None)
    return own or OF_WAGTAIL.get(name, ORDINARY)
