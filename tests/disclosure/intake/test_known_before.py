"""That a public page has not changed is known before it is made, by all that stands on it."""

import re
import threading
import uuid
from datetime import UTC, date, datetime

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.db.models import F
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from complaints.models import CalendarDay
from disclosure.enums import Step
from disclosure.models import (
    AssistanceStandard,
    Batch,
    CatalogueItem,
    NotApplicable,
    Notice,
    Programme,
    Proposal,
    Recipient,
)
from disclosure.models.correction import ConfirmedObjection
from disclosure.public import public_lists
from disclosure.publication import standing
from portal import page_tags, stamping
from portal.models import Bureau, Stamp
from protection import cached_tables
from tests.disclosure.lists import household
from tests.disclosure.notices.factories import make_notice

pytestmark = pytest.mark.django_db
PAGES = {
    "places": [],
    "region": ["320722"],
    "list": ["320722100201", "rural-dibao"],
    "csv": ["320722100201", "rural-dibao"],
    "notice_places": [],
    "notices": ["320722100201"],
}
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TABLE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')


@pytest.fixture(autouse=True)
def published(release, county, monkeypatch):
    release([household(0), household(3)])
    make_notice(county.editor, county.reviewer)
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    Bureau.load()
    AssistanceStandard.objects.create(
        programme_id="rural-dibao",
        region_id="320722",
        sort="difference",
        amount=700,
        measure="yuan-person",
        valid_from="2026-01-01",
        document="某文件",
        outcome="done",
    )
    CalendarDay.objects.get_or_create(date="2026-12-31", defaults={"is_working": False})
    NotApplicable.objects.create(item=CatalogueItem.objects.first(), region_id="320722", reason="某")
    batch = Batch.objects.first()
    Proposal.objects.create(
        step=Step.HIDE, batch=batch, programme=batch.programme, region=batch.region, asked_by=county.editor
    )
    ConfirmedObjection.objects.create(row=Recipient.objects.first(), confirmed_at=MORNING)


@pytest.fixture
def tag():
    """The tag of an address, for who has these cookies."""

    def tag(path="/lists/", **cookies):
        request = RequestFactory().get(path)
        request.COOKIES = cookies
        return page_tags.tag(request)

    return tag


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_read_or_rendered_for_it(client, monkeypatch, name):
    address = reverse(f"disclosure:{name}", args=PAGES[name])
    shown = client.get(address)
    held = shown["ETag"]
    assert "csrf" not in shown.content.decode().lower()
    assert not shown.cookies
    monkeypatch.setattr(public_lists, "place", None)
    monkeypatch.setattr(public_lists, "start", None)
    with CaptureQueriesContext(connection) as said:
        response = client.get(address, headers={"if-none-match": held})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", held)
    assert len(said) == 1
    assert "no-cache" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_a_tag_that_was_made_weak_on_the_way_holds(client):
    held = client.get("/lists/")["ETag"]
    assert client.get("/lists/", headers={"if-none-match": f"W/{held}"}).status_code == 304
    assert client.get("/lists/", headers={"if-none-match": '"-.-", "x", *'}).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_table_that_a_page_reads_is_watched(client, name):
    with CaptureQueriesContext(connection) as said:
        client.get(reverse(f"disclosure:{name}", args=PAGES[name]))
    read = {table for query in said for table in TABLE.findall(query["sql"])}
    assert read
    assert read <= {*stamping.TABLES, Stamp._meta.db_table}


def test_what_is_kept_is_read_from_watched_tables_alone():
    assert len(cached_tables.READERS) >= 4
    for read in cached_tables.READERS:
        with CaptureQueriesContext(connection) as said:
            facts = read()
            if isinstance(facts, standing.StandingFacts):  # of which some is read when it is asked first
                facts.children("320722")
                facts.due_on(date(2026, 10, 1), 10)
        tables = {table for query in said for table in TABLE.findall(query["sql"])}
        assert tables
        assert tables <= set(stamping.TABLES)


#: Statements of a page when others were shown before it: the state, and what is of this place alone.
STATEMENTS = {"places": 4, "region": 6, "list": 6, "csv": 3, "notice_places": 4, "notices": 4}


@pytest.mark.parametrize("name", PAGES)
def test_what_every_page_asks_is_read_once_a_state(client, name):
    address = reverse(f"disclosure:{name}", args=PAGES[name])
    shown = client.get(address).content
    with CaptureQueriesContext(connection) as said:
        assert client.get(address).content == shown
    assert len(said) == STATEMENTS[name], "\n".join(query["sql"][:150] for query in said)


