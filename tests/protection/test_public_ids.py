"""Random keys for rows that are there already: each its own, none drawn twice, in pieces."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from protection.public_ids import fill

pytestmark = pytest.mark.django_db(transaction=True)


class Paper(models.Model):
    """What a table looks like between the first and the second step."""

    public_id = models.UUIDField(null=True)

    class Meta:
        app_label = "protection"
        managed = False


@pytest.fixture
def table():
    with connection.schema_editor() as editor:
        editor.create_model(Paper)
    yield Paper
    with connection.schema_editor() as editor:
        editor.delete_model(Paper)
    del apps.all_models["protection"]["paper"]
    apps.clear_cache()


def test_every_row_gets_a_key_of_its_own_and_keeps_the_one_it_has(table):
    kept = uuid4()
    Paper.objects.bulk_create([Paper(public_id=kept), *(Paper() for _ in range(7))])
    assert fill(Paper, piece=3) == 7
    keys = set(Paper.objects.values_list("public_id", flat=True))
    assert len(keys) == 8
    assert kept in keys
    assert None not in keys
    assert fill(Paper) == 0


@pytest.mark.parametrize("room", ["complaints", "supervision"])
def test_the_pieces_are_committed_one_by_one(room):
    assert import_module(f"{room}.migrations.0003_public_ids_filled").Migration.atomic is False
