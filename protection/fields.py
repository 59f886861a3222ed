"""Model fields whose value is encrypted in the database and clear in Python, each under a key of its own.

They cannot be filtered on; a keyed blind index in a column of its own serves look-ups
(``protection.blind_index``).
"""

import json
import logging
from typing import Any

from django.core import checks
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from protection import encryption, unbound
from protection.encryption import Undecipherable

logger = logging.getLogger(__name__)


class EncryptedTextField(models.TextField):
    """Text, stored as a token for ``place``, which is written once: table and column as they are called then.

    An empty text stays empty, so that "nothing given" costs nothing. Without a place, as in migrations of
    releases before there were any, it holds tokens that are bound to none.
    """

    description = "Encrypted text"
    non_db_attrs = (*models.TextField.non_db_attrs, "place")

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.place:
            kwargs["place"] = self.place
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[Any]:
        """Refuse a field in use that has no place: what it holds could be moved anywhere."""
        found = super().check(**kwargs)
        if not self.place:
            found.append(
                checks.Error("An encrypted field needs a place.", obj=self, id="protection.E016"),
            )
        return found

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        return self._encrypted(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return self._decrypted(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        # Two tokens of one text differ, so any comparison but "is null" would quietly find nothing.
        if lookup_name != "isnull":
            raise TypeError(
                f"{self.name} is encrypted and cannot be looked up by {lookup_name}; use its blind index."
            )
        return super().get_lookup(lookup_name)

    def _encrypted(self, text: str) -> str:
        return encryption.encrypt(text, self.place) if self.place else unbound.encrypt(text)

    def _decrypted(self, token: str) -> str:
        if not self.place:
            return unbound.decrypt(token)
        try:
            return encryption.decrypt(token, self.place)
        except Undecipherable as error:
            # The lines of an exception leave its message out, as any may quote a value; this one says where.
            logger.error("%s", error)
            raise


class EncryptedJSONField(EncryptedTextField):
    """JSON data, stored as a token."""

    description = "Encrypted JSON"

    # What django-stubs reads: a column of any JSON, where the text field beneath holds strings.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return self._encrypted(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return json.loads(self._decrypted(value)) if value else None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), cls=DjangoJSONEncoder)


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted columns of a model's own table; none for a model without one."""
    if model._meta.proxy or not model._meta.managed:
        return []
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]
