"""Keepers whom words removed from a lead are put back by another who still sees it."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints.enums import EventKind
from complaints.handling.casework import act
from complaints.models import Case, Respondent
from complaints.parties import putting_back as case_putting_back
from organizations.enums import Role
from organizations.models import Post, Unit, User
from protection.refusals import NotAllowed
from supervision import leads, putting_back
from supervision.models import Lead, LeadRespondent
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(units):
    """Another inspector of the same unit."""
    return make_person("冯检", (units["inspection"], Role.INSPECTOR))


@pytest.fixture
def lead(inspector, units):
    return make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])


def sees(user, lead) -> bool:
    return Lead.objects.visible_to(user).filter(pk=lead.pk).exists()


def sees_case(user, case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def poison(lead, **row) -> Respondent:
    """Words that turn up in the lead's case, as after a message of the complainant."""
    return Respondent.objects.create(case=lead.items.first().case, derived=True, **row)


def keys(lead, user) -> list[str]:
    return [each.key for each in putting_back.choices(lead, user)]


def test_a_colleague_puts_an_inspector_back(lead, inspector, colleague) -> None:
    poison(lead, name="周检察官", user=inspector)
    assert not sees(inspector, lead)
    assert sees(colleague, lead)
    putting_back.put_back(lead, user=colleague, keys=keys(lead, colleague), reason="来件只是一般称呼")
    assert sees(inspector, lead)
    case = lead.items.first().case
    assert Case.objects.visible_to(inspector).filter(pk=case.pk).exists()
    assert case.events.order_by("-sequence").first().kind == EventKind.PUT_BACK
    (entry,) = ModelLogEntry.objects.filter(action="supervision.put_back")
    assert entry.user == colleague
    assert entry.data.pop("events")
    assert entry.data == {"reason": "来件只是一般称呼", "respondents": 1}


def test_words_for_an_office_are_not_put_back_through_a_lead(lead, inspector, colleague, units) -> None:
    """They keep all of the office from the case; an inspector who once worked there waits for who decides."""
    long_ago = {"valid_from": date(2020, 1, 1), "valid_until": date(2021, 1, 1), "counts": True}
    Post.objects.create(user=inspector, unit=units["township"], role=Role.HANDLER, **long_ago)
    handler = make_person("韩办", (units["township"], Role.HANDLER))
    make_person("审办", (units["county"], Role.SUPERVISOR))  # who decides it
    row = poison(lead, name="民政办", unit=units["township"])
    assert not sees(User.objects.get(pk=inspector.pk), lead)
    assert keys(lead, colleague) == []
    with pytest.raises(NotAllowed):
        putting_back.put_back(lead, user=colleague, keys=[f"case-{row.pk}"], reason="早已调走")
    assert not Case.objects.visible_to(handler).filter(pk=row.case_id).exists()


def test_the_leads_own_words_are_lifted_too(lead, inspector, colleague) -> None:
    LeadRespondent.objects.create(lead=lead, name=inspector.name)
    LeadRespondent.objects.create(lead=lead, name="周某", user=inspector, derived=True)
    assert not sees(inspector, lead)
    putting_back.put_back(lead, user=colleague, keys=keys(lead, colleague), reason="查明不是他")
    assert sees(inspector, lead)
    assert lead.events.order_by("-sequence").first().kind == "put_back"
    assert lead.respondents.count() == 2


def test_where_the_whole_unit_is_meant_the_one_above_decides(lead, inspector, colleague, units) -> None:
    case = lead.items.get().case
    poison(lead, name="派驻纪检组", unit=units["inspection"])
    above = make_person(
        "省检", (Unit.objects.create(name="省纪委", kind="inspection", region_id="32"), Role.INSPECTOR)
    )
    assert not any(sees_case(user, case) for user in (inspector, colleague))
    assert sees(above, lead)
    putting_back.put_back(lead, user=above, keys=keys(lead, above), reason="只是提到要向纪检反映")
    assert all(sees_case(user, case) and sees(user, lead) for user in (inspector, colleague))


def test_never_by_oneself_nor_by_one_below(lead, inspector, county_inspector, colleague, units) -> None:
    own = make_lead(
        county_inspector, units["county_inspection"], "320722", cases=[make_case(units["county"])]
    )
    poison(own, name="周检察官", user=inspector)
    assert not sees(inspector, own)
    assert keys(own, county_inspector) == []
    with pytest.raises(NotAllowed):
        putting_back.put_back(own, user=inspector, keys=["case-1"], reason="我自己")
    assert keys(own, colleague)


