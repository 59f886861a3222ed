"""A person or an office appears after a lead that speaks of them was opened (invariant 2)."""

from wagtail.models import ModelLogEntry

from organizations.enums import Role
from organizations.models import Region, Unit
from supervision import leads
from supervision.models import Lead
from tests.organizations.factories import make_person


def make_lead(inspector, units, accused):
    return leads.open_lead(
        user=inspector,
        unit=units["inspection"],
        region=Region.objects.get(pk="320722"),
        title="补贴去向",
        summary="账目对不上。",
        reason="来信",
        accused=[accused],
    )


def sees(user, lead):
    return Lead.objects.visible_to(user).filter(pk=lead.pk).exists()


def test_who_is_appointed_later_does_not_see_the_lead(units, inspector, county_inspector):
    lead = make_lead(inspector, units, "欧阳新任副组长")
    other = make_lead(inspector, units, "某人")
    assert sees(county_inspector, lead)
    coming = make_person("欧阳新任", (units["county_inspection"], Role.INSPECTOR))
    assert not sees(coming, lead)
    assert not sees(county_inspector, lead), "it is about a colleague of theirs now"
    assert sees(inspector, lead)
    assert sees(coming, other)
    (entry,) = ModelLogEntry.objects.filter(action="supervision.recognise")
    assert (entry.object_id, entry.user, entry.data) == (str(lead.pk), None, {"respondents": 1})
    coming.save()
    assert ModelLogEntry.objects.filter(action="supervision.recognise").count() == 1


def test_an_office_that_is_entered_later_does_not_see_the_lead(units, inspector):
    lead = make_lead(inspector, units, "丙县派驻第二纪检组")
    office = Unit.objects.create(name="丙县派驻第二纪检组", kind="inspection", region_id="320722")
    coming = make_person("某新人", (office, Role.INSPECTOR))
    assert not sees(coming, lead)
    assert sees(inspector, lead)
