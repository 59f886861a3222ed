"""Values are encrypted at rest, keys rotate, and digests cannot be matched across purposes."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from complaints.models import Draft
from protection.blind_index import blind_index, derive
from protection.encryption import Undecipherable, decrypt, encrypt

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_encrypts_each_time_anew_and_reads_back() -> None:
    first, second = encrypt("王小明", "a.b"), encrypt("王小明", "a.b")
    assert first != second
    assert "王" not in first
    assert decrypt(first, "a.b") == decrypt(second, "a.b") == "王小明"


def test_a_removed_key_says_so_without_the_value(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encrypt("secret", "a.b")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(Undecipherable) as raised:
        decrypt(token, "a.b")
    assert token not in str(raised.value)


@pytest.mark.parametrize("keys", [[], [""], ["short"]])
def test_missing_or_malformed_keys_are_refused(settings, keys) -> None:
    settings.FIELD_ENCRYPTION_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        encrypt("x", "a.b")


def test_blind_index_depends_on_purpose_and_key(settings) -> None:
    here = blind_index("320722199001011234", "a")
    assert len(here) == 64
    assert here == blind_index("320722199001011234", "a")
    assert here != blind_index("320722199001011234", "b")
    settings.BLIND_INDEX_KEY = "another key, long enough to be taken"
    assert here != blind_index("320722199001011234", "a")
    assert blind_index("", "a") == ""


def test_a_short_blind_index_key_is_refused(settings) -> None:
    settings.BLIND_INDEX_KEY = "short"
    with pytest.raises(ImproperlyConfigured):
        blind_index("x", "a")


def test_derive_gives_the_asked_number_of_bytes() -> None:
    assert len(derive("receipt", "secret", 8)) == 8
    assert derive("receipt", "secret", 8) != derive("pin", "secret", 8)
    with pytest.raises(ValueError, match="between"):
        derive("receipt", "secret", 33)


def _stored(draft: Draft) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM complaints_draft WHERE id = %s", [draft.pk])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_rotation_needs_the_old_key_once_and_never_again(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    draft = Draft.objects.create(key_index="k" * 64, payload={"name": "王小明"})
    before = _stored(draft)
    assert "王" not in before

    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    output = StringIO()
    call_command("rotate_field_keys", stdout=output)
    assert "complaints.Draft: 1" in output.getvalue()

    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert _stored(draft) != before
    assert Draft.objects.get(pk=draft.pk).payload == {"name": "王小明"}


@pytest.mark.django_db
def test_an_encrypted_field_refuses_to_be_searched() -> None:
    with pytest.raises(TypeError, match="blind index"):
        list(Draft.objects.filter(payload="x"))
