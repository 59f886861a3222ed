"""Numbers that an earlier release let into the column of the class are taken out when it is upgraded."""

from importlib import import_module

import pytest
from django.apps import apps

from disclosure.models import Recipient, StagedRow
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household, id_number

pytestmark = pytest.mark.django_db
MIGRATION = import_module("disclosure.migrations.0005_no_numbers_in_categories")


def test_numbers_go_and_classes_stay(load, release):
    release([household(1), household(2)])
    load([household(1), household(2)], month=NOVEMBER)
    for model in (Recipient, StagedRow):
        first = model.objects.order_by("pk").first()
        model.objects.filter(pk=first.pk).update(category=f"B档{id_number(5)}")
    MIGRATION.empty_them(apps, None)
    for model in (Recipient, StagedRow):
        assert list(model.objects.order_by("pk").values_list("category", flat=True)) == ["", "B档"]
