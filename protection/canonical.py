"""One form for what was handed to the database and what comes back from either of the two, to be digested."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise


def canonical(values: Iterable[Any]) -> str:
    """Give one text for these values, the same before they are stored and after."""
    return json.dumps([_as_stored(value) for value in values], sort_keys=True, separators=(",", ":"))


def _as_stored(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, dict | list | tuple | float):
        return _number_form(json.loads(json.dumps(value, cls=DjangoJSONEncoder)))
    return str(value)


def _number_form(value: Any) -> Any:
    """A whole number is one, however it is written: PostgreSQL gives 1e16 back as 10000000000000000."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _number_form(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_number_form(item) for item in value]
    return value
