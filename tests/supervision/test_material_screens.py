"""The screens by which material goes into a lead and out of it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.supervision.factories import make_case, make_lead, make_row
from tests.supervision.pages import page

pytestmark = pytest.mark.django_db


def looked_up(client, lead, **typed) -> str:
    """What a look-up of list rows shows; nothing of it stands in an address."""
    before = ModelLogEntry.objects.filter(action="supervision.find_rows").count()
    response = client.post(reverse("lead:rows", args=[lead.public_id]), {**typed, "look_up": "1"})
    assert response.status_code == 200
    assert ModelLogEntry.objects.filter(action="supervision.find_rows").count() == before + 1
    entry = ModelLogEntry.objects.filter(action="supervision.find_rows").last()
    assert not any(str(words) in str(entry.data) for words in typed.values() if words)
    return response.content.decode()


def test_a_case_is_added_by_its_number(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    case = make_case(units["township"], narrative="电话13812345678")
    url = reverse("lead:add_case", args=[lead.public_id])
    at_work.post(url, {"number": f" {case.number} ", "note": "同一笔迹"})
    shown = page(at_work, "inspect", lead.public_id)
    assert case.number in shown
    assert "同一笔迹" in shown
    assert "13812345678" not in shown
    again = at_work.post(url, {"number": case.number}, follow=True)
    assert lead.items.count() == 1
    assert again.status_code == 200
    unknown = at_work.post(url, {"number": "320722-2026-999999", "note": "记一笔"})
    assert unknown.status_code == 422
    assert "记一笔" in unknown.content.decode()


def test_a_case_outside_the_leads_place_is_refused(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320723")
    case = make_case(units["township"])
    answer = at_work.post(reverse("lead:add_case", args=[lead.public_id]), {"number": case.number})
    assert answer.status_code == 422
    assert not lead.items.exists()


def test_rows_are_looked_up_masked_and_added(at_work, inspector, units) -> None:
    row, other = make_row(inspector), make_row(inspector, "李大国", "320723100201")
    case = make_case(units["township"], recipient=row)
    lead = make_lead(inspector, units["inspection"], cases=[case])
    reported = page(at_work, "rows", lead.public_id)
    assert "张*三" in reported
    assert "李*国" not in reported
    for query in ({"name": "李大国"}, {"place": "320723"}, {"place": "张庄"}, {"programme": "rural-dibao"}):
        found = looked_up(at_work, lead, **query)
        assert "李*国" in found
        assert "李大国</" not in found
    assert "李*国" not in looked_up(at_work, lead, place="没有的村")
    at_work.post(
        reverse("lead:rows", args=[lead.public_id]),
        {"row": [row.public_id, other.public_id, "x"], "note": "金额不符"},
    )
    assert set(lead.items.values_list("recipient", flat=True)) == {row.pk, other.pk, None}
    assert "金额不符" in page(at_work, "inspect", lead.public_id)


def test_rows_outside_the_leads_place_are_refused(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320722")
    row = make_row(inspector, "李大国", "320723100201")
    assert "李*国" not in looked_up(at_work, lead, name="李大国")
    answer = at_work.post(reverse("lead:rows", args=[lead.public_id]), {"row": [row.public_id]}, follow=True)
    assert "李*国" in answer.content.decode()
    assert not lead.items.exists()


def test_material_is_taken_out_with_a_reason(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    other = make_lead(inspector, units["inspection"])
    item = lead.items.get()
    page(at_work, "remove", lead.public_id, item.public_id)
    url = reverse("lead:remove", args=[lead.public_id, item.public_id])
    assert at_work.post(url, {"reason": ""}).status_code == 200
    assert (
        at_work.post(
            reverse("lead:remove", args=[other.public_id, item.public_id]), {"reason": "错"}
        ).status_code
        == 404
    )
    at_work.post(url, {"reason": "与本线索无关"})
    item.refresh_from_db()
    assert item.removed_at is not None
