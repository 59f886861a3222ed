"""What a reader chose about how the site looks: type size and place. Each is a cookie they were told of."""

from django.http import HttpRequest

from complaints.public.place_question import COOKIE as PLACE_COOKIE
from organizations import codes

TYPE_COOKIE = "type"
LARGE = "large"
#: Seconds.
KEPT_FOR = 365 * 24 * 3600


def large_type(request: HttpRequest) -> bool:
    """Whether the reader chose the large-type mode (长者模式)."""
    return request.COOKIES.get(TYPE_COOKIE) == LARGE


def place_code(request: HttpRequest) -> str:
    """The division code of the place the reader chose, or an empty text.

    Anything else in the cookie is ignored.
    """
    code = request.COOKIES.get(PLACE_COOKIE, "")
    return code if codes.is_code(code) else ""
