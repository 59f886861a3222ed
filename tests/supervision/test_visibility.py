"""Invariants 2 and 6: nobody meets a lead about themselves, or one of another place, on any path."""

import pytest

from complaints.enums import Sight
from complaints.models import Case
from organizations import posts
from organizations.enums import Role
from organizations.models import Post, Unit, User
from protection.refusals import NotAllowed
from supervision import leads, transferring
from supervision.enums import LeadEventKind
from supervision.models import Lead
from supervision.permissions import lead_policy
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_leads_are_the_inspectors_alone(inspector, units, role) -> None:
    make_lead(inspector, units["inspection"])
    other = make_person("某人", (units["city"], role))
    assert not Lead.objects.visible_to(other).exists()
    for action in ("view", "add", "change", "transfer"):
        assert not lead_policy.user_has_permission(other, action)


def test_a_superuser_without_a_post_sees_no_lead(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    root = make_person("管理", is_superuser=True, is_staff=True)
    assert not Lead.objects.visible_to(root).exists()
    assert not lead_policy.user_has_permission_for_instance(root, "view", lead)


def test_a_lead_is_seen_in_its_place_only(inspector, county_inspector, units) -> None:
    of_city = make_lead(inspector, units["inspection"])
    of_county = make_lead(inspector, units["inspection"], "320722")
    elsewhere = make_lead(inspector, units["inspection"], "320723")
    assert set(Lead.objects.visible_to(inspector)) == {of_city, of_county, elsewhere}
    assert set(Lead.objects.visible_to(county_inspector)) == {of_county}
    assert not lead_policy.user_has_permission_for_instance(county_inspector, "view", elsewhere)
    assert lead_policy.user_has_permission_for_instance(county_inspector, "change", of_county)
    listed = lead_policy.instances_user_has_any_permission_for(county_inspector, ["view"])
    assert set(listed) == {of_county}


def test_a_post_that_ended_shows_nothing(inspector, units) -> None:
    make_lead(inspector, units["inspection"])
    posts.release(Post.objects.get(user=inspector))
    tomorrow = User.objects.get(pk=inspector.pk)  # the scope is remembered for one user object: one request
    assert not Lead.objects.visible_to(tomorrow).exists()


@pytest.mark.parametrize("accused", ["unit", "name"])
def test_a_lead_is_hidden_with_any_of_its_cases(inspector, county_inspector, units, accused) -> None:
    whom = units["county_inspection"] if accused == "unit" else county_inspector.name
    harmless, case = make_case(units["township"]), make_case(units["county"], accused=[whom])
    lead = make_lead(inspector, units["inspection"], "320722", cases=[harmless, case])
    assert Lead.objects.visible_to(inspector).filter(pk=lead.pk).exists()
    assert not Lead.objects.visible_to(county_inspector).exists()
    assert not lead_policy.user_has_permission_for_instance(county_inspector, "view", lead)
    for kind in (LeadEventKind.NOTE, LeadEventKind.CLOSED):
        with pytest.raises(NotAllowed):
            leads.act(lead, kind, user=county_inspector, reason="想看看")


@pytest.mark.parametrize(
    "words", ["吴检", "纪检county_inspection", "吴 檢（纪检组）", "派驻丙县纪检组的小吴"]
)
def test_a_lead_without_cases_is_hidden_from_whom_it_is_about(
    inspector, county_inspector, units, words
) -> None:
    lead = make_lead(inspector, units["inspection"], "320722", accused=[words])
    assert Lead.objects.visible_to(inspector).filter(pk=lead.pk).exists()
    assert not Lead.objects.visible_to(county_inspector).exists()
    assert not lead_policy.user_has_permission_for_instance(county_inspector, "view", lead)
    assert units["county_inspection"] not in transferring.addressees(lead)
    with pytest.raises(NotAllowed):
        leads.act(lead, LeadEventKind.NOTE, user=county_inspector, reason="想看看")


def test_nobody_opens_a_lead_about_themselves(county_inspector, units) -> None:
    with pytest.raises(NotAllowed):
        make_lead(county_inspector, units["county_inspection"], "320722", accused=["吴检"])
    assert not Lead.objects.exists()


def test_taking_the_case_out_does_not_show_the_lead(inspector, county_inspector, units) -> None:
    case = make_case(units["county"], accused=[county_inspector.name])
    lead = make_lead(inspector, units["inspection"], "320722", cases=[case])
    leads.remove(lead.items.get(), user=inspector, reason="另案处理")
    assert not Lead.objects.visible_to(county_inspector).exists()


def test_a_hidden_case_is_refused_like_one_of_another_place(county_inspector, units) -> None:
    lead = make_lead(county_inspector, units["county_inspection"], "320722")
    hidden = make_case(units["county"], accused=[county_inspector.name])
    elsewhere = make_case(units["other_county"], "320723100201")
    said = []
    for case in (hidden, elsewhere):
        with pytest.raises(NotAllowed) as refused:
            leads.add(lead, user=county_inspector, cases=[case])
        said.append(refused.value.reasons[0].replace(case.number, "…"))
    assert said[0] == said[1]


def test_rows_of_another_place_are_refused(inspector, county_inspector, units) -> None:
    lead = make_lead(county_inspector, units["county_inspection"], "320722")
    row = make_row(inspector, region="320723100201")
    with pytest.raises(NotAllowed):
        leads.add(lead, user=county_inspector, recipients=[row])
    assert not lead.items.exists()


def test_the_list_of_leads_costs_one_query(inspector, units, django_assert_num_queries) -> None:
    for _ in range(3):
        make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    list(Lead.objects.visible_to(inspector))  # the posts are remembered for the request
    with django_assert_num_queries(1):
        assert len(Lead.objects.visible_to(inspector)) == 3


def test_a_lead_is_hidden_with_a_case_that_is_kept_from_an_office_of_theirs(inspector, units) -> None:
    """Who works in the bureau beside the group opens neither what it may not see nor what holds that."""
    both = make_person("两处任职", (units["inspection"], Role.INSPECTOR), (units["county"], Role.EDITOR))
    case = make_case(units["inspection"])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    for sight, seen in ((Sight.INSPECTION, False), (Sight.COUNTY, True)):
        Case.objects.filter(pk=case.pk).update(sight=sight)
        assert Lead.objects.visible_to(both).filter(pk=lead.pk).exists() == seen
        assert Lead.objects.visible_to(inspector).filter(pk=lead.pk).exists()


@pytest.mark.parametrize(("kind", "sees"), [("inspection", True), ("bureau", True), ("township", False)])
def test_only_inspectors_of_a_group_or_a_bureau_read_leads(inspector, units, kind, sees) -> None:
    """Those of a township sit where most leads point to."""
    place = {"inspection": "320722", "bureau": "320722", "township": "320722100"}[kind]
    office = Unit.objects.create(name="某处", kind=kind, region_id=place)
    lead = make_lead(inspector, units["inspection"], "320722100201")
    person = make_person("某检", (office, Role.INSPECTOR))
    assert Lead.objects.visible_to(person).filter(pk=lead.pk).exists() is sees
