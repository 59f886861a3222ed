"""Somebody takes office, or another name, in the very moment in which words about them are written.

Neither transaction sees what the other has not committed: they have to wait for each other (invariant 2).
"""

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from complaints.enums import CaseKind, Matter
from complaints.handling import conversation, later_messages
from complaints.handling.casework import act
from complaints.intake.filing import register
from complaints.models import Case
from complaints.public import reply
from organizations import doubts, in_office, lapsing, moving, posts, proposals, renaming
from organizations.enums import Role
from organizations.models import Region, Unit
from protection.refusals import NotAllowed
from supervision import leads
from supervision.enums import LeadEventKind
from supervision.models import Lead
from tests.complaints.factories import an_intake, make_case
from tests.organizations.factories import make_person, make_places, make_units

ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
WRITES = ("INSERT", "UPDATE", "DELETE")


class Elsewhere(threading.Thread):
    """Does ``work`` in a transaction of another connection; ``error`` is what it raised."""

    def __init__(self, work):
        super().__init__()
        self.work, self.error, self.begun = work, None, threading.Event()

    def run(self):
        self.begun.set()
        try:
            with transaction.atomic():
                self.work()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def has_ended(self):
        """Wait for its end, which is a good one."""
        self.join(60)
        assert not self.is_alive()
        assert self.error is None

    def wait_until_it_waits(self):
        """Return when it waits its turn, or has ended."""
        self.begun.wait(20)
        while connection.vendor == "postgresql" and self.is_alive():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                    " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
                )
                if cursor.fetchone()[0]:
                    return
            self.join(0.01)


def meanwhile(first, second):
    """Do ``first``; begin ``second`` before that is committed, and end it when both are done."""
    other = Elsewhere(second)
    with transaction.atomic():
        first()
        other.start()
        other.wait_until_it_waits()
    other.has_ended()


@pytest.fixture
def units(transactional_db):
    """Places and units, committed: other connections have to see them. Somebody has the county's cases."""
    make_places()
    made = make_units()
    make_person("欧阳建国", (made["city"], Role.HANDLER))
    make_person("吕凤英", (made["county"], Role.HANDLER))
    return made


def test_who_takes_office_while_words_about_them_are_written_never_reads_them(units):
    keeper = make_person("柏文彬", (units["inspection"], Role.INSPECTOR))
    told = {"kind": CaseKind.COMPLAINT, "matter": Matter.ASSISTANCE}
    case = make_case(**told)
    opening = {"user": keeper, "unit": units["inspection"], "region": Region.objects.get(pk="320722")}

    def file(name):
        intake = an_intake(**told, narrative=f"村里报了，{name}把材料退回来。")
        return lambda: register(intake, submission_key=name)[0].pk

    def write_back(name):
        return lambda: conversation.write_back(Case.objects.get(pk=case.pk), f"{name}把材料退回来。")

    def note(name):
        reason = f"{name}收了村会计的钱。"
        lead = leads.open_lead(**opening, title="补贴", summary="对不上", reason="来信")
        return lambda: leads.act(Lead.objects.get(pk=lead.pk), LeadEventKind.NOTE, user=keeper, reason=reason)

    def appoint(name, unit="county", role=Role.HANDLER):
        newcomer = make_person(name)
        return newcomer, lambda: posts.appoint(newcomer, units[unit], role)

    def rename(name):
        colleague = make_person("匡小满", (units["county"], Role.HANDLER))
        colleague.name = name
        return colleague, colleague.save

    def inspect(name):
        return appoint(name, "inspection", Role.INSPECTOR)

    rows = [
        ("段永强", "卜庆余", file, appoint, Case),
        ("郜新民", "臧克非", file, rename, Case),
        ("宓小军", "芮国栋", write_back, appoint, Case),
        ("尉迟明", "宗政华", note, inspect, Lead),
    ]
    for one, other, write, take_office, model in rows:
        newcomer, begin = take_office(one)
        meanwhile(write(one), begin)
        late, begin = take_office(other)
        meanwhile(begin, write(other))
        for person in (newcomer, late):
            seen = model.objects.visible_to(type(person).objects.get(pk=person.pk))
            about = model.objects.filter(respondents__user=person)
            assert about.exists(), (person.name, write.__name__)
            assert not seen.filter(pk__in=about).exists(), (person.name, write.__name__)