def test_a_unit_that_the_complainant_chose_is_not_put_back(lead, units, inspector) -> None:
    Respondent.objects.create(case=lead.items.first().case, unit=units["inspection"])
    above = make_person(
        "省检", (Unit.objects.create(name="省纪委", kind="inspection", region_id="32"), Role.INSPECTOR)
    )
    assert keys(lead, above) == []


def name_the_group(lead, units) -> Case:
    """The complainant of a case of the lead complains of the inspection group."""
    poison(lead, name="纪检组的人", unit=units["inspection"])
    return lead.items.first().case


def test_a_group_that_words_named_is_put_back_by_inspectors_above(lead, inspector, units) -> None:
    above = make_person(
        "省检", (Unit.objects.create(name="省纪委", kind="inspection", region_id="32"), Role.INSPECTOR)
    )
    case = name_the_group(lead, units)
    assert not sees_case(inspector, case)
    putting_back.put_back(lead, user=above, keys=keys(lead, above), reason="没有具体内容")
    assert sees_case(inspector, case)


def test_a_case_that_is_closed_to_the_only_group_opens_in_its_lead(lead, inspector, colleague, units) -> None:
    """All who keep it are meant: the highest bureau where somebody decides puts the group back."""
    Unit.objects.filter(kind="inspection").exclude(pk=units["inspection"].pk).delete()
    chief = make_person("市审", (units["city"], Role.SUPERVISOR))
    case = name_the_group(lead, units)
    assert all(sees(user, lead) and not sees_case(user, case) for user in (inspector, colleague))
    act(
        case,
        "put_back",
        user=chief,
        reason="没有具体内容",
        respondents=[row.pk for row in case_putting_back.choices(case, chief)],
    )
    assert all(sees_case(user, case) for user in (inspector, colleague))
    assert not sees(chief, lead)


def test_it_takes_a_reason_and_a_choice(lead, inspector, colleague) -> None:
    poison(lead, name="周检察官", user=inspector)
    for given in ({"keys": [], "reason": "因"}, {"keys": keys(lead, colleague), "reason": " "}):
        with pytest.raises(NotAllowed):
            putting_back.put_back(lead, user=colleague, **given)
    assert not sees(inspector, lead)


def test_new_words_remove_again(lead, inspector, colleague) -> None:
    poison(lead, name="周检察官", user=inspector)
    putting_back.put_back(lead, user=colleague, keys=keys(lead, colleague), reason="查明不是他")
    inspector.save()
    assert sees(inspector, lead)
    poison(lead, name="周检收了钱", user=inspector)
    assert not sees(inspector, lead)


def test_the_page_offers_it_only_where_somebody_was_removed(lead, inspector, colleague, client) -> None:
    client.force_login(colleague)
    address = reverse("lead:put_back", args=[lead.public_id])
    own = reverse("lead:inspect", args=[lead.public_id])
    assert address not in client.get(own).content.decode()
    poison(lead, name="周检察官", user=inspector)
    assert address in client.get(own).content.decode()
    shown = client.get(address).content.decode()
    assert inspector.name in shown
    assert 'name="respondents" value="1"' in shown
    done = client.post(address, {"respondents": ["1"], "reason": "查明不是他"})
    assert done.url == own
    assert sees(inspector, lead)
    client.force_login(inspector)
    assert client.get(own).status_code == 200


def test_words_of_one_case_are_read_without_what_is_known_of_another(
    lead, inspector, colleague, units, client
) -> None:
    """As on their own case's page: what is missing here alone would tell who complained in the other."""
    secret = make_case(units["township"], complainant={"name": "陈小满", "phone": "13905180001"})
    listed = make_case(units["township"], complainant={"name": "李秀英", "phone": "13905180002"})
    leads.add(lead, user=inspector, cases=[secret, listed])
    Respondent.objects.create(case=listed, name="周检察官、陈小满、王大山", user=inspector, derived=True)
    client.force_login(colleague)
    page = client.get(reverse("lead:put_back", args=[lead.public_id])).content.decode()
    assert "周检察官、陈小满、王大山" in page
