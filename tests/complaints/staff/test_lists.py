"""Lists and home: few statements, none of which goes through the tables of cases and clocks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import casemaking, making
from complaints import list_columns
from complaints.models import Case, CaseClock, CaseEvent, Respondent
from organizations.enums import Role
from organizations.viewsets import bounded
from protection import statistics

pytestmark = pytest.mark.django_db
PEOPLE = {
    "handler": (Role.HANDLER, "丙县民政局"),
    "township": (Role.HANDLER, "第3镇"),
    "supervisor": (Role.SUPERVISOR, "乙市民政局"),
    "operator": (Role.OPERATOR, "丙县民政局"),
}
#: Statements at most, begin and commit apart. Of each the frame and the session take ten; what belongs to one
#: case, and what can be done to it, lies in many tables.
MOST = 15
TABLES = {"complaints_case", "complaints_caseclock", "complaints_caseevent"}
ALIASED = re.compile(r'"(\w+)" ([U-Z]\d+)\b')
ALIASES = [f"{letter}{number}" for letter in "UVWXYZ" for number in range(9)]

LISTS = (
    "",
    "?due=late",
    "?due=soon",
    "?p=99",
    "?whose=mine&status=open",
    "?whose=nobody",
    "?whose=free",
    "?status=screening&whose=unit",
)


@pytest.fixture
def cases(prepared, monkeypatch):
    """A year of cases of one county, few of them, on tables of which the database knows nothing."""
    making.make_places()
    monkeypatch.setattr(casemaking, "BATCH", 200)
    casemaking.make_cases_up_to(400, past_year=True)


def said(client, address):
    client.get(address)  # what is read once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    statements = [each["sql"] for each in captured]
    return [each for each in statements if not each.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]


def scans(statement):
    """What of a plan reads a whole table of cases, events or clocks."""
    # SQLite names the alias alone, and one name may stand for other tables in other parts of a statement.
    named = {
        name: {table for table, alias in ALIASED.findall(statement) if alias == name} for name in ALIASES
    }
    ours = {*TABLES, *(name for name, tables in named.items() if tables and tables <= TABLES)}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"))
            lines = [row[3] for row in cursor]
            # What need not be sorted ends with the page, or with the last that is counted.
            if re.search(r" LIMIT (?!1\b)\d", statement) and not any("ORDER BY" in line for line in lines):
                return []
            return [line for line in lines if line.startswith("SCAN") and line.split()[1] in ours]
        # A small table is read whole for being small: ask what is done where that costs.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"))
        lines = [row[0] for row in cursor]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return [line for line in lines if re.search(r"Seq Scan on complaints_case(clock|event)?\b", line)]


def test_pages_ask_little_and_read_no_table_through(client, cases):
    list_of_cases, home = reverse("case:index"), reverse("wagtailadmin_home")
    inbox = reverse("complaints_inbox")
    for name, post in PEOPLE.items():
        user = making.make_person(name, *post)
        client.force_login(user)
        one = reverse("case:inspect", args=[Case.objects.visible_to(user).first().number])
        for address in (home, inbox, *(list_of_cases + each for each in LISTS), one):
            statements = said(client, address)
            if len(statements) > MOST:
                print("\n".join(x[:60] + " … " + x[x.find(" FROM ") :][:200] for x in statements))
            assert len(statements) <= MOST
            asked = [each for each in statements if each.startswith("SELECT") and "complaints_case" in each]
            assert {each: found for each in asked if (found := scans(each))} == {}, (name, address)


def test_what_is_late_comes_first_due_first_and_the_list_ends(client, cases, monkeypatch):
    monkeypatch.setattr(bounded.BoundedPaginator, "most", 60)
    client.force_login(making.make_person("handler", *PEOPLE["handler"]))
    page = client.get(reverse("case:index") + "?due=late&p=99")
    days = list(page.context["object_list"].values_list("due_first", flat=True))
    assert days == sorted(days)
    assert days[-1] < timezone.localdate()
    text = page.content.decode()
    assert (page.context["paginator"].num_pages, len(days)) == (2, 30)
    assert "60+" in text
    assert "case-list__more" in text
    assert "case-list__more" not in client.get(reverse("case:index") + "?due=soon").content.decode()


def test_numbers_are_bounded(cases):
    everything, none = Case.objects.all(), Case.objects.none()
    assert bounded.counted([everything, none, everything.late(timezone.localdate())], most=50) == [51, 0, 51]
    assert (bounded.in_words(50, 50), bounded.in_words(51, 50)) == ("50", "50+")


def test_statistics_are_gathered_of_every_table(cases):
    tables = statistics.gather([Case, CaseEvent, CaseClock])
    assert tables == 3
    assert statistics.gather() > 50
    assert list_columns.bring_in_line() == 0


def test_a_page_further_on_is_what_stands_there_under_the_lists_own_conditions(cases):
    user = making.make_person("supervisor", *PEOPLE["supervisor"])
    rows = Case.objects.visible_to(user).order_by("-received_at", "-pk")
    paginator = bounded.BoundedPaginator(rows, 30)
    assert [case.pk for case in paginator.page(4)] == [case.pk for case in rows[90:120]]
    page = paginator.page(2)
    gone = rows[30]
    Respondent.objects.create(case=gone, name="x", user=user)
    assert gone not in list(page)


def walked(client, address):
    """The keys of all cases that a list leads to, page by page and on from the last."""
    keys = []
    while address:
        page = client.get(address)
        keys += [case.pk for case in page.context["object_list"]]
        rows, behind = page.context["page_obj"], page.context["goes_on_behind"]
        parts = address.partition("?")[2].split("&")
        kept_parts = [each for each in parts if each and not each.startswith(("p=", "behind="))]
        begins = [each for each in parts if each.startswith("behind=")]
        if rows.has_next():
            further = [*begins, f"p={rows.next_page_number()}"]
        else:
            further = [f"behind={behind}"] if behind else []
        address = f"{reverse('case:index')}?{'&'.join([*kept_parts, *further])}" if further else ""
    return keys


@pytest.mark.parametrize("asked", ["", "due=late", "ordering=received_at", "ordering=number"])
def test_a_list_leads_on_to_its_last_case_in_its_order(client, cases, monkeypatch, asked):
    monkeypatch.setattr(bounded.BoundedPaginator, "most", 60)
    # Many of one moment, as from a paper list that was taken down at once.
    Case.objects.filter(pk__in=Case.objects.order_by("pk")[:150].values("pk")).update(
        received_at=timezone.now()
    )
    client.force_login(making.make_person("supervisor", *PEOPLE["supervisor"]))
    found = walked(client, f"{reverse('case:index')}?{asked}")
    whole = client.get(f"{reverse('case:index')}?{asked}").context["paginator"].object_list
    assert len(found) > 120
    assert found == [case.pk for case in whole]


def test_a_list_that_begins_behind_a_case_asks_little_and_says_so(client, cases):
    handler = making.make_person("handler", *PEOPLE["handler"])
    client.force_login(handler)
    row = Case.objects.visible_to(handler).order_by("-received_at", "-pk")[40]
    address = f"{reverse('case:index')}?behind={row.number}"
    statements = said(client, address)
    assert len(statements) <= MOST
    assert [each for each in statements if "complaints_case" in each and scans(each)] == []
    assert row.number in client.get(address).content.decode()


@pytest.mark.parametrize("behind", ["", "XX-2026-000000", "9" * 4000])
def test_a_list_behind_a_case_that_is_hidden_begins_at_its_top_as_behind_none(client, cases, behind):
    handler = making.make_person("handler", *PEOPLE["handler"])
    client.force_login(handler)
    row = Case.objects.visible_to(handler).order_by("-received_at", "-pk")[40]
    Respondent.objects.create(case=row, name="x", user=handler)
    page = client.get(f"{reverse('case:index')}?behind={behind or row.number}")
    assert (page.status_code, page.context["begins_behind"]) == (200, "")
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    top = client.get(reverse("case:index"))
    assert list(page.context["object_list"]) == list(top.context["object_list"])
