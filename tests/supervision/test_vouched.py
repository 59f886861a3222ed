"""Events of cases and leads: whoever rewrites one under removed triggers is named by ``verify_log``."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from complaints.models import CaseEvent, CaseLogEntry
from protection import guards, verifying
from protection.encryption import encrypt
from supervision import leads
from supervision.enums import LeadEventKind
from supervision.models import LeadEvent
from tests.complaints.factories import do_with_reasons, make_case
from tests.protection.tampering import by_sql
from tests.supervision.factories import make_lead

NEW = "a-new-key-of-at-least-thirty-two-characters"
WHEN = "'2026-01-01 00:00:00+00:00'"
CASE, LEAD = "complaints_caseevent", "supervision_leadevent"


@pytest.fixture
def case(handler):
    """A case with two events: filed on the web, and annotated by staff."""
    case = make_case()
    do_with_reasons(case, "note", handler, reason="已电话核实")
    assert found() == []
    return case


@pytest.fixture
def lead(case, inspector, units):
    """A lead with three events of two acts: opened with a case, annotated."""
    lead = make_lead(inspector, units["inspection"], cases=[case])
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="等候材料")
    assert found() == []
    return lead


def found() -> list[tuple[str, str, int]]:
    """What a verification finds: the code, the log or table, and the number there."""
    return [(each.code, each.log, each.entry) for each in verifying.Walk().problems()]


def tamper(*statements: str) -> None:
    by_sql(*statements, migrated={table: guards.HARDENED[table] for table in (CASE, LEAD)})


def token(place: str = "complaints_caseevent.reason") -> str:
    return f"'{encrypt('另一句话', place)}'"


CHANGES = {
    "actor": lambda other: f"actor_id = {other.pk}",
    "at": lambda other: f"at = {WHEN}",
    "kind": lambda other: "kind = 'closed'",
    "status": lambda other: "status = 'closed'",
    "sequence": lambda other: "sequence = 77",
    "reason": lambda other: f"reason = {token()}",
    "lost reason": lambda other: "reason = ''",
    "reason that no key opens": lambda other: "reason = 'B1:x'",
}


@pytest.mark.parametrize(
    "change", [*CHANGES.values(), lambda other: f"text = {token('complaints_caseevent.text')}"]
)
def test_a_rewritten_event_of_a_case_is_named(case, inspector, change):
    event = case.events.get(sequence=2)
    tamper(f"UPDATE {CASE} SET {change(inspector)} WHERE id = {event.pk}")
    assert found() == [("event_changed", "case event", event.pk)]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_rewritten_event_of_a_lead_is_named(lead, handler, change):
    event = lead.events.get(sequence=3)
    tamper(f"UPDATE {LEAD} SET {change(handler)} WHERE id = {event.pk}")
    assert found() == [("event_changed", "lead event", event.pk)]


@pytest.mark.parametrize(
    ("table", "change", "what"),
    [
        ("complaints_case", lambda: f"narrative = {token('complaints_case.narrative')}", "case"),
        ("complaints_case", lambda: f"title = {token('complaints_case.title')}", "case"),
        ("complaints_case", lambda: "openness = 'confidential'", "case"),
        (
            "complaints_complainant",
            lambda: f"name = {token('complaints_complainant.name')}",
            "complainant and whom for",
        ),
        ("complaints_complainant", lambda: "phone = ''", "complainant and whom for"),
    ],
)
def test_a_story_or_a_complainant_that_is_rewritten_is_named(case, table, change, what):
    key = "id" if what == "case" else "case_id"
    by_sql(f"UPDATE {table} SET {change()} WHERE {key} = {case.pk}")
    assert found() == [("event_changed", what, case.pk if what == "case" else case.complainant.pk)]


def test_an_event_before_the_first_is_named(case):
    """By it a PIN that was heard would pass for one that nobody heard (``own_pins``)."""
    columns = "case_id, kind, at, actor_id, reason, text, data, status"
    tamper(
        f"INSERT INTO {CASE} (id, sequence, {columns}) SELECT -1, 0, {columns} FROM {CASE} WHERE sequence = 1"
    )
    assert found() == [("event_added", "case event", -1)]


def test_the_command_says_which_and_fails(case, inspector):
    event = case.events.get(sequence=1)
    tamper(f"UPDATE {CASE} SET actor_id = {inspector.pk} WHERE id = {event.pk}")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=err)
    assert "case event" in err.getvalue()
    assert f"{event.pk}" in err.getvalue()


def test_an_event_that_is_taken_out_or_put_in_is_named(lead, case, inspector):
    gone, copied = lead.events.get(sequence=3), case.events.get(sequence=2)
    columns = "case_id, kind, at, actor_id, reason, text, data, status"
    tamper(
        f"UPDATE supervision_lead SET latest_event_id = NULL WHERE id = {lead.pk}",
        f"DELETE FROM {LEAD} WHERE id = {gone.pk}",
        f"INSERT INTO {CASE} (id, sequence, {columns}) SELECT -1, 3, {columns} FROM {CASE} "
        f"WHERE id = {copied.pk}",
    )
    assert found() == [("event_gone", "lead event", gone.pk), ("event_added", "case event", -1)]


def test_events_from_before_there_were_digests_stay_as_they_were(case, handler, monkeypatch):
    """Their entries name none; what comes after them does."""
    monkeypatch.setattr("protection.vouched.facts", lambda events: [])
    old = make_case()
    monkeypatch.undo()
    assert "events" not in CaseLogEntry.objects.latest("pk").data
    do_with_reasons(old, "note", handler, reason="后来的一步")
    assert found() == []
    tamper(f"UPDATE {CASE} SET at = {WHEN} WHERE id = {old.events.get(sequence=2).pk}")
    assert [code for code, *_which in found()] == ["event_changed"]


def test_new_keys_of_either_kind_change_nothing(lead, case, handler, settings):
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    call_command("rotate_field_keys", stdout=io.StringIO())
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    settings.BLIND_INDEX_KEY, settings.BLIND_INDEX_OLD_KEYS = NEW, [settings.BLIND_INDEX_KEY]
    call_command("rotate_blind_index", stdout=io.StringIO())
    do_with_reasons(case, "note", handler, reason="换钥之后")
    assert found() == []
    event = lead.events.get(sequence=1)
    tamper(f"UPDATE {LEAD} SET at = {WHEN} WHERE id = {event.pk}")
    assert found() == [("event_changed", "lead event", event.pk)]


def test_every_event_is_named_once_and_by_no_word(lead, case):
    entries = [*CaseLogEntry.objects.all(), *ModelLogEntry.objects.filter(action__startswith="supervision")]
    named = sorted(
        pk
        for entry in entries
        for name, pk, _digest in (entry.data or {}).get("events", ())
        if name.endswith("event")
    )
    written = [
        *CaseEvent.objects.values_list("pk", flat=True),
        *LeadEvent.objects.values_list("pk", flat=True),
    ]
    assert named == sorted(written)
