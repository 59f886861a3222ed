"""The tests' own ground: reference data outlives a test that commits, and what it committed does not."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Page

from tests import databases

LEFT = "left by a test"


def test_a_prepared_database_has_the_reference_data(prepared):
    assert Page.objects.exists()
    assert Group.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_and_the_reference_data_is_not():
    with transaction.atomic():
        Group.objects.create(name=LEFT)
    assert not connection.in_atomic_block
    groups = set(Group.objects.values_list("name", flat=True)) - {LEFT}
    databases.restore()  # what the end of every such test does
    assert set(Group.objects.values_list("name", flat=True)) == groups
    assert Page.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_what_was_committed():
    """The browser tests rely on it: the server answers in threads of its own."""
    from concurrent.futures import ThreadPoolExecutor

    Group.objects.create(name=LEFT)

    def look():
        try:
            return Group.objects.filter(name=LEFT).exists()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(look).result()
