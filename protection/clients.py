"""Who is asking, as far as slowing down needs to know."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Give the visitor's network address as the nearest trusted proxy saw it.

    Behind ``PROXY_COUNT`` proxies the address is that many entries from the right of X-Forwarded-For;
    anything further left was written by the visitor and proves nothing.
    """
    proxies = settings.PROXY_COUNT
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")
