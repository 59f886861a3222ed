"""Records of what happened, which stay as they were written: by the model, by bulk calls, by plain SQL.

Rotating the encryption keys has to write the tokens of encrypted columns anew, so a log that has such columns
names the others as guarded; the database then refuses to change those, and the model refuses everything.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations, models

MESSAGE = "append-only: what happened stays as it was written"


class AppendOnly(Exception):
    """A record was to be changed or removed."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses the bulk ways around ``AppendOnlyModel.save``; triggers in the database hold the rest."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly(self.model._meta.label)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly(self.model._meta.label)


class AppendOnlyModel(models.Model):
    """Base of a log. Its migration adds ``triggers("<table>")``."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only. Raises AppendOnly for a record that is already written."""
        if self.pk is not None:
            raise AppendOnly(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never. Raises AppendOnly."""
        raise AppendOnly(self._meta.label)


def statements(table: str, vendor: str, guarded: Sequence[str] = (), *, drop: bool = False) -> list[str]:
    """Give the SQL that puts the triggers on ``table`` in place, or takes them away.

    ``guarded``: the columns that may not change; none named means all of them.
    Raises NotImplementedError for a vendor that has none: better no migration than silent edits.
    """
    update = f"UPDATE OF {', '.join(guarded)}" if guarded else "UPDATE"
    if vendor == "sqlite":
        if drop:
            return [f"DROP TRIGGER {table}_no_{act}" for act in ("update", "delete")]
        return [
            f"CREATE TRIGGER {table}_no_{act} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for act, event in (("update", update), ("delete", "DELETE"))
        ]
    if vendor == "postgresql":
        if drop:
            return [f"DROP TRIGGER {table}_no_change ON {table}", f"DROP FUNCTION {table}_refuse()"]
        return [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {table}_no_change BEFORE {update} OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        ]
    raise NotImplementedError(f"append-only triggers are not written for {vendor}")


def triggers(table: str, guarded: Sequence[str] = ()) -> migrations.RunPython:
    """Give the migration step that guards ``table``; ``guarded`` as in ``statements``."""

    def step(drop: bool) -> Callable[[Any, Any], None]:
        def run(apps: Any, schema_editor: Any) -> None:
            for statement in statements(table, schema_editor.connection.vendor, guarded, drop=drop):
                schema_editor.execute(statement)

        return run

    return migrations.RunPython(step(False), step(True))
