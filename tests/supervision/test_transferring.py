"""The transfer: a letter that names no complainant, a frozen lead, all or nothing."""

import hashlib
import io

import pytest
from django.utils import timezone, translation
from docx import Document
from wagtail.models import ModelLogEntry

from complaints.papers.content import chinese_date
from organizations.models import Unit
from protection.refusals import NotAllowed
from protection.uploads import private_storage
from supervision import leads, transferring
from supervision.enums import LeadEventKind, LeadStatus
from supervision.models import Transfer
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db
NUMBER = "乙纪线移〔2026〕1号"
WHO = {
    "name": "王小明",
    "phone": "13812345678",
    "id_number": "320722199001011234",
    "address": "和平镇东园36号",
}


def text_of(file) -> str:
    """All words of a Word document, its tables' too."""
    document = Document(io.BytesIO(file.read()))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(parts)


def send(lead, user, units, **changed) -> Transfer:
    """Transfer a lead to the commission."""
    asked = {"to_unit": units["commission"], "letter_number": NUMBER, "reason": "涉嫌截留低保金", **changed}
    return transferring.transfer(lead, user=user, **asked)


@pytest.fixture
def lead(inspector, units):
    """A lead with a case of a confidential complainant, and a list row."""
    case = make_case(
        units["township"],
        narrative="我叫王小明，住和平镇东园36号，电话138 1234 5678。会计孙某截留低保金。",
        accused=[units["village"], "孙某"],
        complainant=WHO,
    )
    row = make_row(inspector)
    return make_lead(
        inspector,
        units["inspection"],
        cases=[case],
        recipients=[row],
        summary="王小明等多人反映会计孙某截留。",
    )


def test_the_letter_says_what_the_lead_is(lead, inspector, units) -> None:
    made = send(lead, inspector, units, contact="周检 0518-85550000")
    with made.file.open("rb") as file:
        text = text_of(file)
    case = lead.items.get(case__isnull=False).case
    for expected in (
        units["inspection"].name,
        units["commission"].name,
        "问题线索移交函",
        NUMBER,
        lead.number,
        lead.title,
        "涉嫌截留低保金",
        "会计孙某截留",
        units["village"].name,
        case.number,
        "2026年9月1日",
        "乙市丙县和平镇刘庄村委会",
        "张*三",
        "农村低保",
        "1,234.50",
        "2020年4月",
        "2026年8月起",
        "附件：1. 相关办件清单",
        "2. 相关救助名单记录清单",
        "周检 0518-85550000",
        chinese_date(timezone.localdate()),
    ):
        assert expected in text


def test_no_complainant_is_in_the_file_in_any_form(lead, inspector, units) -> None:
    made = send(lead, inspector, units)
    with made.file.open("rb") as file:
        content = file.read()
    text = text_of(io.BytesIO(content))
    for protected in (*WHO.values(), "138 1234 5678", "张小三"):
        assert protected not in text
    properties = Document(io.BytesIO(content)).core_properties
    assert properties.author == units["inspection"].name
    assert "python" not in f"{properties.comments}{properties.last_modified_by}{properties.author}".lower()


def test_the_letter_is_chinese_whatever_its_maker_reads(lead, inspector, units) -> None:
    with translation.override("en"):
        made = send(lead, inspector, units)
    with made.file.open("rb") as file:
        text = text_of(file)
    assert "农村低保" in text
    assert "Rural dibao" not in text


def test_a_transfer_freezes_the_lead(lead, inspector, units) -> None:
    send(lead, inspector, units)
    lead.refresh_from_db()
    assert lead.status == LeadStatus.TRANSFERRED
    item = lead.items.first()
    for act in (
        lambda: leads.add(lead, user=inspector, cases=[make_case(units["township"])]),
        lambda: leads.remove(item, user=inspector, reason="改主意"),
        lambda: leads.act(lead, LeadEventKind.CLOSED, user=inspector, reason="不等结果"),
        lambda: send(lead, inspector, units, letter_number="乙纪线移〔2026〕2号"),
    ):
        with pytest.raises(NotAllowed):
            act()
    leads.act(lead, LeadEventKind.RESULT_RECEIVED, user=inspector, reason="已立案审查")
    leads.act(lead, LeadEventKind.CLOSED, user=inspector, reason="已办结")


