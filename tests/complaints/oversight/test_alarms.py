"""Alarm on unusual looking: what rings and what does not (``data/alarms.csv``), who hears it, what stays."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import log

from complaints.models import Alarm, AlarmNote, Case, CaseLogEntry
from complaints.oversight import alarms, looks
from protection import append_only, verifying
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, moment
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "alarms.csv")


def looking(person, action, times, things, facts=None):
    """Write entries as the views do, each at its time, about one thing after the other."""
    for number, at in enumerate(times):
        log(things[number % len(things)], action, user=person, timestamp=at, data=facts or {})


def at(text, minutes, number):
    return [moment(text) + datetime.timedelta(minutes=minutes) * step for step in range(number)]


def a_case_of(unit, **changes):
    case = make_case(**changes)
    Case.objects.filter(pk=case.pk).update(unit=unit)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_what_rings(units, staff, row):
    person = staff[row["person"]]
    things = [a_case_of(units[row["case_unit"]])] if row["case_unit"] else [person]
    facts = dict(pair.split("=") for pair in row["facts"].split()) if row["facts"] else {}
    facts = {name: int(value) if value.isdigit() else value for name, value in facts.items()}
    looking(person, row["action"], at(row["begin"], int(row["minutes"]), int(row["number"])), things, facts)
    rung = Alarm.objects.values_list("rule", "person")
    assert list(rung) == ([(row["rings"], person.pk)] if row["rings"] else [])


def test_the_table_is_long_enough_and_every_rule_has_words():
    assert len(TABLE) >= 15
    assert set(alarms.rules()) == set(alarms.WORDS)
    assert all(rule.words for rule in alarms.rules().values())


def test_a_figure_is_a_setting(staff, units, settings):
    settings.ALARM_LIMITS = {"identities_hour": "1"}
    looking(
        staff["handler"],
        "complaints.reveal_identity",
        at("2026-11-24 10:00", 1, 2),
        [a_case_of(units["township"])],
    )
    (alarm,) = Alarm.objects.all()
    assert "1" in alarms.rules()[alarm.rule].words


def test_it_rings_once_a_day(staff, units):
    case = a_case_of(units["township"])
    looking(staff["handler"], "complaints.reveal_identity", at("2026-11-24 10:00", 1, 12), [case])
    assert Alarm.objects.count() == 1
    looking(staff["handler"], "complaints.reveal_identity", at("2026-11-25 10:00", 1, 12), [case])
    assert Alarm.objects.count() == 2


def test_at_night_those_are_found_who_only_look(staff, units):
    cases = [a_case_of(units["township"]) for _number in range(6)]
    begin = at("2026-11-24 08:00", 90, 6)
    for who in ("handler", "colleague"):
        looking(staff[who], "complaints.reveal_identity", begin, cases)
    for case in cases:
        do_with_reasons(case, "note", staff["colleague"])
    day = datetime.date(2026, 11, 24)
    made = alarms.watch(day)
    assert [(alarm.rule, alarm.person) for alarm in made] == [("identities_idle", staff["handler"])]
    assert alarms.watch(day) == []
    call_command("watch_looks", verbosity=0)


@pytest.fixture
def alarm(staff, units):
    """The handler of the township looked at six identities."""
    looking(
        staff["handler"],
        "complaints.reveal_identity",
        at("2026-11-24 10:00", 1, 6),
        [a_case_of(units["township"])],
    )
    return Alarm.objects.get()


HEARS = {
    "supervisor": True,
    "other_supervisor": True,
    "county_supervisor": True,
    "inspector": True,
    "handler": False,  # never the one who looked
    "colleague": False,
    "county_handler": False,
    "operator": False,
    "neighbour": False,
    "administrator": False,
}


def test_a_superior_hears_it_and_nobody_else(alarm, staff, client):
    heard = {who: looks.alarms(staff[who]).exists() for who in HEARS}
    assert heard == HEARS
    words = alarms.rules()[alarm.rule].words
    for who, hears in HEARS.items():
        client.force_login(staff[who])
        assert (words in client.get(reverse("wagtailadmin_home"), follow=True).content.decode()) is hears


def test_a_hidden_case_hides_the_alarm_that_rests_on_it(staff, units):
    hidden = a_case_of(units["county"], respondents=[(units["county"].pk, "单位county")])
    assert not Case.objects.visible_to(staff["county_supervisor"]).filter(pk=hidden.pk).exists()
    looking(staff["colleague"], "complaints.reveal_identity", at("2026-11-24 10:00", 1, 6), [hidden])
    assert Alarm.objects.exists()
    assert not looks.alarms(staff["county_supervisor"]).exists()
    assert looks.alarms(staff["inspector"]).exists()


def test_it_is_looked_into_with_a_note_and_stays(alarm, staff):
    for who, text in (("handler", "都是我的工作"), ("colleague", "没有问题"), ("supervisor", " 无 ")):
        with pytest.raises(NotAllowed):
            alarms.look_into(alarm, staff[who], text)
    name = alarm.cases.first().case.complainant.name
    alarms.look_into(alarm, staff["supervisor"], f"核对过，是给{name}补登电话13905180001")
    note = AlarmNote.objects.get().text
    assert "核对过" in note
    assert name not in note
    assert "13905180001" not in note
    assert not looks.alarms(staff["supervisor"]).filter(notes=None).exists()
    for refused in (alarm.delete, alarm.save, Alarm.objects.all().delete, AlarmNote.objects.all().delete):
        with pytest.raises(append_only.AppendOnly):
            refused()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM complaints_alarmnote")
    assert not list(verifying.Walk().problems())


def test_opening_a_case_asks_nothing_more(staff, units):
    case = a_case_of(units["township"])
    with CaptureQueriesContext(connection) as captured:
        log(case, "complaints.view", user=staff["handler"])
    assert not [query for query in captured if "alarm" in query["sql"]]
    with CaptureQueriesContext(connection) as captured:
        log(case, "complaints.reveal_identity", user=staff["handler"])
    own = [query for query in captured if "alarm" in query["sql"] or "caselogentry" in query["sql"]]
    assert len(own) <= 3
    assert CaseLogEntry.objects.filter(action="complaints.reveal_identity").count() == 1