def test_a_name_that_changed_meanwhile_is_the_one_that_counts(units):
    """Whoever appoints has read the account before it was renamed."""
    case = make_case(kind=CaseKind.COMPLAINT, narrative="村里报了，段永强把材料退回来。")
    newcomer = make_person("匡小满")
    as_read_before = type(newcomer).objects.get(pk=newcomer.pk)
    newcomer.name = "段永强"
    newcomer.save()
    posts.appoint(as_read_before, units["county"], Role.HANDLER)
    assert case.respondents.filter(user=newcomer).exists()


@ON_POSTGRESQL
def test_filings_wait_for_no_other_filing(units):
    first, second = (an_intake(narrative=f"请问{what}怎么申请。") for what in ("低保", "特困"))
    other = Elsewhere(lambda: register(second, submission_key="second"))
    with transaction.atomic():
        register(first, submission_key="first")
        other.start()
        other.has_ended()
        assert Case.objects.count() == 2


def test_it_holds_for_a_transaction_only(transactional_db):
    for ask in (in_office.stays, in_office.changes):
        with pytest.raises(RuntimeError):
            ask()


@ON_POSTGRESQL
def test_whoever_waits_has_locked_no_row_yet(units):
    """Else two of them could hold what the other waits for."""
    case = make_case()
    keeper = make_person("柏文彬", (units["inspection"], Role.INSPECTOR))
    county, place = units["county"], Region.objects.get(pk="320722")
    post, lead = keeper.posts.get(), Lead(pk=0)
    forgotten = timezone.now() - 2 * lapsing.WAITS
    Unit.objects.filter(pk=county.pk).update(known_as="原丙县民政局", renamed_at=forgotten)
    given = {"user": keeper, "unit": units["inspection"], "region": place, "title": "补贴", "summary": "不符"}
    doors = [
        lambda: register(an_intake(), submission_key="walk"),
        lambda: act(case, "accept", user=keeper),
        lambda: conversation.rule_out(case, county.pk),
        lambda: reply.send(case, "请问到哪一步了。", None, own=True, above_first=False),
        lambda: reply.ask_review(case, "我不同意。", own=True),
        lambda: later_messages.read_again(case.pk),
        lambda: leads.open_lead(**given, reason="来信"),
        lambda: leads.add(lead, user=keeper, cases=[case]),
        lambda: leads.act(lead, LeadEventKind.NOTE, user=keeper, reason="记一笔"),
        lambda: posts.appoint(keeper, county, Role.EDITOR),
        lambda: posts.release(post),
        lambda: posts.ask_again(county, user=keeper),
        lambda: proposals.confirm(post, user=keeper),
        lambda: doubts.confirm(keeper, user=keeper, seen=""),
        lambda: renaming.confirm(county, user=keeper, seen=""),
        lambda: moving.confirm(county, user=keeper, seen=""),
        lapsing.lapse,
        county.save,
        keeper.save,
    ]
    for number, door in enumerate(doors):
        asked: list[str] = []

        def hear(execute, sql, params, many, context, asked=asked):
            asked.append(sql)
            return execute(sql, params, many, context)

        refusals = (NotAllowed, ValidationError, TransactionManagementError)
        with suppress(*refusals), transaction.atomic(), connection.execute_wrapper(hear):
            door()
        waits = [at for at, sql in enumerate(asked) if "pg_advisory_xact_lock" in sql]
        locks = [at for at, sql in enumerate(asked) if "FOR UPDATE" in sql or sql.startswith(WRITES)]
        assert min(waits, default=len(asked)) < min(locks, default=len(asked)), (number, asked[:6])