WRITTEN = {
    "a programme": (Programme, {"name": "甲救助"}, "甲救助"),
    "the bureau": (Bureau, {"name": "乙市民政局"}, "乙市民政局"),
    "the hotline": (Bureau, {"hotline": "0518-7654321"}, "0518-7654321"),
    "what is public": (Batch, {"month": "2026-01-01"}, "2026年2月的名单"),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_written_past_the_models_is_on_the_next_page(client, what):
    model, values, words = WRITTEN[what]
    address = reverse("disclosure:list", args=PAGES["list"])
    assert words not in client.get(address).content.decode()
    model.objects.update(**values)
    assert words in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_others_wrote_is_on_the_next_page_when_it_is_committed(client):
    """On a connection of their own, as another process or a hand at the database has."""
    address = reverse("disclosure:list", args=PAGES["list"])
    before = client.get(address).content
    half, seen = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                Bureau.objects.update(name="乙市民政局")
                half.set()
                seen.wait(20)
        finally:
            half.set()
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    half.wait(20)
    assert client.get(address).content == before
    seen.set()
    writer.join()
    assert "乙市民政局" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "table",
    [one for one in stamping.TABLES if one not in {*stamping.UNSEEN_COLUMNS, *stamping.SEEN_WITH_OTHERS}],
)
def test_whatever_is_written_to_one_of_them_is_another_tag(tag, table):
    before = tag()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        column = cursor.description[-1][0]
        assert cursor.fetchone()
        cursor.execute(f'UPDATE {table} SET "{column}" = "{column}"')
    assert tag() != before


@pytest.mark.parametrize(
    "write",
    [
        lambda: Notice.objects.update(shown_until="2026-12-24"),
        lambda: Notice.objects.update(state="decided", has_objection=True),
        lambda: Notice.objects.update(decide_by="2026-12-24"),
    ],
)
def test_what_a_page_shows_of_a_notice_is_another_tag(tag, write):
    before = tag()
    write()
    assert tag() != before


def _delete_nothing():
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ConfirmedObjection._meta.db_table} WHERE id = 0")
        cursor.execute(f"DELETE FROM {Notice._meta.db_table} WHERE id = 0")


@pytest.mark.parametrize(
    "write",
    [
        lambda: Notice.objects.update(state=F("state"), shown_until=F("shown_until")),
        lambda: Notice.objects.update(has_objection=True),
        lambda: Notice.objects.filter(pk=0).update(state="decided"),
        _delete_nothing,
    ],
)
def test_a_statement_that_changes_nothing_on_a_page_is_the_same(tag, write):
    before = tag()
    write()
    assert tag() == before


def test_a_new_notice_is_another_tag(tag):
    before = tag()
    notice = Notice.objects.get()
    notice.pk, notice.public_id, notice.id_index = None, uuid.uuid4(), "b"
    notice.save(force_insert=True)
    assert tag() != before


def test_a_mark_is_read_with_the_end_of_its_row(tag):
    """Until then no page shows it, and that one came or went would tell of a case."""
    before = tag()
    mark = ConfirmedObjection.objects.get()
    ConfirmedObjection.objects.create(row=mark.row, source="b", confirmed_at=MORNING)
    mark.delete()
    assert tag() == before
    Recipient.objects.filter(pk=mark.row_id).update(valid_until=Batch.objects.first())
    assert tag() != before


def test_triggers_of_an_earlier_release_go(tag):
    old, table = f"{stamping.PREFIX}disclosure_notice__update", "disclosure_notice"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(stamping.ON_POSTGRESQL.format(trigger=old, table=table, acts="UPDATE"))
        else:
            cursor.execute(stamping.ON_SQLITE.format(trigger=old, table=table, act="UPDATE", when=""))
    stamping.prepare()
    assert set(stamping._there()) == set(stamping._wanted())
    before = tag()
    Notice.objects.update(has_objection=True)
    assert tag() == before


def test_what_was_not_written_in_the_end_is_the_same(tag):
    before = tag()
    with transaction.atomic():
        Bureau.objects.update(name="乙市民政局")
        assert tag() != before
        transaction.set_rollback(True)
    assert tag() == before


def test_each_reader_has_their_own(tag):
    tags = {
        tag(),
        tag("/lists/?q=1"),
        tag("/lists/320722/"),
        tag(type="large"),
        tag(place="320722"),
    }
    with translation.override("en"):
        tags.add(tag())
    assert len(tags) == 6
    assert None not in tags
    assert tag(other="x") == tag()


def test_the_day_and_the_hotline_are_in_it(tag, monkeypatch):
    Bureau.objects.update(hotline="0518-0000000")
    tags = set()
    for moment in (MORNING, MORNING.replace(hour=5), MORNING.replace(hour=14), MORNING.replace(day=24)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        tags.add(tag())
    assert len(tags) == 4
    now = tag()
    CalendarDay.objects.update_or_create(date="2026-11-24", defaults={"is_working": False})
    assert tag() != now


def test_the_program_and_its_settings_are_in_it(tag, settings, monkeypatch):
    before = tag()
    settings.DEMONSTRATION = True
    other = tag()
    monkeypatch.setattr(page_tags, "program", lambda: "another")
    assert len({before, other, tag()}) == 3


def test_what_cannot_be_known_is_rendered(tag, settings, client):
    assert tag(**{settings.SESSION_COOKIE_NAME: "x"}) is None
    assert tag(**{CookieStorage.cookie_name: "x"}) is None
    settings.DEBUG = True
    assert tag() is None
    settings.DEBUG = False
    Stamp.objects.all().delete()
    assert tag() is None
    first = client.get("/lists/")
    assert first["ETag"].startswith('"-.')
    assert client.get("/lists/", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_where_a_trigger_is_missing_nothing_is_known_until_it_is_there(tag, monkeypatch):
    monkeypatch.setattr(stamping, "_complete", set())
    trigger, table = stamping._wanted()[0], stamping.TABLES[0]
    with connection.cursor() as cursor:
        on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{trigger}"{on}')
    assert tag() is None
    stamping.prepare()
    assert tag() is not None