def test_a_transfer_is_one_entry_in_the_log(lead, inspector, units) -> None:
    made = send(lead, inspector, units)
    entry = ModelLogEntry.objects.get(action="supervision.transfer")
    assert entry.data.pop("events")
    assert entry.data == {
        "to_unit": units["commission"].pk,
        "cases": 1,
        "rows": 1,
        "reason": "涉嫌截留低保金",
    }
    with made.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == made.digest


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": " "}, "reason"),
        ({"letter_number": "一号"}, "letter number"),
        ({"letter_number": "移〔2026〕1号\n"}, ""),
    ],
)
def test_nothing_goes_without_reason_or_number(lead, inspector, units, changed, words) -> None:
    with translation.override("en"):
        if changed.get("letter_number", "").endswith("\n"):
            assert send(lead, inspector, units, **changed).letter_number == "移〔2026〕1号"
            return
        with pytest.raises(NotAllowed, match=f"(?i){words}"):
            send(lead, inspector, units, **changed)
    assert not Transfer.objects.exists()


def test_an_empty_lead_does_not_go(inspector, units) -> None:
    with pytest.raises(NotAllowed):
        send(make_lead(inspector, units["inspection"]), inspector, units)


def test_a_letter_number_is_given_once(lead, inspector, units) -> None:
    send(lead, inspector, units)
    other = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    with pytest.raises(NotAllowed, match="1号"):
        send(other, inspector, units)


def test_a_refused_number_tells_of_no_hidden_letter(lead, inspector, county_inspector, units) -> None:
    """Who is accused in a lead gets the same answer for its letter's number as for a free one."""
    lead.respondents.create(user=county_inspector, name=county_inspector.name, derived=True)
    send(lead, inspector, units)
    row = make_row(inspector, name="李小四")
    own = make_lead(county_inspector, units["county_inspection"], "320722", recipients=[row])
    assert send(own, county_inspector, units).letter_number == NUMBER


def test_the_suggested_number_is_free(lead, inspector, units) -> None:
    first = transferring.suggested_number(lead)
    send(lead, inspector, units, letter_number=first)
    assert transferring.suggested_number(lead) != first


def test_a_lead_never_goes_to_the_accused(inspector, units) -> None:
    case = make_case(units["township"], accused=[units["commission"]])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    assert not transferring.addressees(lead).exists()
    with pytest.raises(NotAllowed):
        send(lead, inspector, units)


@pytest.mark.parametrize("said_by", ["case", "lead"])
def test_a_lead_never_goes_to_who_works_under_the_accused_at_any_remove(inspector, units, said_by) -> None:
    below = units["county"]  # works under the city's bureau; the commission stands under it in turn
    Unit.objects.filter(pk=units["commission"].pk).update(parent=below)
    accused = [units["city"]] if said_by == "case" else []
    case = make_case(units["township"], accused=accused)
    lead = make_lead(inspector, units["inspection"], cases=[case])
    if said_by == "lead":
        assert list(transferring.addressees(lead)) == [units["commission"]]
        lead.respondents.create(unit=units["city"])
    assert not transferring.addressees(lead).exists()
    with pytest.raises(NotAllowed):
        send(lead, inspector, units)


def test_a_lead_goes_up_or_stays_in_its_place(lead, inspector, units) -> None:
    assert list(transferring.addressees(lead)) == [units["commission"]]
    for wrong in ("inspection", "county_inspection", "city"):
        with pytest.raises(NotAllowed):
            send(lead, inspector, units, to_unit=units[wrong])


def test_the_permission_is_asked_for(lead, inspector, units) -> None:
    inspector.groups.get(name="inspector").permissions.filter(codename="transfer_lead").delete()
    again = type(inspector).objects.get(pk=inspector.pk)
    with pytest.raises(NotAllowed):
        send(lead, again, units)


def test_an_outsider_transfers_nothing(lead, units) -> None:
    with pytest.raises(NotAllowed):
        send(lead, make_person("某人"), units)


def test_a_transfer_that_fails_leaves_no_file(lead, inspector, units, monkeypatch) -> None:
    before = _files()
    monkeypatch.setattr(leads.audit, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(lead, inspector, units)
    assert not Transfer.objects.exists()
    assert _files() == before
    lead.refresh_from_db()
    assert lead.status == LeadStatus.OPEN


def _files() -> set[str]:
    storage = private_storage()
    folder = f"{timezone.localdate():%Y/%m}"
    return set(storage.listdir(folder)[1]) if storage.exists(folder) else set()
