"""The tests' own ground: reference data outlives a test that commits, and what it committed does not."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Page

LEFT = "left by a test"


def test_a_prepared_database_has_the_reference_data(prepared):
    assert Page.objects.exists()
    assert Group.objects.exists()


# In one class, so that they stay in this order on one worker.
@pytest.mark.xdist_group("databases")
class TestRestoring:
    @pytest.mark.django_db(transaction=True)
    def test_a_test_may_commit(self):
        with transaction.atomic():
            Group.objects.create(name=LEFT)
        assert not connection.in_atomic_block
        assert Group.objects.filter(name=LEFT).exists()

    @pytest.mark.django_db
    def test_and_leaves_nothing_behind(self):
        assert not Group.objects.filter(name=LEFT).exists()

    @pytest.mark.django_db(transaction=True)
    def test_while_the_reference_data_is_still_there(self):
        assert Page.objects.exists()
        assert Group.objects.exists()


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
