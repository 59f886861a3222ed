"""prepare_site and compile_translations."""

from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Page, Site, WorkflowPage

from portal.management.commands import compile_translations
from portal.models import HomePage, PolicyIndexPage


def state() -> tuple:
    return (
        Page.objects.count(),
        GroupPagePermission.objects.count(),
        WorkflowPage.objects.count(),
        Site.objects.get().root_page_id,
    )


def test_preparing_a_second_time_changes_nothing(site):
    page = PolicyIndexPage.objects.get()
    page.title = "文件库"
    page.save()
    before = state()
    call_command("prepare_site", verbosity=0)
    assert state() == before
    assert PolicyIndexPage.objects.get().title == "文件库"


def test_the_front_page_takes_the_place_of_wagtails_welcome(site):
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_preparing_says_what_it_did(db, capsys):
    call_command("prepare_site")
    assert "portal: prepared" in capsys.readouterr().out


def test_a_site_can_be_prepared_after_its_record_was_lost(site):
    Site.objects.all().delete()
    call_command("prepare_site", verbosity=0)
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "List"\nmsgstr "名单"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(compile_translations, "catalogues", lambda: [path])
    return path


def test_catalogues_are_compiled_once(catalogue, capsys):
    call_command("compile_translations")
    compiled = catalogue.with_suffix(".mo")
    assert polib.mofile(str(compiled))[0].msgstr == "名单"
    call_command("compile_translations")
    assert capsys.readouterr().out.split("\n")[:2] == ["1 catalogues compiled", "0 catalogues compiled"]
    assert not list(catalogue.parent.glob("*.part"))


def test_a_broken_catalogue_is_named(catalogue):
    catalogue.write_text('msgid "List\nmsgstr', encoding="utf-8")
    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("compile_translations", verbosity=0)


def test_only_our_own_catalogues_are_compiled():
    portal = Path(apps.get_app_config("portal").path)
    found = compile_translations.catalogues()
    assert portal / "locale/zh_Hans/LC_MESSAGES/django.po" in found
    assert not [path for path in found if "site-packages" in path.parts]
