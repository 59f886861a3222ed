"""A place that owes lists and has nobody for them is named beside those that are late."""

import pytest
from django.urls import reverse

from disclosure import staffing
from organizations.enums import Role
from organizations.models import Post, User

pytestmark = pytest.mark.django_db
COUNTY, OTHER = "320722", "320723"


def end(role):
    Post.objects.filter(role=role).update(valid_from="2025-01-01", valid_until="2026-01-01")


def test_both_are_needed_there_or_above(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = staffing.lacking([COUNTY, OTHER])
    assert (found.submit, found.approve) == ([], [OTHER]), "its editor alone makes nothing public"
    end(Role.REVIEWER)
    assert staffing.lacking([COUNTY]).approve == [COUNTY]
    assert staffing.lacking([COUNTY]).submit == []
    User.objects.filter(pk=county.editor.pk).update(held_back=True)
    assert staffing.lacking([COUNTY]).places == {COUNTY}


def test_the_home_page_names_them(client, county):
    client.force_login(county.editor)
    home = reverse("wagtailadmin_home")
    assert "没有人能审核名单" not in client.get(home).content.decode()
    end(Role.REVIEWER)
    text = client.get(home).content.decode()
    assert "没有人能审核名单" in text
    assert "没有人能导入名单" not in text
