"""Rules that hold for every public template, whichever room it is in."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

STAFF = ("wagtailadmin", "staff", "admin")


def templates() -> list[Path]:
    """The project's own templates for the public site: those that are no part of the staff site."""
    found = []
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == settings.BASE_DIR:
            found += sorted((folder / "templates").rglob("*.html"))
    public = []
    for path in found:
        text = path.read_text(encoding="utf-8")
        in_staff = any(part in STAFF for part in path.parts) or "wagtailadmin" in text
        if not in_staff:
            public.append(path)
    return public


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", templates(), ids=name)
def test_no_inline_style_or_script(path):
    """The content security policy allows none; a page that has one loses it silently."""
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


def test_the_policy_is_sent_and_allows_nothing_inline(client, site):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize(
    "address", ["/", "/policies/", "/guides/", "/hotlines/", "/search/?q=低保", "/gallery/", "/nope/"]
)
def test_every_page_has_one_heading_a_title_and_a_way_past_the_head(client, site, guide, address):
    shown = client.get(address).content.decode()
    assert len(re.findall(r"<h1[ >]", shown)) == 1
    title = re.search(r"<title>(.*?)</title>", shown, re.S)[1].strip()
    assert title
    assert not title.startswith("–")
    assert 'class="skip" href="#main"' in shown
    assert 'id="main"' in shown


@pytest.mark.parametrize("address", ["/", "/policies/", "/hotlines/", "/search/?q=低保", "/gallery/"])
def test_no_id_is_there_twice(client, site, rules, guide, address):
    ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/", "/policies/", "/gallery/", "/hotlines/"])
def test_no_page_asks_for_anything_from_elsewhere(client, site, address):
    shown = client.get(address).content.decode()
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)[^"]*"', shown)
