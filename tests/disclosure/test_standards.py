"""Assistance standards: which holds where and when, what follows, who sets one, what of a list is asked."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure import standards
from disclosure.enums import Measure, ProposalOutcome, StandardSort
from disclosure.models import AssistanceStandard, Programme
from organizations.enums import Role
from tests.disclosure.conftest import OCTOBER
from tests.disclosure.lists import household
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
COUNTY, VILLAGE = "320722", "320722100201"
JULY = date(2026, 7, 1)


def a_standard(region="3207", amount="700", since=JULY, **more):
    given = {"sort": StandardSort.DIFFERENCE, "measure": Measure.YUAN_PERSON, "document": "演民发〔2026〕1号"}
    given["outcome"] = ProposalOutcome.DONE
    given |= {
        "programme_id": "rural-dibao",
        "region_id": region,
        "amount": Decimal(amount),
        "valid_from": since,
    }
    return AssistanceStandard(**given | more)


def a_supplement(amount="20", **more):
    more = {"sort": StandardSort.SUPPLEMENT, "name": "重残", "measure": Measure.PERCENT, **more}
    return a_standard(amount=amount, **more)


@pytest.mark.parametrize(
    ("rows", "day", "expected"),
    [
        ([("3207", 700, JULY)], date(2026, 10, 1), 700),
        ([("3207", 700, JULY)], date(2026, 6, 30), None),
        ([("3207", 650, date(2025, 7, 1)), ("3207", 700, JULY)], date(2026, 10, 1), 700),
        ([("3207", 650, date(2025, 7, 1)), ("3207", 700, JULY)], date(2026, 6, 30), 650),
        # The nearest place decides, also by an older figure.
        ([("3207", 700, JULY), (COUNTY, 720, date(2025, 7, 1))], date(2026, 10, 1), 720),
        ([("3207", 700, JULY), ("320723", 720, JULY)], date(2026, 10, 1), 700),
        ([("320722100", 715, JULY), (COUNTY, 720, JULY)], date(2026, 10, 1), 715),
    ],
)
def test_the_nearest_and_latest_figure_holds(rows, day, expected):
    held = standards.in_force([a_standard(*row) for row in rows], VILLAGE, day)
    assert [row.amount for row in held] == ([expected] if expected else [])


def test_only_what_two_confirmed_holds():
    rows = [a_standard(), a_standard(COUNTY, 20_000, outcome=ProposalOutcome.WAITING)]
    rows.append(a_standard(COUNTY, 30_000, outcome=ProposalOutcome.REFUSED))
    assert [row.amount for row in standards.in_force(rows, VILLAGE, JULY)] == [700]


def test_of_one_day_the_later_figure_holds():
    slip, right = a_standard(amount=7200, pk=1), a_standard(amount=720, pk=2)
    for rows in ([slip, right], [right, slip]):
        assert [row.amount for row in standards.in_force(rows, VILLAGE, JULY)] == [720]


def test_where_a_figure_of_its_own_ends_the_one_of_the_place_around_holds():
    rows = [a_supplement(), a_supplement("50", region=COUNTY), a_supplement("50", region=COUNTY)]
    rows[2].is_end, rows[2].valid_from = True, date(2026, 9, 1)
    held = [standards.in_force(rows, VILLAGE, day)[0].amount for day in (JULY, date(2026, 9, 1))]
    assert held == [50, 20]
    ended = a_supplement(is_end=True, valid_from=date(2026, 9, 1))
    assert standards.in_force([a_supplement(), ended], VILLAGE, date(2026, 9, 1)) == []


@pytest.mark.parametrize(
    ("rows", "people", "expected"),
    [
        ([a_standard()], 2, 1400),
        ([a_standard(measure=Measure.YUAN_HOUSEHOLD)], 3, 700),
        ([a_standard(), a_supplement()], 2, 1680),
        (
            [a_standard(), a_supplement(), a_supplement("100", name="学生", measure=Measure.YUAN_PERSON)],
            2,
            1680,
        ),
        ([a_standard(), a_standard(sort=StandardSort.CARE, name="全护理", amount="300")], 1, 1000),
        ([a_supplement()], 2, None),
        ([], 2, None),
    ],
)
def test_a_household_gets_no_more_than_the_standard_and_its_supplements(rows, people, expected):
    assert standards.most_for(rows, people) == expected


def test_the_example_is_what_income_is_made_up_to():
    assert standards.example([a_standard(amount="700")]) == standards.Example(2, 840, Decimal(560))
    assert standards.example([a_standard(sort=StandardSort.FULL)]) is None
    assert standards.example([]) is None


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"measure": Measure.PERCENT}, {"measure"}),
        ({"amount": Decimal(20001)}, {"amount"}),
        ({"name": "重残"}, {"name"}),
        ({"months": 6}, {"months"}),
        ({"region_id": VILLAGE}, {"region"}),
        ({"sort": StandardSort.SUPPLEMENT, "measure": Measure.PERCENT}, {"name"}),
        ({"sort": StandardSort.EXIT, "measure": Measure.TIMES, "amount": Decimal(2)}, {"months"}),
        (
            {"sort": StandardSort.EXIT, "measure": Measure.TIMES, "amount": Decimal(3), "months": 6},
            {"amount"},
        ),
        ({"sort": StandardSort.EXIT, "measure": Measure.TIMES, "amount": Decimal(2), "months": 6}, set()),
        ({"sort": StandardSort.PROPERTY, "name": "存款", "measure": Measure.YUAN}, {"measure"}),
        ({"sort": StandardSort.PROPERTY, "name": "存款", "measure": Measure.YUAN_EACH}, set()),
        ({"sort": StandardSort.NOTICE, "measure": Measure.WORKING_DAYS, "amount": Decimal(7)}, set()),
        ({"sort": StandardSort.NOTICE, "measure": Measure.DAYS, "amount": Decimal("7.5")}, {"amount"}),
        ({"sort": StandardSort.NOTICE, "measure": Measure.DAYS, "amount": Decimal(31)}, {"amount"}),
    ],
)
def test_what_a_figure_may_be_is_a_table(county, changes, fields):
    assert set(standards.faults(a_standard(**changes))) == fields


def test_every_sort_has_its_rule():
    assert {row.sort for row in standards.TABLE.rows} == set(StandardSort)


def test_more_than_the_standard_gives_is_accepted_and_shown_to_the_reviewer(client, county, load):
    a_standard(amount="400").save()
    usual = household(0, **{"保障人口": 2, "户月保障金额（元）": 800, "合计（元）": 800})
    slip = household(1, **{"保障人口": 2, "户月保障金额（元）": 8000, "合计（元）": 8000})
    batch = load([usual, slip])
    assert (batch.accepted_count, batch.refused_count, batch.warned_count) == (2, 0, 1)
    warning = batch.refused_rows.warnings().get()
    assert (warning.code, warning.params["most"]) == ("amount_over_standard", "800.00")
    assert not batch.refused_rows.faults().exists()
    client.force_login(county.reviewer)
    page = client.get(reverse("batch:inspect", args=[batch.pk]), {"show": "warned"}).content.decode()
    assert "2人领8000" in page


def test_earlier_months_are_judged_by_what_held_then(load):
    a_standard(amount="400", since=date(2026, 11, 1)).save()
    rows = [household(0, **{"保障人口": 1, "合计（元）": 900, "户月保障金额（元）": 900})]
    assert load(rows, month=OCTOBER).warned_count == 0


def test_a_list_shows_the_figures_with_an_example_and_the_place_all_of_them(client, release):
    release([household(0)])
    a_standard().save()
    a_supplement().save()
    Programme.objects.filter(pk="rural-dibao").update(standard_text="")
    for name, args in (("list", [VILLAGE, "rural-dibao"]), ("standards", [VILLAGE])):
        page = client.get(reverse(f"disclosure:{name}", args=args)).content.decode()
        assert "700元/人/月" in page
        assert "20%（按保障标准）" in page
        assert "2口人，月收入共840元，每月可以领560元" in page
        assert "演民发〔2026〕1号" in page
    empty = client.get(reverse("disclosure:standards", args=["320723"])).content.decode()
    assert "700元/人/月" in empty, "the city's hold there too"


class TestWhoSetsThem:
    @pytest.fixture
    def keeper(self, county):
        return make_person("县管理员", (county.units["county"], Role.ADMINISTRATOR))

    @pytest.fixture
    def form(self):
        return {
            "programme": "rural-dibao",
            "region": COUNTY,
            "sort": "difference",
            "name": "",
            "amount": "720",
            "measure": "yuan-person",
            "months": "",
            "valid_from": "2026-07-01",
            "document": "某民发〔2026〕3号",
        }

    def test_an_administrator_of_the_place_with_one_entry(self, client, keeper, form):
        client.force_login(keeper)
        assert client.post(reverse("assistance_standard:add"), form).status_code == 302
        kept = AssistanceStandard.objects.get()
        assert (kept.region_id, kept.amount, kept.asked_by) == (COUNTY, 720, keeper)
        entry = ModelLogEntry.objects.get(action="disclosure.add_standard")
        assert (entry.user, entry.data["amount"]) == (keeper, "720")
        assert kept.document in client.get(reverse("assistance_standard:index")).content.decode()
        page = client.get(reverse("assistance_standard:copy", args=[kept.pk])).content.decode()
        assert "某民发〔2026〕3号" in page

    @pytest.mark.parametrize("region", ["3207", "320723", "1101"])
    def test_nobody_sets_those_of_another_place(self, client, keeper, form, region):
        client.force_login(keeper)
        assert client.post(reverse("assistance_standard:add"), form | {"region": region}).status_code == 200
        assert not AssistanceStandard.objects.exists()

    @pytest.mark.parametrize("who", ["editor", "reviewer", "inspector", "handler"])
    def test_others_look_at_most(self, client, county, form, who):
        client.force_login(getattr(county, who))
        assert client.post(reverse("assistance_standard:add"), form).status_code in (302, 403)
        assert not AssistanceStandard.objects.exists()

    def test_what_it_may_not_be_is_told_beside_the_field(self, client, keeper, form):
        client.force_login(keeper)
        page = client.post(reverse("assistance_standard:add"), form | {"measure": "percent"}).content.decode()
        assert "这一类的单位是" in page
        assert 'value="720"' in page

    @pytest.fixture
    def second(self, county):
        return make_person("另一管理员", (county.units["county"], Role.ADMINISTRATOR))

    @pytest.fixture
    def proposed(self, client, keeper, form):
        client.force_login(keeper)
        client.post(reverse("assistance_standard:add"), form)
        return AssistanceStandard.objects.get()

    def decide(self, client, user, standard, **typed):
        client.force_login(user)
        return client.post(reverse("assistance_standard:inspect", args=[standard.pk]), typed, follow=True)

    def test_one_alone_changes_nothing_that_people_read(self, client, keeper, proposed):
        page = self.decide(client, keeper, proposed, decision="confirm").content.decode()
        assert "须由本地另一位管理员决定" in page
        proposed.refresh_from_db()
        assert proposed.outcome == ProposalOutcome.WAITING
        shown = client.get(reverse("disclosure:standards", args=[VILLAGE])).content.decode()
        assert "720元" not in shown

    def test_another_administrator_confirms_it_from_the_home_page(self, client, second, proposed):
        client.force_login(second)
        assert (
            reverse("assistance_standard:inspect", args=[proposed.pk])
            in client.get("/staff/").content.decode()
        )
        self.decide(client, second, proposed, decision="confirm")
        shown = client.get(reverse("disclosure:standards", args=[VILLAGE])).content.decode()
        assert "720元/人/月" in shown
        assert ModelLogEntry.objects.get(action="disclosure.confirm_standard").user == second
        again = self.decide(client, second, proposed, decision="refuse", reason="晚了").content.decode()
        assert "须由本地另一位管理员决定" in again

    def test_who_refuses_says_why(self, client, second, proposed):
        assert (
            "请写明不同意的理由" in self.decide(client, second, proposed, decision="refuse").content.decode()
        )
        self.decide(client, second, proposed, decision="refuse", reason="与文件不符")
        proposed.refresh_from_db()
        assert (proposed.outcome, proposed.decided_by) == (ProposalOutcome.REFUSED, second)
        assert ModelLogEntry.objects.get(action="disclosure.refuse_standard").data["reason"] == "与文件不符"

    @pytest.mark.parametrize("who", ["editor", "reviewer", "inspector"])
    def test_no_other_post_confirms(self, client, county, proposed, who):
        self.decide(client, getattr(county, who), proposed, decision="confirm")
        proposed.refresh_from_db()
        assert proposed.outcome == ProposalOutcome.WAITING

    def test_the_same_figure_is_proposed_once(self, client, proposed, form):
        page = client.post(reverse("assistance_standard:add"), form).content.decode()
        assert "已经在等待确认" in page
        assert AssistanceStandard.objects.count() == 1
