"""What happened stays as it was written: by the model, by bulk calls, by plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from complaints.models import CaseEvent
from protection.append_only import AppendOnly, statements, triggers
from tests.complaints.factories import make_case


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


class Editor:
    """What a migration step needs of a schema editor; a real one cannot run inside a test's transaction."""

    connection = connection

    def execute(self, sql):
        run(sql)


@pytest.fixture
def event(units):
    return make_case().events.get()


def test_the_model_refuses(event):
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        CaseEvent.objects.filter(pk=event.pk).update(reason="改写")
    with pytest.raises(AppendOnly):
        CaseEvent.objects.all().delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE complaints_caseevent SET status = 'closed'",
        "DELETE FROM complaints_caseevent",
    ],
)
def test_the_database_refuses(event, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)
    assert CaseEvent.objects.filter(pk=event.pk, status="registered").exists()


def test_the_migration_can_be_taken_back(event):
    editor = Editor()
    step = triggers("complaints_caseevent")
    step.reverse_code(None, editor)
    run("UPDATE complaints_caseevent SET reason = 'x'")
    step.code(None, editor)
    with pytest.raises(DatabaseError), transaction.atomic():
        run("DELETE FROM complaints_caseevent")


def test_a_database_without_triggers_is_refused():
    with pytest.raises(NotImplementedError):
        statements("complaints_caseevent", "oracle")
    for vendor in ("sqlite", "postgresql"):
        assert statements("complaints_caseevent", vendor)
        assert statements("complaints_caseevent", vendor, drop=True)


def test_labels_hold_nothing_protected(units):
    case = make_case(respondents=[(None, "刘大有")])
    labels = [case, case.complainant, case.respondents.get(), case.events.get(), case.clocks.first()]
    assert str(case) == case.number
    for thing in labels:
        assert "陈小满" not in str(thing)
        assert "刘大有" not in str(thing)
