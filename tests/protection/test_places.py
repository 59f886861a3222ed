"""A value opens where it was written and nowhere else; the fields see to it that each column is a place."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

from protection.encryption import Undecipherable, decrypt, encrypt, rotate
from protection.fields import EncryptedTextField, encrypted_fields

NAME = "陈小满"


def everywhere() -> list[EncryptedTextField]:
    return [field for model in apps.get_models() for field in encrypted_fields(model)]


def test_each_column_has_a_place_of_its_own() -> None:
    """But the numbers of households, which publication copies from the rows of a file."""
    shared = {
        place: number
        for place, number in Counter(field.place for field in everywhere()).items()
        if number > 1
    }
    assert shared == {"disclosure_recipient.id_number": 2}
    assert all(field.place for field in everywhere())


def test_a_field_without_a_place_is_refused() -> None:
    field = EncryptedTextField()
    field.set_attributes_from_name("told")
    field.model = models.Model
    assert "protection.E016" in [found.id for found in field.check()]


def test_a_token_opens_at_its_place_only() -> None:
    token = encrypt(NAME, "complaints_complainant.name")
    for change in (decrypt, rotate):
        with pytest.raises(Undecipherable, match=r"complaints_case\.narrative") as raised:
            change(token, "complaints_case.narrative")
        assert NAME not in str(raised.value)
    assert decrypt(token, "complaints_complainant.name") == NAME


@pytest.mark.parametrize("token", ["", "B1:", "B1:x", "B1:" + "A" * 40, "B1:é", "gAAAAx", "陈小满"])
def test_what_is_no_token_does_not_open(token) -> None:
    with pytest.raises(Undecipherable):
        decrypt(token, "a.b")
