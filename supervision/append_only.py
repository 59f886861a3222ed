"""Triggers that keep a lead's events as they were written, whoever speaks to the database."""

TABLE = "supervision_leadevent"
MESSAGE = "lead events are append-only"

INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER {TABLE}_no_{act}" for act in ("UPDATE", "DELETE")],
    "postgresql": [f"DROP TRIGGER {TABLE}_no_change ON {TABLE}", f"DROP FUNCTION {TABLE}_refuse()"],
}


def install(apps, schema_editor) -> None:
    """Migration step. Raises KeyError on a database no trigger is written for: better than silent edits."""
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor) -> None:
    """Migration step backwards."""
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
