"""Whoever may write to the database moves an encrypted value to where a page shows it, and reads nothing."""

import importlib
import logging
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from complaints.models import Attachment, Case, Complainant
from organizations import kept_forms
from organizations.models import KeptForm, User
from protection import rewriting, unbound
from protection.encryption import Undecipherable, decrypt
from protection.fields import EncryptedTextField, encrypted_fields
from search.workbench.stored_queries import SLOT, TypedSearches
from tests.complaints.factories import hand_to, make_case

NAME = "陈小满"


def everywhere() -> list[EncryptedTextField]:
    return [field for model in apps.get_models() for field in encrypted_fields(model)]


def stored(table: str, column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def put(table: str, column: str, token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [token])


@pytest.fixture
def case(units, staff):
    case = make_case(kind="report", complainant=(NAME, "13905180001", "", ""))
    hand_to(case, staff["county_supervisor"], units["county"])
    return case


@pytest.fixture
def name_of_another(case) -> str:
    return stored("complaints_complainant", "name", case.complainant.pk)


def test_no_column_takes_the_value_of_another(case, name_of_another, caplog) -> None:
    caplog.set_level(logging.ERROR)
    for field in everywhere():
        if field.place != "complaints_complainant.name":
            with pytest.raises(Undecipherable):
                field.from_db_value(name_of_another, None, connection)
            assert field.place in caplog.records[-1].getMessage(), "the log says where"
    assert NAME not in caplog.text


def test_a_page_shows_nothing_of_what_was_moved_into_it(case, staff, client, name_of_another, caplog) -> None:
    """Somebody's name into the story of a case of their own."""
    address = reverse("case:inspect", args=[case.number])
    client.force_login(staff["county_supervisor"])
    assert client.get(address).status_code == 200
    put("complaints_case", "narrative", name_of_another)
    client.raise_request_exception = False
    shown = client.get(address)
    assert shown.status_code == 500
    assert NAME not in shown.content.decode()
    assert "complaints_case.narrative" in caplog.text
    assert NAME not in caplog.text


def test_what_goes_through_session_and_forms_takes_no_column_either(case, staff, name_of_another) -> None:
    assert TypedSearches({SLOT: {"key": name_of_another}}).text("key") is None
    token = kept_forms.ticket_for(staff["county_supervisor"], "/staff/")
    KeptForm.objects.create(user=User.objects.first(), page="/", typed={}, kept_at=case.received_at)
    put("organizations_keptform", "typed", token)
    with pytest.raises(Undecipherable):
        KeptForm.objects.get()


def test_the_key_of_a_file_is_no_text(case) -> None:
    """Whoever read it there would open the file from a stolen disk."""
    paper = Attachment.objects.create(kind="application/pdf", size=1, original_name="存折.pdf", case=case)
    put("complaints_attachment", "original_name", unbound.encrypt("the key of a file"))
    with pytest.raises(Undecipherable):
        Attachment.objects.get(pk=paper.pk)


@pytest.fixture
def earlier(case):
    """The database as a release before there were places left it."""
    for model in filter(encrypted_fields, apps.get_models()):
        rewriting.rewrite(
            model,
            {
                field.column: lambda token, place=field.place: unbound.encrypt(decrypt(token, place))
                for field in encrypted_fields(model)
            },
        )
    return case


def named() -> set[str]:
    """The columns that the check names."""
    found = run_checks(databases=["default"])
    return {each.msg.split()[0] for each in found if each.id == "protection.W017"}


def migrate_values() -> None:
    for app, migration in {
        "complaints": "0027_texts_bound_to_their_columns",
        "disclosure": "0009_texts_bound_to_their_columns",
        "organizations": "0023_texts_bound_to_their_columns",
        "supervision": "0007_texts_bound_to_their_columns",
    }.items():
        importlib.import_module(f"{app}.migrations.{migration}").bind_all(apps, None)


def test_the_upgrade_binds_every_column(earlier, monkeypatch) -> None:
    monkeypatch.setattr(rewriting, "ROWS_AT_ONCE", 1)
    assert {
        "complaints_case.narrative",
        "complaints_caseevent.reason",
        "complaints_complainant.name",
    } <= named()
    with pytest.raises(Undecipherable):
        Case.objects.get()
    migrate_values()
    assert named() == set()
    assert Complainant.objects.get().name == NAME
    assert Case.objects.get().title
    migrate_values()
    assert Complainant.objects.get().name == NAME, "it can be repeated"


def test_the_upgrade_goes_past_what_no_key_opens(earlier, caplog) -> None:
    put("complaints_complainant", "phone", Fernet(Fernet.generate_key()).encrypt(b"x").decode())
    migrate_values()
    assert named() == {"complaints_complainant.phone"}
    assert "complaints_complainant.phone: 1 values fit no key" in caplog.text


def test_after_the_upgrade_an_old_token_is_refused_by_all_and_named(case, settings) -> None:
    """Somebody kept it from a backup; new keys do not make it one of ours."""
    put("complaints_case", "narrative", unbound.encrypt(NAME))
    assert named() == {"complaints_case.narrative"}
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    with pytest.raises(CommandError, match=r"1 in complaints_case\.narrative"):
        call_command("rotate_field_keys", stdout=StringIO())
    with pytest.raises(Undecipherable):
        Case.objects.get()


def test_new_keys_do_not_launder_what_was_moved_and_reach_all_else(case, name_of_another, settings) -> None:
    put("complaints_case", "narrative", name_of_another)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    with pytest.raises(CommandError, match=r"1 in complaints_case\.narrative"):
        call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert Complainant.objects.get().name == NAME
    with pytest.raises(Undecipherable):
        Case.objects.get()
