"""One sentence about "the inspectors" closes a case to the group that keeps a lead, and not the lead.

Whoever is named in person loses it, and where nobody is left somebody is told.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.models import Case, Respondent
from organizations.enums import Role
from organizations.models import Unit
from protection.refusals import NotAllowed
from supervision import leads, putting_back, row_search, transferring, unkept
from supervision.enums import LeadEventKind
from supervision.models import Lead
from tests.complaints.factories import knows
from tests.organizations.factories import fresh, make_person
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db

STORY = "会计把低保金存进了自己的折子。"
NOTE = "与折子上的日期一致"
WHY_OUT = "折子另案查"
ADDRESS = {"name": "乔满仓", "phone": "13905180001"}


@pytest.fixture
def colleague(units):
    """Another inspector of the same unit."""
    return make_person("冯检", (units["inspection"], Role.INSPECTOR))


@pytest.fixture
def closed(inspector, units):
    """The case that will be closed: reported from a list row, with a note on what it shows."""
    row = make_row(inspector, name="滕有福")
    return make_case(units["township"], title="折子", narrative=STORY, recipient=row, complainant=ADDRESS)


@pytest.fixture
def lead(inspector, units, closed):
    """A lead with two cases, of which the complainant of one then complains of the group."""
    knows(inspector, closed)
    made = make_lead(
        inspector, units["inspection"], summary="乔满仓等两户反映", cases=[make_case(units["township"])]
    )
    leads.add(made, user=inspector, cases=[closed], note=NOTE)
    remove_by(closed, unit=units["inspection"], name="纪检组的人")
    return made


def remove_by(case, **row) -> Respondent:
    return Respondent.objects.create(case=case, derived=True, **row)


def written_by_somebody_who_knew(lead, case) -> None:
    before = make_person("前任", (lead.unit, Role.INSPECTOR))
    knows(before, case)
    Lead.objects.filter(pk=lead.pk).update(created_by=before, opened_at=timezone.now())


def sees(user, lead) -> bool:
    return Lead.objects.visible_to(fresh(user)).filter(pk=lead.pk).exists()


def page(client, user, lead) -> str:
    client.force_login(fresh(user))
    return client.get(reverse("lead:inspect", args=[lead.public_id])).content.decode()


def make_group(name: str, region: str) -> Unit:
    return Unit.objects.create(name=name, kind="inspection", region_id=region)


def item_of(lead, case):
    return lead.items.get(case=case)


@pytest.mark.parametrize(
    ("rows", "inspector_sees", "colleague_sees"),
    [
        ([{"unit": "inspection"}], True, True),
        ([{"unit": "inspection", "avoided": True}], True, True),
        ([{"unit": "inspection", "name": "纪检组的周检", "user": "inspector"}], False, True),
        ([{"unit": "inspection"}, {"name": "周检"}], False, True),
        ([{"unit": "inspection"}, {"user": "inspector"}, {"user": "colleague"}], False, False),
    ],
)
def test_who_loses_the_lead(inspector, colleague, units, rows, inspector_sees, colleague_sees) -> None:
    people = {"inspector": inspector, "colleague": colleague}
    case = make_case(units["township"])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    for row in rows:
        known = {"unit": units.get(row.get("unit")), "user": people.get(row.get("user"))}
        remove_by(case, **{**row, **known})
    assert (sees(inspector, lead), sees(colleague, lead)) == (inspector_sees, colleague_sees)
    for user in (inspector, colleague):
        assert not Case.objects.visible_to(fresh(user)).filter(pk=case.pk).exists()


def test_only_the_group_that_keeps_it_and_only_rows_about_that_group(inspector, county_inspector, units):
    """Another group, whom the case is about as well, has no business with what stands in the lead."""
    case = make_case(units["county"])
    lead = make_lead(inspector, units["inspection"], "320722", cases=[case])
    assert sees(county_inspector, lead)
    remove_by(case, unit=units["county_inspection"])
    assert not sees(county_inspector, lead)
    was_there = make_person("早年", (units["inspection"], Role.INSPECTOR), (units["county"], Role.HANDLER))
    assert sees(was_there, lead)
    remove_by(case, unit=units["county"])
    assert not sees(was_there, lead)
    assert sees(inspector, lead)


def test_the_page_tells_that_a_case_is_closed_and_nothing_of_it(lead, closed, inspector, client) -> None:
    written_by_somebody_who_knew(lead, closed)
    shown = page(client, inspector, lead)
    assert "不对您开放的办件" in shown
    item = item_of(lead, closed)
    for word in (closed.number, STORY, NOTE, "折子", "乔满仓", str(item.public_id)):
        assert word not in shown
    other = lead.items.exclude(case=closed).get().case
    assert other.number in shown


def test_who_still_sees_the_case_sees_all(lead, closed, units, client) -> None:
    above = make_person("省检", (make_group("省纪委", "32"), Role.INSPECTOR))
    shown = page(client, above, lead)
    assert closed.number in shown
    assert NOTE in shown
    leads.remove(item_of(lead, closed), user=above, reason=WHY_OUT)
    assert WHY_OUT in page(client, above, lead)


def test_what_was_taken_out_stays_closed(lead, closed, inspector, client) -> None:
    above = make_person("省检", (make_group("省纪委", "32"), Role.INSPECTOR))
    leads.remove(item_of(lead, closed), user=above, reason=WHY_OUT)
    shown = page(client, inspector, lead)
    for word in (closed.number, NOTE, WHY_OUT):
        assert word not in shown


def test_a_closed_case_is_neither_taken_out_nor_added_by_who_may_not_read_it(
    lead, closed, inspector, client
) -> None:
    item = item_of(lead, closed)
    with pytest.raises(NotAllowed):
        leads.remove(item, user=fresh(inspector), reason="不要了")
    client.force_login(fresh(inspector))
    remove = reverse("lead:remove", args=[lead.public_id, item.public_id])
    assert client.post(remove, {"reason": "不要了"}).status_code == 404
    with pytest.raises(NotAllowed) as refused:
        leads.add(lead, user=fresh(inspector), cases=[closed])
    (why,) = refused.value.reasons
    assert closed.number in str(why)  # as of one that does not exist: test_visibility


def test_the_look_up_begins_with_the_rows_of_open_cases(lead, closed, inspector) -> None:
    assert list(row_search.find(fresh(inspector), lead)) == []
    closed.respondents.all().update(lifted_at=timezone.now())
    assert list(row_search.find(fresh(inspector), lead)) == [closed.recipient]


def test_the_letter_leaves_it_out_and_one_that_holds_it_is_closed(lead, closed, inspector, colleague, units):
    above = make_person("省检", (make_group("省纪委", "32"), Role.INSPECTOR))
    letter = transferring.write_letter(
        lead, user=fresh(inspector), to_unit=units["commission"], number="x", reason="y"
    )
    assert [line.number for line in letter.cases] == [
        item.case.number for item in lead.items.exclude(case=closed)
    ]
    assert "纪检组的人" not in letter.respondents
    assert letter.summary == "乔满仓等两户反映", (
        "their own words: masked, they would tell who complained of them"
    )
    whole = transferring.write_letter(lead, user=above, to_unit=units["commission"], number="x", reason="y")
    assert len(whole.cases) == 2


def test_what_another_wrote_of_its_complainant_is_not_shown(lead, closed, inspector, units, client) -> None:
    """Masked beside a list of one's own, the name that is missing would be the complainant's."""
    above = make_person("省检", (make_group("省纪委", "32"), Role.INSPECTOR))
    leads.act(lead, LeadEventKind.NOTE, user=above, reason="乔满仓、王大山都在名册上。")
    knows(above, closed)
    leads.act(lead, LeadEventKind.NOTE, user=above, reason="已走访乔满仓、王大山两户，笔录在卷。")
    leads.act(lead, LeadEventKind.NOTE, user=above, reason="账册已调取。")
    leads.act(lead, LeadEventKind.NOTE, user=fresh(inspector), reason="名单：乔满仓、王大山。")
    shown = page(client, inspector, lead)
    assert "名单：乔满仓、王大山。" in shown
    assert "账册已调取。" in shown
    assert "乔满仓、王大山都在名册上。" in shown, "who cannot know tells nothing"
    assert "已走访" not in shown
    assert "已走访" in page(client, above, lead)


def test_a_summary_that_tells_of_it_is_sent_by_whoever_reads_all(lead, closed, inspector, units) -> None:
    written_by_somebody_who_knew(lead, closed)
    with pytest.raises(NotAllowed, match="不对您开放"):
        transferring.transfer(
            lead,
            user=fresh(inspector),
            to_unit=units["commission"],
            letter_number="连纪线移〔2026〕9号",
            reason="移送",
        )


def test_words_of_a_closed_case_are_not_offered_to_put_back(lead, closed, inspector, colleague) -> None:
    remove_by(closed, name="周检察官", user=inspector)
    assert not sees(inspector, lead)
    assert sees(colleague, lead)
    assert putting_back.choices(lead, fresh(colleague)) == []


def test_who_put_somebody_back_and_why_is_not_told_while_a_case_is_closed(
    lead, closed, inspector, client
) -> None:
    above = make_person("省检", (make_group("省纪委", "32"), Role.INSPECTOR))
    remove_by(closed, name="周检察官", user=inspector)
    keys = [each.key for each in putting_back.choices(lead, above) if each.row.user_id == inspector.pk]
    putting_back.put_back(lead, user=above, keys=keys, reason="说的是检察院的人")
    assert "说的是检察院的人" not in page(client, inspector, lead)
    assert "说的是检察院的人" in page(client, above, lead)


def test_the_keepers_go_on_with_the_rest(lead, inspector) -> None:
    leads.act(lead, LeadEventKind.NOTE, user=fresh(inspector), reason="继续核实")
    assert lead.events.order_by("-sequence").first().kind == LeadEventKind.NOTE


def test_a_lead_with_nothing_but_a_closed_case_has_no_letter(inspector, units, client) -> None:
    case = make_case(units["township"])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    remove_by(case, unit=units["inspection"])
    assert reverse("lead:transfer", args=[lead.public_id]) not in page(client, inspector, lead)


def test_a_lead_without_a_keeper_is_told_to_who_can_help(
    inspector, colleague, units, closed, django_assert_max_num_queries
) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[closed])
    Lead.objects.filter(pk=lead.pk).update(opened_at=timezone.now() - timedelta(days=2))
    make_person("县检", (units["county_inspection"], Role.INSPECTOR))  # keeps no lead of the city
    root = make_person("管理", is_superuser=True, is_staff=True)
    chief = make_person("组长", (units["inspection"], Role.SUPERVISOR))
    other_chief = make_person("县组长", (units["county_inspection"], Role.SUPERVISOR))
    everybody = (root, chief, other_chief, inspector, colleague)

    def told() -> list[int]:
        return [unkept.waiting_for(fresh(user)) for user in everybody]

    remove_by(closed, unit=units["inspection"])
    remove_by(closed, user=inspector)
    assert told() == [0, 0, 0, 0, 0]
    remove_by(closed, user=colleague)
    assert told() == [1, 1, 0, 0, 0]
    with django_assert_max_num_queries(14):
        unkept.waiting_for(fresh(root))
    remove_by(closed, user=chief)
    assert told() == [1, 0, 0, 0, 0]
    make_person("新检", (units["inspection"], Role.INSPECTOR))
    assert told() == [0, 0, 0, 0, 0]


def test_where_nobody_is_named_it_costs_one_query(inspector, units, django_assert_num_queries) -> None:
    make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    root = make_person("管理", is_superuser=True, is_staff=True)
    fresh_root = fresh(root)
    with django_assert_num_queries(2):  # the posts of the asker, and the leads about somebody
        assert not unkept.waiting_for(fresh_root)


def test_the_panel_says_how_many_and_no_more(inspector, units, closed, client) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[closed])
    Lead.objects.filter(pk=lead.pk).update(opened_at=timezone.now() - timedelta(days=2))
    root = make_person("管理", is_superuser=True, is_staff=True)
    remove_by(closed, user=inspector)
    client.force_login(root)
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1件问题线索没有可以查看的纪检监察人员" in shown
    assert lead.number not in shown


def test_the_page_costs_as_many_queries_whatever_is_closed(inspector, units, client) -> None:
    counted = []
    for number in (2, 6):
        cases = [make_case(units["township"]) for _ in range(number)]
        lead = make_lead(inspector, units["inspection"], cases=cases)
        for case in cases[1:]:
            remove_by(case, unit=units["inspection"])
        page(client, inspector, lead)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("lead:inspect", args=[lead.public_id]))
        counted.append(len(caught))
    assert counted[0] == counted[1]
