"""Where security keys work: the one address that the site says of itself."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class SiteOrigin:
    """``rp_id`` is the host that keys are bound to, ``origin`` what the browser must report."""

    rp_id: str
    origin: str


def place() -> SiteOrigin | None:
    """Return where keys work, by BASE_URL and never by a request; None where browsers offer none.

    They do under https, and on localhost; not at an address of figures.
    """
    try:
        parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    local = host == "localhost" or host.endswith(".localhost")
    if not host or _is_figures(host) or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        return None
    shown = f":{port}" if port and port != USUAL_PORTS[parts.scheme] else ""
    return SiteOrigin(host, f"{parts.scheme}://{host}{shown}")


def _is_figures(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
