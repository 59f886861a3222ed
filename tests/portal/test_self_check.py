"""The self-check: what each answer comes to, that it promises nothing, and that it keeps nothing."""

import logging
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from disclosure import national_figures
from disclosure.enums import CataloguePart
from disclosure.models import AssistanceStandard
from disclosure.setup import PROGRAMMES
from organizations.models import Unit
from portal import self_check
from portal.enums import Assistance, Expenses, Means, Sudden, Support, Topic, Who
from portal.self_check import TABLE, SelfCheckAnswers
from portal.self_check_form import HOUSEHOLDS
from tests.organizations.factories import make_places, make_units
from tests.tables import rows_beside

ADDRESS = "/guides/self-check/"
CASES = rows_beside(__file__, "self_checks.csv")
FORM = {
    "place": "320722",
    "household": "rural-dibao",
    "people": "2",
    "income": "813.57",
    "property": "within",
    "support": "able",
    "sudden": "no",
    "expenses": "no",
}

answered = st.builds(
    SelfCheckAnswers,
    people=st.integers(1, 30),
    income=st.decimals(0, 1_000_000, places=2),
    property=st.sampled_from(Means),
    support=st.sampled_from(Support),
    who=st.frozensets(st.sampled_from(Who)),
    sudden=st.sampled_from(Sudden),
    expenses=st.sampled_from(Expenses),
)
standards = st.none() | st.decimals(1, 20000, places=2)


def answers_of(row: dict[str, str]) -> SelfCheckAnswers:
    return SelfCheckAnswers(
        people=int(row["people"]),
        income=Decimal(row["income"]),
        property=Means(row["property"]),
        support=Support(row["support"]),
        who=frozenset(map(Who, row["who"].split())),
        sudden=Sudden(row["sudden"]),
        expenses=Expenses(row["expenses"]),
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["why"])
def test_each_answer_comes_to_what_the_law_says(row):
    standard = Decimal(row["standard"]) if row["standard"] else None
    found = self_check.decide(answers_of(row), standard)
    assert [rule.key for rule in found] == row["keys"].split()


def test_every_row_of_the_table_is_met_by_a_case():
    met = {key for row in CASES for key in row["keys"].split()}
    assert met == {rule.key for rule in TABLE.rows}


@given(answered, standards)
def test_whatever_is_answered_there_is_one_answer_and_one_of_a_group(answers, standard):
    found = self_check.decide(answers, standard)
    assert [rule.group for rule in found].count("monthly") == 1
    assert len({rule.group for rule in found}) == len(found)


@given(answered, st.decimals(1, 20000, places=2), st.decimals(0, 1000, places=2))
def test_who_has_less_is_never_held_to_have_more(answers, standard, less):
    poorer = SelfCheckAnswers(**{**answers.__dict__, "income": max(Decimal(0), answers.income - less)})
    order = ["below", "edge", "above"]
    bands = [self_check.band(each, standard) for each in (poorer, answers)]
    assert order.index(bands[0]) <= order.index(bands[1])


def test_bands_begin_at_nothing_and_go_up():
    starts = [row.from_percent for row in self_check.BANDS.rows]
    assert starts[0] == 0
    assert starts == sorted(set(starts))


def test_what_may_be_applied_for_are_programmes_of_the_lists():
    no_codes = {Assistance.NONE, Assistance.ASK, Assistance.DIBAO}
    codes = {row.code for row in PROGRAMMES.rows}
    assert set(Assistance.values) - no_codes <= codes
    assert {code for code, _label in HOUSEHOLDS} <= codes


def test_policies_and_the_catalogue_call_their_matters_alike():
    assert set(CataloguePart.values) <= set(Topic.values)


def test_every_row_says_by_which_article_and_what_to_bring():
    for rule in TABLE.rows:
        assert "办法" in rule.article or "条例" in rule.article
        assert rule.note
        assert rule.bring or rule.result in ("none", "ask")
        assert "您会得到" not in rule.note
        assert "一定" not in rule.note


@pytest.fixture
def county(site):
    make_places()
    units = make_units()
    Unit.objects.filter(pk=units["county"].pk).update(phone="0518-0000003", name="丙县民政局")
    for programme, amount in (("rural-dibao", 730), ("urban-dibao", 830)):
        AssistanceStandard.objects.create(
            programme_id=programme,
            region_id="3207",
            sort="difference",
            measure="yuan-person",
            amount=amount,
            valid_from=date(2026, 1, 1),
            document="演民发〔2026〕1号",
            outcome="done",
        )


