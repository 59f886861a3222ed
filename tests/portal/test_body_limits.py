"""A request is refused by its stated length, before a byte of it is read."""

import io

import pytest
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from portal.body_limits import limit_of
from protection.uploads import MEGABYTE


class Unread(io.BytesIO):
    """A body that must not be looked at."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def send(client, address: str, length: int | str):
    """Post a form that says it has so many bytes."""
    return client.generic(
        "POST", address, b"", "application/x-www-form-urlencoded", CONTENT_LENGTH=str(length), **UNREAD
    )


UNREAD = {"wsgi.input": Unread()}


@pytest.mark.parametrize("length", [200 * MEGABYTE, 4 * MEGABYTE, "many", "-1"])
@pytest.mark.parametrize("address", ["/preferences/type/", "/complaints/new/", "/complaints/status/"])
def test_no_ordinary_form_takes_more(client, site, address, length):
    response = send(client, address, length)
    assert response.status_code == 413
    assert "一次发送的内容太大" in response.content.decode()


def test_staff_forms_as_well(client, site):
    assert send(client, reverse("wagtailadmin_login"), 200 * MEGABYTE).status_code == 413


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/complaints/new/files/", 120 * MEGABYTE),
        ("/complaints/case/write/", 120 * MEGABYTE),
        ("/complaints/case/review/", 3 * MEGABYTE),
        ("/staff/documents/multiple/add/", 60 * MEGABYTE),
    ],
)
def test_where_files_are_taken_they_fit(address, most):
    match = get_resolver().resolve(address)
    assert limit_of(match.view_name, match.func) == most


def test_lists_fit_where_they_are_uploaded():
    match = get_resolver().resolve(reverse("batch:add"))
    assert limit_of(match.view_name, match.func) == 151 * MEGABYTE


def test_a_request_without_a_body_passes(client, site):
    assert client.get("/").status_code == 200
    assert RequestFactory().get("/").META.get("CONTENT_LENGTH", "") in ("", "0")
