"""Debian's Chromium by playwright, and axe on the pages it visits."""

import contextlib
import os
import shutil
from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

HOW_TO_GET = "apt-get install chromium fonts-noto-cjk"
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
#: In milliseconds: a busy machine is slow, and only a failure waits for so long.
PATIENCE = 30_000
#: What a public service owes its users: WCAG 2.2 up to level AA.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def executable() -> str | None:
    """Debian's Chromium, or whatever CHROMIUM names; None when there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str | None:
    """What keeps browser tests from running here, in one line; None when nothing does."""
    return None if executable() else f"browser tests: no chromium ({HOW_TO_GET})"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium without a window until the block ends."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def page(browser: Browser, **options: object) -> Iterator[Page]:
    """One page in a context of its own; script errors and breaches of the content policy fail the test.

    ``options`` are those of ``Browser.new_context``, e.g. ``java_script_enabled=False``.
    """
    settings = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(**{**settings, **options})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            problems.append(message.text)

    opened = context.new_page()
    opened.on("console", heard)
    opened.on("pageerror", lambda error: problems.append(f"{opened.url}: {error}"))
    try:
        yield opened
    finally:
        context.close()
    assert not problems, "\n".join(problems)


def check_axe(page: Page, *, within: str | None = None, ignore: tuple[str, ...] = ()) -> None:
    """Fail when axe finds a breach of WCAG 2.2 AA on the page as it stands.

    ``within`` is a CSS selector that narrows the check (our part of a Wagtail screen); ``ignore`` names
    axe rules, each with its reason beside the call.
    """
    # A click that leads to another page returns before that page is there.
    page.wait_for_load_state()
    page.locator(within or "body").first.wait_for()
    options = {
        "runOnly": {"type": "tag", "values": AXE_TAGS},
        "rules": {rule: {"enabled": False} for rule in ignore},
    }
    result = Axe().run(page, context=within, options=options)
    assert not result.violations_count, f"{page.url}\n{result.generate_report()}"
