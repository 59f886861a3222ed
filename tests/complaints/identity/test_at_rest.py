"""What people wrote stands nowhere in clear: a stolen database or backup gives nothing of it away."""

import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from complaints.models import Case, CaseEvent
from protection.encryption import Undecipherable
from protection.rewriting import bind, encrypt_once, rewrite
from tests.complaints.factories import do_with_reasons, hand_to, make_case

MARKERS = ("梧桐树下的约定", "青花瓷碗", "蓝色雨衣", "铁皮柜子", "芝麻烧饼")


@pytest.fixture
def case(units, staff):
    """A case in which each of the markers was written by somebody."""
    case = make_case(
        kind="report", title=MARKERS[0], narrative=f"村会计把{MARKERS[1]}放在桌上，我们村的人都知道。"
    )
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "complainant_wrote", None, text=f"补充：{MARKERS[2]}")
    do_with_reasons(case, "note", staff["county_supervisor"], reason=f"内部：{MARKERS[3]}")
    do_with_reasons(case, "answer", staff["county_supervisor"], text=f"答复：{MARKERS[4]}")
    return case


def everything_stored() -> str:
    """Every value of every row of every table of the database, as text.

    But the log of acts, whose reasons are masked and in clear (docs/decisions/0026).
    """
    with connection.cursor() as cursor:
        found = []
        for table in set(connection.introspection.table_names(cursor)) - {"complaints_caselogentry"}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def test_nothing_written_stands_in_the_database(case):
    stored = everything_stored()
    assert case.number in stored, "the rows were read"
    assert [marker for marker in MARKERS if marker in stored] == []


def test_it_reads_back(case):
    again = Case.objects.get(pk=case.pk)
    assert again.title == MARKERS[0]
    assert MARKERS[1] in again.narrative
    texts = "".join(event.text + event.reason for event in again.events.all())
    assert all(marker in texts for marker in MARKERS[2:])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of SQLite")
@pytest.mark.django_db(transaction=True)
def test_nothing_written_stands_in_the_file(units, staff, tmp_path):
    make_case(title=MARKERS[0], narrative=f"我看见{MARKERS[1]}放在桌上。")
    copy = tmp_path / "stolen.sqlite3"
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
    raw = Path(copy).read_bytes()
    for marker in MARKERS[:2]:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert marker.encode(encoding) not in raw


def test_rows_in_clear_are_encrypted_once(case):
    """As the migrations do with a database of an earlier release; a second run changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_case SET title = %s", ["gAAAA 明文"])
    for _run in range(2):
        assert rewrite(Case, {"title": encrypt_once}).rows == Case.objects.count()
        with pytest.raises(Undecipherable):
            Case.objects.get(pk=case.pk)
    for _run in range(2):
        bind(Case)
        again = Case.objects.get(pk=case.pk)
        assert (again.title, MARKERS[1] in again.narrative) == ("gAAAA 明文", True)


def test_new_keys_reach_the_log_of_events(case, settings):
    old = settings.FIELD_ENCRYPTION_KEYS
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert MARKERS[4] in CaseEvent.objects.filter(case=case).order_by("sequence").last().text
