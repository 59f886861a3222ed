"""Pages of lists find their few rows by an index in the order shown, on tables of which nothing is known.

What is asked is the plan, never a clock: no statement of theirs goes through the rows of a place, of a list
or of the whole table, however many there are.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import listmaking, lists, making
from disclosure.enums import ChangeKind
from disclosure.models import Batch, Recipient
from disclosure.publication import differences, walking

pytestmark = pytest.mark.django_db
OURS = re.compile(r'"disclosure_(recipient|refusedrow|notice)"')
#: Plans name our tables, those within a statement by their alias, and PostgreSQL indexes instead.
OWN_STEP = re.compile(
    r"disclosure_(recipient|refusedrow|notice)\b|recipient_|faults_|warnings_|notice_|SCAN U"
)
#: Findings are counted along the index of their list.
COUNTED = ("refusedrow_batch_id_", "faults_in_file_order", "warnings_in_file_order")
#: By page what it finds its rows by; beside it, a household, a row or a notice by its own index.
FOUND_BY = {
    "list": {"recipient_current_list"},
    "csv": {"recipient_current_list"},
    "month": {"recipient_current_list", "recipient_closed_list"},
    "day": {"recipient_current_list", "recipient_closed_list"},
    "changes": {"recipient_opened_in", "recipient_closed_in"},
    "township-changes": {"recipient_opened_in", "recipient_closed_in"},
    "row": set(),
    "notices": {"notice_open_in_region"},
    "staff-batch": {"faults_in_file_order"},
    "staff-batch-changed": {"recipient_opened_in"},
    "staff-findings-deep": {"faults_in_file_order"},
    "staff-staff-row": set(),
    "staff-nobody": {"recipient_called"},
    "staff-somebody": {"recipient_called"},
}
#: What a village ever had is few as well, and PostgreSQL may gather that.
OF_A_VILLAGE = {"changes", "notices"}
#: A few keys that are at hand.
BY_KEY = ("recipient_household", "notice_of_household", "_pkey", "public_id", "(rowid=?)", "_row_id_")
#: Statements at most: the public's and staff's.
MOST, MOST_OF_STAFF = 12, 22


@pytest.fixture
def county(prepared):
    """A small county of the benches, written past everything that gathers statistics."""
    making.make_places()
    made = listmaking.County()
    made.grow(2_400)
    return made


def steps(statement):
    """What of a plan reads our tables, a line each."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"))
            return [row[3] for row in cursor if row[3].startswith(("SEARCH", "SCAN"))]
        # A small table is read whole for being small: ask what is done where that costs.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"))
        found = [row[0] for row in cursor if re.search(r"Seq Scan|Index (Only )?Scan", row[0])]
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
        return found


def asked(client, page):
    """The statements of a page that read our tables, once it is open for the second time."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as said:
            answer = client.post(page.address, page.posted) if page.posted else client.get(page.address)
        assert answer.status_code == 200
    aside = ("BEGIN", "COMMIT", "SAVE", "REL", "SET LOCAL")
    statements = [one["sql"] for one in said if not one["sql"].startswith(aside)]
    assert len(statements) <= (MOST_OF_STAFF if page.is_staff else MOST), "\n".join(statements)
    # What is read in pieces PostgreSQL declares first.
    read = [re.sub(r"^DECLARE .*? FOR SELECT", "SELECT", sql) for sql in statements]
    return [sql for sql in read if sql.startswith(("SELECT", "(SELECT")) and OURS.search(sql)]


def test_a_name_that_many_villages_have_costs_what_one_does(county):
    staff = Client()
    staff.force_login(county.editor)
    page, costs = lists._of_staff(county)["staff-nobody"], []
    current = Recipient.objects.filter(valid_until=None)
    for villages in (listmaking.VILLAGES[:1], listmaking.VILLAGES[:25]):
        bearers = [current.filter(region_id=village).values_list("pk", flat=True)[0] for village in villages]
        Recipient.objects.filter(pk__in=bearers).update(holder_name=lists.NOBODY)
        staff.post(page.address, page.posted)
        with CaptureQueriesContext(connection) as said:
            answer = staff.post(page.address, page.posted)
        assert len(answer.context["rows"]) == len(villages)
        costs.append(len(said))
    assert costs[0] == costs[1] <= 12


def test_pages_find_their_rows_by_what_is_meant_for_it(county):
    public, staff = Client(), Client()
    staff.force_login(county.editor)
    pages = {**lists._of_the_public(), **lists._of_staff(county)}
    others, used = {}, {}
    for name, meant in FOUND_BY.items():
        page, used[name] = pages[name], set()
        for sql in asked(staff if page.is_staff else public, page):
            read = [step for step in steps(sql) if OWN_STEP.search(step)]
            used[name] |= {index for step in read for index in meant if index in step}
            allowed = (*meant, *BY_KEY, *COUNTED)
            if other := [step for step in read if is_astray(step, allowed)]:
                others[name] = (sql, other)
    assert others == {}
    if connection.vendor == "postgresql":
        return  # which index of a small table it takes goes by statistics that other tests leave behind
    found = {name: (used[name], meant) for name, meant in FOUND_BY.items() if name not in OF_A_VILLAGE}
    assert {name: one for name, (one, meant) in found.items() if not one and meant} == {}


def is_astray(step, allowed):
    """Whether a step reads by none of the indexes that it may. Of a small table PostgreSQL takes any: there a
    table must not be read through.
    """
    if connection.vendor == "postgresql":
        return "Seq Scan" in step
    return not any(one in step for one in allowed)


def test_a_public_lists_changes_are_those_that_a_comparison_of_all_finds(county, monkeypatch):
    monkeypatch.setattr(walking, "AT_ONCE", 7)
    batch = county.batches[-1]
    opened, closed = set(batch.opened_rows.all()), set(batch.closed_rows.all())
    before, after = {row.id_index for row in closed}, {row.id_index for row in opened}
    found = differences.compare(batch)
    whole = {
        ChangeKind.ADDED: {row for row in opened if row.id_index not in before},
        ChangeKind.CHANGED: {row for row in opened if row.id_index in before},
        ChangeKind.REMOVED: {row for row in closed if row.id_index not in after},
    }
    assert all(whole.values())
    for kind, rows in whole.items():
        told = found.of(kind)
        assert len(told) == len(rows)
        ordered = sorted((row.region_id, row.pk, row.holder_name) for row in rows)
        assert [(one.row.region_id, one.row.holder_name) for one in told[0 : len(told)]] == [
            (place, name) for place, _pk, name in ordered
        ]
        assert [one.row.holder_name for one in told[3:5]] == [name for *_place, name in ordered[3:5]]


def test_what_a_list_changed_is_kept_with_it(county):
    kept = {batch.pk: differences.sums(batch) for batch in county.batches}
    Batch.objects.update(opened_count=None)
    asked_again = Batch.objects.filter(pk__in=kept)
    assert kept == {batch.pk: differences.sums(batch) for batch in asked_again}
    assert len(set(kept.values())) > 1


def test_names_come_in_their_order_and_only_of_now(county):
    name = making.name(0)
    Recipient.objects.filter(holder_name=making.name(1)).update(holder_name=f"{name}明")
    found = list(Recipient.objects.current_called(name))
    assert {row.holder_name for row in found} == {name, f"{name}明"}
    assert [row.holder_name for row in found] == sorted(row.holder_name for row in found)
    assert set(found) == set(Recipient.objects.current().filter(holder_name__startswith=name))
    assert not Recipient.objects.current_called(lists.NOBODY).exists()
