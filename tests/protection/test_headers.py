"""The public site gets the strict policy, the staff site the one Wagtail needs."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from protection.middleware import ContentSecurityPolicyMiddleware


def policy(path: str) -> str:
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())
    return middleware(RequestFactory().get(path))["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/en/", "/lists/", "/complaints/new/", "/staffing/"])
def test_public_pages_allow_nothing_inline(path: str) -> None:
    assert "unsafe" not in policy(path)
    assert "default-src 'self'" in policy(path)
    assert "object-src 'none'" in policy(path)


def test_the_staff_site_keeps_its_other_walls() -> None:
    assert "'unsafe-inline'" in policy("/staff/")
    assert "object-src 'none'" in policy("/staff/")
    assert "default-src 'self'" in policy("/staff/")


@pytest.mark.parametrize("conditional", [False, True], ids=["fresh", "not modified"])
@pytest.mark.parametrize("path", ["/static/portal/tokens.css", "/static/organizations/staff.css"])
def test_files_of_the_site_are_nobody_elses_and_carry_the_policy(
    client, path: str, conditional: bool
) -> None:
    response = client.get(path)
    if conditional:
        response = client.get(path, headers={"if-modified-since": response["Last-Modified"]})
    assert response.status_code == (304 if conditional else 200)
    assert "Access-Control-Allow-Origin" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
