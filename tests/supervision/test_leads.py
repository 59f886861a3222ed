"""A lead's life: numbered, filled, annotated, closed; its status is what its latest event says."""

import re
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.models import ModelLogEntry

from protection.append_only import AppendOnly
from protection.refusals import NotAllowed
from supervision import leads
from supervision.enums import LeadEventKind, LeadStatus
from supervision.models import Lead, LeadEvent, LeadItem
from tests.complaints.factories import knows
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    """The audit log's entries about leads, oldest first."""
    entries = ModelLogEntry.objects.filter(action__startswith="supervision.").order_by("pk")
    return [entry.action.removeprefix("supervision.") for entry in entries]


def test_a_lead_is_opened_with_its_material_in_one_entry(inspector, units) -> None:
    case, row = make_case(units["township"]), make_row(inspector)
    lead = make_lead(inspector, units["inspection"], cases=[case], recipients=[row])
    assert lead.status == LeadStatus.OPEN
    assert [event.kind for event in lead.events.all()] == ["opened", "item_added", "item_added"]
    assert acts() == ["open"]
    entry = ModelLogEntry.objects.get(action="supervision.open")
    assert entry.user == inspector
    assert entry.label == lead.number
    assert len(entry.data.pop("events")) == 3
    assert entry.data == {"items": 2, "cases": [case.number], "reason": "多件反映指向同一人"}


def test_numbers_are_drawn_and_say_the_units_place_and_year(inspector, county_inspector, units) -> None:
    numbers = [make_lead(inspector, units["inspection"]).number for _ in range(8)]
    other = make_lead(county_inspector, units["county_inspection"], "320722100").number
    year = Lead.objects.first().opened_at.year
    assert all(re.fullmatch(rf"3207线索〔{year}〕\d{{5}}号", number) for number in numbers)
    # No series: that eight drawn ones follow upon each other does not happen.
    assert len({int(number[-6:-1]) - turn for turn, number in enumerate(numbers)}) > 1
    assert re.fullmatch(rf"320722线索〔{year}〕\d{{5}}号", other)


def test_a_lead_needs_a_reason_a_place_and_a_unit_of_ones_own(county_inspector, units) -> None:
    with pytest.raises(NotAllowed) as refused:
        make_lead(county_inspector, units["inspection"], "3207", reason=" ")
    assert len(refused.value.reasons) == 3
    assert not Lead.objects.exists()


def test_material_is_added_once_and_stays_on_record_when_taken_out(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    case = make_case(units["township"])
    (item,) = leads.add(lead, user=inspector, cases=[case], note="同一笔迹")
    assert leads.add(lead, user=inspector, cases=[case]) == []
    leads.remove(item, user=inspector, reason="与本线索无关")
    with pytest.raises(NotAllowed):
        leads.remove(item, user=inspector, reason="再次")
    assert not leads.current_items(lead).exists()
    assert LeadItem.objects.get().removed_at is not None
    leads.add(lead, user=inspector, cases=[case])
    kinds = [event.kind for event in lead.events.order_by("sequence")]
    assert kinds == ["opened", "item_added", "item_removed", "item_added"]
    assert acts() == ["open", "add", "remove", "add"]


def test_rows_are_added_too(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    row = make_row(inspector)
    (item,) = leads.add(lead, user=inspector, recipients=[row])
    assert str(item) == "张*三"
    assert leads.add(lead, user=inspector, recipients=[row]) == []


def test_material_lies_in_the_leads_place(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320723")
    with pytest.raises(NotAllowed) as refused:
        leads.add(
            lead, user=inspector, cases=[make_case(units["township"])], recipients=[make_row(inspector)]
        )
    assert len(refused.value.reasons) == 2
    assert not lead.items.exists()


def test_a_lead_does_not_grow_without_end(inspector, units, monkeypatch) -> None:
    monkeypatch.setattr(leads, "MOST_ITEMS", 1)
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    with pytest.raises(NotAllowed, match="1"):
        leads.add(lead, user=inspector, cases=[make_case(units["township"])])


def test_notes_and_closing(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="已约谈村会计，电话13812345678。")
    with pytest.raises(NotAllowed):
        leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="  ")
    with pytest.raises(NotAllowed):
        leads.act(lead, LeadEventKind.RESULT_RECEIVED, user=inspector, reason="尚未移交")
    leads.act(lead, LeadEventKind.CLOSED, user=inspector, reason="查无实据")
    with pytest.raises(NotAllowed):
        leads.add(lead, user=inspector, cases=[make_case(units["township"])])
    lead.refresh_from_db()
    assert lead.status == LeadStatus.CLOSED
    assert acts() == ["open", "note", "close"]
    assert "13812345678" not in ModelLogEntry.objects.get(action="supervision.note").data["reason"]


def test_querysets_name_their_question(inspector, units) -> None:
    first, second = (make_lead(inspector, units["inspection"]) for _ in range(2))
    leads.act(first, LeadEventKind.CLOSED, user=inspector, reason="查无实据")
    assert list(Lead.objects.active()) == [second]
    assert list(Lead.objects.editable()) == [second]


def test_events_are_append_only_for_python(inspector, units) -> None:
    event = make_lead(inspector, units["inspection"]).events.get()
    event.kind = LeadEventKind.CLOSED
    for attempt in (event.save, event.delete, LeadEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(AppendOnly):
        LeadEvent.objects.update(kind="closed")


@pytest.mark.parametrize(
    "sql", ["UPDATE supervision_leadevent SET kind = 'closed'", "DELETE FROM supervision_leadevent"]
)
def test_events_are_append_only_for_sql(inspector, units, sql) -> None:
    make_lead(inspector, units["inspection"])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_what_inspectors_write_is_encrypted_at_rest(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], summary="某村会计截留", reason="反映集中")
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary FROM supervision_lead WHERE id = %s", [lead.pk])
        (summary,) = cursor.fetchone()
        cursor.execute("SELECT reason FROM supervision_leadevent")
        (reason,) = cursor.fetchone()
    assert "截留" not in summary
    assert "反映" not in reason
    assert Lead.objects.get().summary == "某村会计截留"


def test_an_act_that_fails_leaves_nothing_behind(inspector, units, monkeypatch) -> None:
    lead = make_lead(inspector, units["inspection"])
    monkeypatch.setattr(leads.audit, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        leads.add(lead, user=inspector, cases=[make_case(units["township"])])
    assert not LeadItem.objects.exists()
    assert lead.events.count() == 1


def test_rotating_the_keys_passes_the_triggers_of_the_log(inspector, units, settings) -> None:
    lead = make_lead(inspector, units["inspection"])
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="核对发放表")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert lead.events.last().reason == "核对发放表"


def test_the_log_names_no_complainant(inspector, units) -> None:
    """It is no secret of the lead's; the title is its writer's word, who is not told who complained."""
    case = make_case(units["township"], complainant={"name": "陈小满", "phone": "13905180001"})
    knows(inspector, case)
    lead = make_lead(
        inspector, units["inspection"], cases=[case], title="陈小满一家的补贴", reason="陈*满来电"
    )
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="已与陈小满核对，尾号0001")
    leads.remove(lead.items.get(), user=inspector, reason="小满撤回")
    logged = " ".join((entry.data or {}).get("reason", "") for entry in ModelLogEntry.objects.all())
    for word in ("小满", "陈*满", "0001"):
        assert word not in logged
    assert "陈小满" in lead.events.get(kind="note").reason, "who keeps the lead reads what was written"
