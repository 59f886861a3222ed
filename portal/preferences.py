"""What a reader chose about how the site looks.

Type size and place. Each is a cookie that they were told of.
"""

from django.http import HttpRequest

TYPE_COOKIE = "type"
PLACE_COOKIE = "place"
LARGE = "large"
KEPT_FOR = 365 * 24 * 3600
"""Seconds."""


def large_type(request: HttpRequest) -> bool:
    """Whether the reader chose the large-type mode (长者模式)."""
    return request.COOKIES.get(TYPE_COOKIE) == LARGE


def place_code(request: HttpRequest) -> str:
    """The division code of the place the reader chose, or an empty text.

    Anything else in the cookie is ignored.
    """
    code = request.COOKIES.get(PLACE_COOKIE, "")
    return code if code.isascii() and code.isdigit() and len(code) in {2, 4, 6, 9, 12} else ""
