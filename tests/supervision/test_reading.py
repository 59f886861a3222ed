"""Whoever is named in a lead's title or summary does not see it; who was put back decides nothing in it."""

import pytest

from organizations.enums import Role
from organizations.models import Region, Unit
from protection.refusals import NotAllowed
from supervision import leads, putting_back, transferring
from supervision.enums import LeadEventKind as Kind
from supervision.models import Lead, LeadRespondent
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case

pytestmark = pytest.mark.django_db


def open_lead(user, unit, **texts):
    words = {"title": "补贴去向", "summary": "账目对不上。", "reason": "来信", **texts}
    return leads.open_lead(user=user, unit=unit, region=Region.objects.get(pk="320722"), **words)


def sees(user, lead) -> bool:
    return Lead.objects.visible_to(user).filter(pk=lead.pk).exists()


@pytest.mark.parametrize(
    ("texts", "hidden"),
    [
        ({"title": "冯守正的表弟违规领取低保"}, True),
        ({"summary": "三户都是冯守正的亲戚，没有入户核查。"}, True),
        ({"summary": "据说与冯守证有关。"}, True),
        ({"summary": "据说 feng shouzheng 打过招呼。"}, True),
        ({"title": "冯某某家违规领取低保"}, True),  # in doubt hidden, as a case is
        ({"title": "马某某家违规领取低保"}, False),
        ({"summary": "账目对不上，三户不符合条件。"}, False),
    ],
)
def test_who_is_named_in_title_or_summary_does_not_see_it(units, inspector, texts, hidden):
    colleague = make_person("冯守正", (units["inspection"], Role.INSPECTOR))
    lead = open_lead(inspector, units["inspection"], **texts)
    assert sees(colleague, lead) is not hidden
    assert sees(inspector, lead), "its writer keeps it"


def test_who_takes_office_later_is_read_for_too(units, inspector):
    lead = open_lead(inspector, units["inspection"], summary="三户都是冯守正的亲戚。")
    other = open_lead(inspector, units["inspection"], summary="三户都是李四的亲戚。")
    coming = make_person("冯守正", (units["inspection"], Role.INSPECTOR))
    assert not sees(coming, lead)
    assert sees(coming, other)


def test_who_writes_of_their_own_office_keeps_the_lead(units, inspector):
    text = f"{units['inspection'].name}收到举报，{inspector.name}初核，有人收了钱。"
    assert sees(inspector, open_lead(inspector, units["inspection"], summary=text))


def test_who_was_put_back_reads_and_notes_and_decides_nothing(units, inspector):
    named = make_person("冯守正", (units["inspection"], Role.INSPECTOR))
    lead = open_lead(
        inspector,
        units["inspection"],
        summary="三户都是冯守正的亲戚。",
        cases=[make_case(units["township"])],
    )
    keys = [each.key for each in putting_back.choices(lead, inspector)]
    putting_back.put_back(lead, user=inspector, keys=keys, reason="查明是别人")
    assert sees(named, lead)
    leads.act(lead, Kind.NOTE, user=named, reason="我没有亲戚在那里")
    for refused in (
        lambda: leads.act(lead, Kind.CLOSED, user=named, reason="查无实据"),
        lambda: leads.remove(lead.items.first(), user=named, reason="无关"),
        lambda: transferring.transfer(
            lead, user=named, to_unit=units["commission"], letter_number="3207线移〔2026〕1号", reason="移"
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()
    LeadRespondent.objects.create(lead=lead, name="别人", user=inspector, derived=True)
    assert putting_back.choices(lead, named) == []


def test_who_put_back_does_not_send_the_letter_to_their_unit(units, inspector):
    colleague = make_person("吕检", (units["inspection"], Role.INSPECTOR))
    commission = Unit.objects.get(pk=units["commission"].pk)
    lead = open_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    row = LeadRespondent.objects.create(lead=lead, name="纪委的人", unit=commission, derived=True)
    LeadRespondent.objects.filter(pk=row.pk).update(lifted_at="2026-11-01T00:00:00Z")
    leads.append(lead, Kind.PUT_BACK, inspector, reason="只是提到")
    sent = {"to_unit": commission, "letter_number": "3207线移〔2026〕12345号", "reason": "移送"}
    with pytest.raises(NotAllowed):
        transferring.transfer(lead, user=inspector, **sent)
    assert transferring.transfer(lead, user=colleague, **sent).to_unit == commission


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("查明是冯守正收了钱。", True),
        ("派驻组的冯守正包庇他们，不要给他看。", True),
        ("已与冯守正一起去村里核对名单。", False),  # a colleague at work
    ],
)
@pytest.mark.parametrize("kind", [Kind.NOTE, Kind.ITEM_ADDED, Kind.OPENED])
def test_who_is_accused_in_a_note_or_a_reason_does_not_see_it(units, inspector, kind, text, hidden):
    colleague = make_person("冯守正", (units["inspection"], Role.INSPECTOR))
    given = {"reason": text} if kind == Kind.OPENED else {}
    lead = open_lead(inspector, units["inspection"], **given)
    if kind == Kind.NOTE:
        leads.act(lead, kind, user=inspector, reason=text)
    elif kind == Kind.ITEM_ADDED:
        leads.add(lead, user=inspector, cases=[make_case(units["township"])], note=text)
    assert sees(colleague, lead) is not hidden
    assert sees(inspector, lead)


def test_a_note_hides_it_again_from_who_was_put_back_and_the_reason_for_that_does_not(units, inspector):
    colleague = make_person("冯守正", (units["inspection"], Role.INSPECTOR))
    lead = open_lead(inspector, units["inspection"], summary="三户都是冯守正的亲戚。")
    keys = [each.key for each in putting_back.choices(lead, inspector)]
    putting_back.put_back(lead, user=inspector, keys=keys, reason="冯守正没有收钱，查明是别人")
    assert sees(colleague, lead)
    leads.act(lead, Kind.NOTE, user=inspector, reason="又有人说冯守正收了钱")
    assert not sees(colleague, lead)


def test_who_takes_office_later_is_read_for_in_notes_too(units, inspector):
    lead = open_lead(inspector, units["inspection"])
    leads.act(lead, Kind.NOTE, user=inspector, reason="查明是冯守正收了钱。")
    assert not sees(make_person("冯守正", (units["inspection"], Role.INSPECTOR)), lead)
