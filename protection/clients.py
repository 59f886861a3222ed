"""Who is asking, as far as slowing down needs to know."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Where a network translates all its IPv4 visitors, who are not one.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


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
        return _without_port(forwarded[-proxies])
    return request.META.get("REMOTE_ADDR", "")


def _without_port(written: str) -> str:
    """The address alone, where a proxy writes the visitor's port behind it: each would be a network."""
    found = re.fullmatch(r"\[([0-9a-fA-F:.]{2,45})\](?::[0-9]{1,5})?|([0-9.]{7,15}):[0-9]{1,5}", written)
    return (found[1] or found[2]) if found else written


def _as_ipv4(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, mapped or translated (RFC 6052); others as they are."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address
    return address


def shortened(address: str) -> str:
    """Give what is kept of an address: an IPv4 address's /24, of IPv6 the /48, which one site is given.

    A /64 would be one telephone of a mobile network. What is no address becomes empty.
    """
    try:
        parsed = ipaddress.ip_interface(address).ip
    except ValueError:
        return ""
    parsed = _as_ipv4(parsed)
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def client_network(request: HttpRequest) -> str:
    """Give the network that throttles count: the address, of IPv6 its /64, which one visitor may fill.

    An IPv4 address written as IPv6 is the IPv4 address. What is no address stays as it is.
    """
    text = client_address(request)
    try:
        address = _as_ipv4(ipaddress.ip_address(text))
    except ValueError:
        return text
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def wider(network: str) -> str:
    """Give the /48 around an IPv6 network of ``client_network``, which one customer may be given whole; of
    others nothing.
    """
    try:
        parsed = ipaddress.ip_network(network)
    except ValueError:
        return ""
    if not isinstance(parsed, ipaddress.IPv6Network) or parsed.prefixlen <= 48:
        return ""
    return str(parsed.supernet(new_prefix=48))
