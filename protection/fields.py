"""Model fields whose value is encrypted in the database and clear in Python.

They can't be filtered on; a keyed blind index in a column of its own serves look-ups
(``protection.blind_index``).
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from protection.encryption import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text, stored as a Fernet token. An empty text stays empty, so that "nothing given" costs nothing."""

    description = "Encrypted text"

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        # Two tokens of one text differ, so any comparison but "is null" would quietly find nothing.
        if lookup_name != "isnull":
            raise TypeError(
                f"{self.name} is encrypted and can't be looked up by {lookup_name}; use its blind index."
            )
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """JSON data, stored as a Fernet token."""

    description = "Encrypted JSON"

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return encrypt(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return json.loads(decrypt(value)) if value else None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), cls=DjangoJSONEncoder)
