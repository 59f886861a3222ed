"""One household's page on the staff site: all it went through, to whom it may be told, at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.enums import Step
from disclosure.models import Programme, Recipient
from disclosure.publication import proposals
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household, name
from tests.disclosure.notices.factories import make_notice
from tests.disclosure.public.earlier import hide
from tests.organizations.factories import make_both, make_person

pytestmark = pytest.mark.django_db


def row_of(number=0):
    return Recipient.objects.filter(holder_name=name(number)).order_by("-pk").first()


@pytest.fixture
def page(client):
    def page(user, row=None, status=200):
        client.force_login(user)
        response = client.get(reverse("batch:row", args=[(row or row_of()).public_id]))
        assert response.status_code == status
        return response.content.decode().split("<main", 1)[-1]

    return page


@pytest.fixture
def three_months(release):
    """Household 0 gets more in October, and moves to the next village in November; 3 ends in October."""
    moved = {**household(0), **{"合计（元）": 900}, "所属社": "东园社区居委会"}
    release([household(n) for n in range(6)], month=SEPTEMBER)
    release([{**household(0), "合计（元）": 900}, *map(household, (1, 2, 4, 5))], month=OCTOBER)
    release([moved, *map(household, (1, 2, 4, 5))], month=NOVEMBER)


def lines(html):
    return [line for line in html.split("<tbody>")[1].split("</tbody>")[0].split("<tr>") if "<td" in line]


def test_it_has_every_list_with_what_changed(page, county, three_months):
    november, october, september = lines(page(county.editor))
    for line, month, people in ((november, "2026年11月", "东园"), (october, "2026年10月", "刘庄")):
        assert month in line
        assert people in line
    assert "<strong>900</strong>" in october
    assert "变更" in november
    assert ("460" in september, "<strong>" in september) == (True, False)
    assert name(0) in page(county.inspector, row_of(0))


def test_every_address_of_the_household_leads_to_the_same_life(page, county, three_months):
    first = Recipient.objects.filter(holder_name=name(0)).order_by("pk").first()
    assert first.public_id != row_of().public_id
    assert lines(page(county.editor, first)) == lines(page(county.editor))


def test_who_ended_says_with_which_list(page, county, three_months):
    html = page(county.editor, row_of(3))
    assert "已退出：2026年10月的名单上没有" in html
    assert len(lines(html)) == 1
    assert "申请隐藏" not in html


def test_who_ended_here_and_stands_elsewhere_ended_here(page, county, release, three_months):
    ended = row_of(3)
    release([household(3)], programme=Programme.objects.get(pk="urban-dibao"), month=NOVEMBER)
    assert "已退出：2026年10月的名单上没有" in page(county.editor, ended)


def test_a_withdrawn_and_a_replaced_list_stay_for_the_staff(page, county, release):
    first = release([household(0), household(3)])
    proposals.confirm(proposals.propose(Step.TAKE_DOWN, first, county.editor, "错"), county.reviewer)
    release([{**household(0), "合计（元）": 700}, household(3)])
    corrected, withdrawn = lines(page(county.editor))
    assert "撤下" in withdrawn
    assert "撤下" not in corrected
    assert "700" in corrected


def test_hidden_and_shown_again_with_whoever_decided(page, county, release):
    release([household(0)])
    assert "没有人提出过" in page(county.editor)
    hide(county, 0)
    assert "对外隐藏" not in page(county.inspector)
    html = page(county.editor)
    for said in ("对外隐藏", county.editor.get_full_name(), county.reviewer.get_full_name()):
        assert said in html
    assert f'"{reverse("disclosure:row", args=[row_of().public_id])}"' not in html
    hide(county, 0, Step.UNHIDE)
    html = page(county.editor)
    assert "对外隐藏" not in html
    assert f'"{reverse("disclosure:row", args=[row_of().public_id])}"' in html


def test_its_notices_and_other_programmes_are_there(page, county, release):
    release([household(0)])
    number = household(0)["户主身份证号"]
    notice = make_notice(county.editor, county.reviewer, id_number=number, holder_name=name(0))
    other = make_notice(county.editor, county.reviewer, 7)
    html = page(county.editor)
    assert reverse("notice:inspect", args=[notice.public_id]) in html
    assert reverse("notice:inspect", args=[other.public_id]) not in html


def test_it_is_for_those_who_see_lists_there(page, client, county, three_months):
    township = make_person("镇编辑", (county.units["township"], Role.EDITOR))
    html = page(township)
    assert len(lines(html)) == 3, "both villages lie in it"
    assert "/staff/lists/" not in "".join(lines(html)), "the lists are the county's"
    page(county.stranger, status=404)
    client.force_login(county.handler)
    assert client.get(reverse("batch:row", args=[row_of().public_id])).status_code in (302, 404)


def test_what_the_household_has_elsewhere_is_in_no_reader_s_page(page, county, release, load):
    """Invariant 6: it moved to a county that is another's."""
    release([household(0), household(3)], month=OCTOBER)
    before = page(county.editor)
    row = row_of()
    Recipient.objects.create(
        **{
            field: getattr(row, field)
            for field in ("programme_id", "holder_name", "id_number", "people", "since", "valid_from_id")
        },
        id_index=row.id_index,
        amount=3210,
        region=Region.objects.get(pk="320723100201"),
        valid_until=row.valid_from,
    )
    assert page(county.editor, row) == before


def test_who_may_open_no_case_reads_nothing_of_cases(page, county, release):
    release([household(0)])
    assert "相关办件" not in page(county.editor)
    assert "没有您可以打开的办件" in page(county.inspector)


def test_it_costs_the_same_however_long_the_life(client, county, release):
    def cost():
        client.get(reverse("batch:row", args=[row_of().public_id]))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("batch:row", args=[row_of().public_id])).status_code == 200
        return len(captured)

    client.force_login(make_both("两岗", county.units["county"]))
    release([household(0), household(3)], month=SEPTEMBER)
    short = cost()
    for month, amount in ((OCTOBER, 700), (NOVEMBER, 800)):
        release([{**household(0), "合计（元）": amount}, household(3)], month=month)
    make_notice(county.editor, county.reviewer, id_number=household(0)["户主身份证号"])
    hide(county, 0)
    assert cost() == short
    assert short <= 20
