"""Lines of material: masked, redacted, and true to when a row was public."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.enums import Role
from supervision import lead_regions, leads, material
from supervision.enums import LeadEventKind
from tests.complaints.factories import knows
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "2026年8月起"),
        (dt.date(2026, 9, 1), "2026年8月"),
        (dt.date(2026, 11, 1), "2026年8月—2026年10月"),
        (dt.date(2027, 1, 1), "2026年8月—2026年12月"),
    ],
)
def test_the_months_a_row_was_public(inspector, until, said) -> None:
    row = make_row(inspector, until=until)
    assert material.row_line(row).valid == said


def test_a_minor_has_no_name(inspector) -> None:
    row = make_row(inspector, adult_on=timezone.localdate() + dt.timedelta(days=400))
    assert "张" not in material.row_line(row).name


def test_a_name_is_masked_even_where_the_programme_shows_it(inspector) -> None:
    row = make_row(inspector)
    row.programme.name_masking = "full"
    assert material.row_line(row).name == "张*三"


def test_a_long_story_is_cut_after_it_was_redacted(units) -> None:
    edge = "说" * (material.GIST_LENGTH - 8)
    case = make_case(units["township"], title="题", narrative=f"{edge}13812345678，完")
    (line,) = material.case_lines([case])
    assert len(line.gist) == material.GIST_LENGTH
    assert "138" not in line.gist


def test_one_complainant_is_hidden_in_anothers_words_too(units) -> None:
    first = make_case(units["township"], complainant={"name": "王小明"})
    second = make_case(units["township"], narrative="王小明也没有领到。")
    assert "王小明" not in material.case_lines([first, second])[1].gist


@pytest.mark.parametrize(("before", "shown"), [(True, "＊＊＊、王大山"), (False, "陈小满、王大山")])
def test_words_are_masked_by_what_their_writer_knew(inspector, units, client, before, shown):
    """What somebody wrote who cannot know reads the same before and after the case is there."""
    case = make_case(units["township"], complainant={"name": "陈小满", "phone": "13905180001"})
    if before:
        knows(inspector, case)
    lead = make_lead(inspector, units["inspection"], summary="陈小满、王大山等户冒领。")
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason="陈小满、王大山两户账目已核。")
    knows(inspector, case)
    colleague = make_person("冯检", (units["inspection"], Role.INSPECTOR))
    client.force_login(colleague)
    address = reverse("lead:inspect", args=[lead.public_id])
    assert client.get(address).content.decode().count("陈小满、王大山") == 2
    leads.add(lead, user=colleague, cases=[case])
    assert client.get(address).content.decode().count(shown) == 2


@pytest.mark.parametrize(
    ("codes", "common"),
    [
        (["320722100201"], "320722100201"),
        (["320722100201", "320722100202"], "320722100"),
        (["320722100201", "320723100201"], "3207"),
        (["320722", "320722100"], "320722"),
        (["3207", "3301"], None),
        ([], None),
    ],
)
def test_the_smallest_place_that_holds_all(codes, common) -> None:
    assert lead_regions.common_region(codes) == common
