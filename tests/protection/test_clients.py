"""One visitor is one network, however a proxy writes the address."""

import pytest
from django.test import RequestFactory

from protection.clients import client_network


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("203.0.113.5:4711", "203.0.113.5"),
        ("[2001:db8::1]:4711", "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("64:ff9b::203.0.113.5", "203.0.113.5"),
        ("unknown", "unknown"),
        ("203.0.113.5:port", "203.0.113.5:port"),
    ],
)
def test_the_network_that_throttles_count(settings, written, network):
    settings.PROXY_COUNT = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"198.51.100.9, {written}")
    assert client_network(request) == network
