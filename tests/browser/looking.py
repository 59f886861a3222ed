"""Looking at a page: pictures for people who judge it, and whether it fits its window."""

import os
from pathlib import Path

from playwright.sync_api import Locator


def look(page, name: str) -> None:
    """Keep a picture of the whole page in the folder SCREENSHOTS; nothing without it."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fits(page) -> None:
    """Nothing sticks out to the side."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide}px too wide"


def follow(target: Locator) -> None:
    """Click what leads to another page, and be there.

    A bare click returns before that page has come, and whatever is asked next may still see the old one.
    """
    with target.page.expect_navigation():
        target.click()


def choose(page, value: str) -> None:
    """Press the line of a choice, which is its target."""
    page.locator(".choice", has=page.locator(f"input[value='{value}']")).click()


def let_it_read(page) -> None:
    """Agree to the office that would read it first, where that is asked."""
    if page.locator("input[name=reader][type=radio]").count():
        page.locator("#hands .choice").first.click()


def press(page, name: str) -> None:
    """Press the button with exactly this name, which sends its form, and be on the page that answers."""
    follow(page.get_by_role("button", name=name, exact=True))