def test_the_page_says_may_and_where_and_by_what(client, county):
    shown = client.post(ADDRESS, FORM).content.decode()
    for words in (
        "您可能符合农村低保的条件",
        "乡镇（街道）申请",
        "社会救助暂行办法 9",
        "730元/人/月",
        "丙县民政局",
    ):
        assert words in shown
    assert "可以领" not in shown[shown.index("<main") : shown.index('class="standards"')]


def test_the_township_is_asked_and_its_own_standard_and_window_count(client, county):
    page = client.get(ADDRESS).content.decode()
    assert '<option value="320722100">和平镇</option>' in page
    assert "丙县：不清楚是哪个乡镇" in page
    assert '<option value="" selected>请选择</option>' in page
    client.cookies["place"] = "320722100201"
    assert '<option value="320722100" selected>' in client.get(ADDRESS).content.decode()
    window = Unit.objects.get(region_id="320722100", kind="township")
    Unit.objects.filter(pk=window.pk).update(phone="0518-0000009", address="和平路1号", is_public=True)
    AssistanceStandard.objects.create(
        programme_id="rural-dibao",
        region_id="320722100",
        sort="difference",
        measure="yuan-person",
        amount=750,
        valid_from=date(2026, 1, 1),
        document="和平镇〔2026〕1号",
        outcome="done",
    )
    shown = client.post(ADDRESS, FORM | {"place": "320722100"}).content.decode()
    for words in (window.name, "0518-0000009", "和平路1号", "750元/人/月"):
        assert words in shown
    assert "730元/人/月" not in shown
    other = client.post(ADDRESS, FORM | {"place": "320722101"}).content.decode()
    assert "730元/人/月" in other
    assert "0518-0000009" not in other


def test_who_does_not_know_the_township_is_led_to_it(client, county):
    shown = client.post(ADDRESS, FORM).content.decode()
    assert "到丙县内户籍所在的乡镇（街道）申请" in shown


def test_the_town_is_held_against_its_own_standard(client, county):
    between = FORM | {"income": "1600"}
    assert "低保边缘" in client.post(ADDRESS, between).content.decode()
    shown = client.post(ADDRESS, between | {"household": "urban-dibao"}).content.decode()
    assert "您可能符合城市低保的条件" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "1e3"},
        {"income": "-1"},
        {"income": "NaN"},
        {"income": "很少"},
        {"property": "x"},
        {"place": "3208"},
        {"place": ""},
        {"sudden": ""},
        {"household": "tekun"},
        {"who": "king"},
    ],
)
def test_a_wrong_answer_is_named_and_the_rest_is_kept(client, county, wrong):
    shown = client.post(ADDRESS, FORM | wrong).content.decode()
    assert "error-summary" in shown
    assert 'id="result-title"' not in shown
    if "income" not in wrong:
        assert 'value="813.57"' in shown


def test_nothing_of_it_is_kept(county, caplog):
    client = Client(enforce_csrf_checks=True)
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        response = client.post(ADDRESS, FORM | {"income": "813.57"})
    assert response.status_code == 200
    assert not client.cookies
    assert "no-store" in response["Cache-Control"]
    written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    # What was answered stands in no statement, so in no log of the database either.
    assert not any("813" in each["sql"] for each in queries)
    assert "813" not in caplog.text
    assert "813" not in response.content.decode()


def test_an_address_answers_nothing(client, county):
    shown = client.get(ADDRESS, FORM).content.decode()
    assert 'id="result-title"' not in shown
    assert 'value="813.57"' not in shown


def test_it_takes_few_queries(client, county, django_assert_max_num_queries):
    client.post(ADDRESS, FORM)
    for ask in (lambda: client.get(ADDRESS), lambda: client.post(ADDRESS, FORM)):
        with django_assert_max_num_queries(12):
            ask()


def test_the_figures_of_the_country_stand_once():
    figures = {row.name: Decimal(row.figure) for row in national_figures.TABLE.rows}
    above = next(band for band in self_check.BANDS.rows if band.band == "above")
    assert above.from_percent == figures["marginal_income"] * 100
    told = [row.told() for row in self_check.TABLE.rows] + [
        national_figures.fill(row.standard_text) for row in PROGRAMMES.rows
    ]
    assert not any("{" in text for text in told)
    assert sum("1.5倍" in text for text in told) == 2
