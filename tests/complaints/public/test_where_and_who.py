"""The place, the list row and whom it is about: asked once, never contradicting each other."""

import pytest

from complaints.enums import CaseKind
from complaints.models import Case
from tests.complaints.public.citizen import (
    NARRATIVE,
    VILLAGE,
    challenge,
    file,
    refused,
    url,
    walk,
)

pytestmark = pytest.mark.usefixtures("units")


def test_whom_it_is_about_decides_who_gets_it(client, units):
    file(client, who={"units": [units["township"].pk], "people": "钱某、孙某\n李某"})
    case = Case.objects.get()
    assert case.unit == units["inspection"], "钱某 may be anybody"
    assert {(r.unit_id, r.name) for r in case.respondents.all()} == {
        (units["township"].pk, ""),
        (None, "钱某"),
        (None, "孙某"),
        (None, "李某"),
    }


def test_an_office_of_another_place_cannot_be_chosen(client, units):
    walk(client, until="who")
    page = refused(client, url("who"), {"units": [units["other_county"].pk], "people": "周某"})
    assert "周某" in page.content.decode()


def test_another_place_asks_again_for_the_office(client, units):
    walk(client, who={"units": [units["village"].pk], "people": "周某"})
    client.post(url("where") + "?from=check", {"region": "320723100201"})
    assert client.get(url("check")).url == url("who")
    shown = client.get(url("who")).content.decode()
    assert units["village"].name not in shown
    assert "周某" in shown


def test_the_place_is_asked_level_by_level(client):
    walk(client, until="where")
    shown = client.get(url("where")).content.decode()
    assert "甲省" in shown or "乙市" in shown
    response = client.post(url("where"), {"region": "320722"})
    assert response.url == f"{url('where')}?in=320722"
    assert "和平镇" in client.get(response.url).content.decode()
    response = client.post(response.url, {"region": "320722", "here": "320722"})
    assert response.url == url("matter"), "the whole county is an answer"


def test_no_place_is_a_message(client):
    walk(client, until="where")
    for answer in ({}, {"region": "999999"}, {"region": "; DROP TABLE"}):
        page = refused(client, url("where"), answer)
        assert "error-summary" in page.content.decode()


def test_the_place_of_the_cookie_is_chosen_already(client):
    client.cookies["place"] = "320722100"
    walk(client, until="where")
    assert 'value="320722100" id="region-1" checked' in client.get(url("where")).content.decode()
    client.cookies["place"] = "'; <script>"
    assert client.get(url("where")).status_code == 200


def test_from_a_row_the_case_is_an_objection_to_it(client, row):
    page = client.get(url("kind"), {"row": str(row.public_id)})
    shown = page.content.decode()
    assert "石*河" in shown
    assert "石头河" not in shown
    assert page.context["form"].initial["kind"] == CaseKind.OBJECTION
    file(client, kind={"kind": "objection", "row": str(row.public_id)}, where=None)
    case = Case.objects.get()
    assert (case.kind, case.recipient, case.region_id) == ("objection", row, VILLAGE)
    assert case.programme_id == "rural-dibao"


def test_without_a_row_there_is_no_objection(client):
    page = client.get(url("kind"))
    assert 'value="objection"' not in page.content.decode()
    refused(client, url("kind"), {"kind": "objection"})


def test_a_row_that_is_gone_is_said_kindly(client):
    page = client.get(url("kind"), {"row": "9b2f6e3c-1111-4222-8333-444455556666"})
    assert page.context["row_gone"]
    assert client.get(url("kind"), {"row": "nonsense"}).status_code == 200


def test_a_row_that_goes_while_the_form_is_filled(client, row):
    walk(client, kind={"kind": "objection", "row": str(row.public_id)}, where=None)
    row.delete()
    page = refused(client, url("check"), challenge(client))
    assert f'href="{url("kind")}?from=check"' in page.content.decode()
    assert NARRATIVE in page.content.decode()
    assert not Case.objects.exists()


def test_a_place_without_an_office_is_said(client):
    walk(client, where={"region": "32", "here": "32"})
    page = refused(client, url("check"), challenge(client))
    assert f'href="{url("where")}?from=check"' in page.content.decode()
    assert not Case.objects.exists()
