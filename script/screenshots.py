"""What ``script/screenshots`` does: visit the demonstration as citizen and inspector, keep pictures."""

import os
import sys
from pathlib import Path

from environment import ROOT

sys.path.insert(0, str(ROOT))
from playwright.sync_api import Browser, Page

from tests import browsing

IMAGES = ROOT / "docs" / "images"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}
INSPECTOR = "jijian"
#: A village of the demonstration where payments are held back.
VILLAGE_LIST = "/lists/320722112200/rural-dibao/"


def main() -> int:
    """Make all pictures; gives the exit code."""
    password = os.environ.get("DEMO_PASSWORD")
    if not password:
        print("Give the demonstration's password: DEMO_PASSWORD=… script/screenshots", file=sys.stderr)
        return 64
    if reason := browsing.missing():
        print(reason, file=sys.stderr)
        return 69
    address = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with browsing.chromium() as browser:
        citizen(browser, address)
        inspector(browser, address, password)
    return 0


def citizen(browser: Browser, address: str) -> None:
    """The front page at two widths, and one village's list."""
    for name, size in (("home", DESK), ("home-phone", PHONE)):
        with browsing.page(browser, base_url=address, viewport=size) as page:
            page.goto("/")
            keep(page, name)
    with browsing.page(browser, base_url=address, viewport=DESK) as page:
        page.goto(VILLAGE_LIST)
        page.wait_for_selector("main table")
        keep(page, "list")


def inspector(browser: Browser, address: str, password: str) -> None:
    """A search with its counts, and the lead that was made of it."""
    with browsing.page(browser, base_url=address, viewport=DESK) as page:
        page.goto("/staff/login/")
        page.fill("[name=username]", INSPECTOR)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/staff/")
        page.goto("/staff/lead/")
        page.click("td.title a, .title-wrapper a")
        page.wait_for_selector(".lead")
        keep(page, "lead")
        page.goto("/staff/search/cases/")
        page.fill("main [name=q]", "一卡通")
        page.press("main [name=q]", "Enter")
        page.wait_for_selector(".search-hit")
        keep(page, "search")


def keep(page: Page, name: str) -> None:
    """Save what is seen without scrolling."""
    page.screenshot(path=Path(IMAGES) / f"{name}.png")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
