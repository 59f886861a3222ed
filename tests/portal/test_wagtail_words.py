"""The staff site's Chinese where Wagtail has none, or words that do not fit."""

import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.urls import reverse
from django.utils import translation

OURS = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def words(domain: str) -> polib.POFile:
    return polib.pofile(str(OURS / f"{domain}.po"))


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_is_still_one_of_wagtails(domain):
    english = {
        (message.msgctxt, message.msgid, message.msgid_plural)
        for path in Path(wagtail.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
        for message in polib.pofile(str(path))
    }
    gone = [m.msgid for m in words(domain) if (m.msgctxt, m.msgid, m.msgid_plural) not in english]
    assert gone == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_is_translated_and_asks_for_nothing_new(domain):
    for message in words(domain):
        chinese = message.msgstr or message.msgstr_plural[0]
        assert chinese not in ("", message.msgid)
        assert set(PLACEHOLDER.findall(chinese)) <= set(
            PLACEHOLDER.findall(message.msgid + message.msgid_plural)
        )


def test_they_win_over_wagtails_own():
    with translation.override("zh-hans"):
        assert translation.gettext("Theme preferences") == "外观"
        assert translation.gettext("Add %(model_name)s") == "添加%(model_name)s"
    with translation.override("en"):
        assert translation.gettext("Theme preferences") == "Theme preferences"


def test_the_account_page_is_chinese(client, people):
    client.force_login(people.editor)
    html = client.get(reverse("wagtailadmin_account")).content.decode()
    for english in ("Theme preferences", "Use server language", "Keyboard shortcuts", "Snug", "Contrast"):
        assert english not in html


def test_what_scripts_say_is_chinese_too(client, people):
    client.force_login(people.editor)
    catalogue = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode("unicode_escape")
    assert "正在自动保存" in catalogue
