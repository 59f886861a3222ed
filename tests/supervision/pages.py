"""Screens of leads, as a browser shows them."""

from django.urls import reverse


def page(client, screen: str, *args, **query) -> str:
    """A screen that opens."""
    response = client.get(reverse(f"lead:{screen}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()
