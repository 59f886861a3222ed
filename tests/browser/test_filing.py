"""The whole filing in a real Chromium: on a telephone, without scripts, by keyboard, in large type."""

import re
from pathlib import Path

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from playwright.sync_api import expect

from complaints.models import Case
from tests.browser.looking import choose, fits, follow, let_it_read, look, press
from tests.complaints.public.citizen import NAME, NARRATIVE, PDF, PHONE, file
from tests.organizations.factories import make_places, make_units

PHONE_SIZE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def world(transactional_db):
    """Places and units, committed, so that the server's threads see them."""
    make_places()
    return make_units()


def captcha_answer(page) -> str:
    key = page.locator("input[name=captcha_key]").get_attribute("value")
    return CaptchaStore.objects.get(hashkey=key).response


def choose_place(page, check=lambda _name: None) -> None:
    """Go down to the village, one page a level."""
    for code in ("3207", "320722", "320722100", "320722100201"):
        if page.locator(f"input[type=radio][value='{code}']").count():
            check(f"2-where-{code}")
            choose(page, code)
            press(page, "继续")


def file_by_hand(page, check, folder: Path) -> None:
    """File a complaint, ``check`` being called on every page."""
    page.goto("/complaints/new/")
    check("1-kind")
    choose(page, "complaint")
    press(page, "继续")
    choose_place(page, check)
    check("2-matter")
    choose(page, "assistance")
    press(page, "继续")
    check("3-story")
    page.get_by_label("发生了什么事？").fill(NARRATIVE)
    press(page, "继续")
    check("4-who")
    page.locator(".choice", has_text="单位township").click()
    press(page, "继续")
    check("5-openness")
    choose(page, "open")
    press(page, "继续")
    check("6-contact")
    page.get_by_label("您的姓名").fill(NAME)
    page.get_by_label(re.compile("^电话")).fill(PHONE)
    press(page, "继续")
    paper = folder / "证明.pdf"
    paper.write_bytes(PDF)
    page.get_by_label(re.compile("^选择文件")).set_input_files(paper)
    press(page, "添加")
    check("7-files")
    press(page, "继续")
    check("8-check")
    let_it_read(page)
    page.locator("#captcha").fill(captcha_answer(page))
    press(page, "提交")
    expect(page).to_have_url(re.compile("/new/done/$"))
    check("9-done")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("phone", {"viewport": PHONE_SIZE}),
        ("narrow-dark", {"viewport": NARROWEST, "color_scheme": "dark"}),
        ("wide", {}),
        ("without-scripts", {"viewport": PHONE_SIZE, "java_script_enabled": False}),
    ],
)
def test_filing_and_looking_again(open_page, axe, world, tmp_path, name, options):
    with open_page(**options) as page:

        def check(step: str) -> None:
            look(page, f"{name}-{step}")
            if options.get("java_script_enabled", True):
                fits(page)
                axe(page)

        file_by_hand(page, check, tmp_path)
        receipt, pin = (page.locator(f"#{part}").inner_text() for part in ("receipt", "pin"))
        assert Case.objects.count() == 1
        press(page, "我已经记下了")
        check("a-status")
        page.get_by_label("回执号").fill(receipt.lower())
        page.get_by_label("查询码").fill(pin.lower())
        press(page, "查看我的办件")
        expect(page).to_have_url(re.compile("/complaints/case/$"))
        check("b-case")
        page.get_by_label("您想说的话").fill("补充：村里的会计换人了。")
        choose(page, "office")
        press(page, "发送")
        expect(page.get_by_text("补充：村里的会计换人了。").first).to_be_visible()
        check("c-written")
        press(page, "在这台设备上关闭我的办件")
        page.goto("/complaints/case/")
        expect(page).to_have_url(re.compile("/complaints/status/$"))


def test_large_type_and_errors(open_page, axe, world, live_server):
    with open_page(viewport=NARROWEST) as page:
        page.context.add_cookies([{"name": "type", "value": "large", "url": live_server.url}])
        page.goto("/complaints/new/")
        press(page, "继续")
        expect(page.locator(".error-summary")).to_be_focused()
        look(page, "large-1-error")
        fits(page)
        axe(page)
        page.locator(".error-summary a").click()
        choose(page, "complaint")
        press(page, "继续")
        look(page, "large-2-where")
        fits(page)
        axe(page)
        page.goto("/complaints/status/")
        page.get_by_label("回执号").fill("AAAA")
        page.get_by_label("查询码").fill("BBBB")
        press(page, "查看我的办件")
        look(page, "large-3-status")
        fits(page)
        axe(page)


def test_the_question_in_words_without_scripts(open_page, world, tmp_path):
    with open_page(viewport=PHONE_SIZE, java_script_enabled=False) as page:
        page.goto("/en/complaints/new/")
        choose(page, "enquiry")
        press(page, "Continue")
        while not page.get_by_label("What happened?").count():
            page.locator(".choice").first.click()
            press(page, "Continue")
        page.get_by_label("What happened?").fill("Who can receive assistance in our village?")
        press(page, "Continue")
        look(page, "words-reach")
        press(page, "Continue")
        choose(page, "anonymous")
        press(page, "Continue")
        press(page, "Continue")
        follow(page.get_by_role("link", name="ask me in words"))
        look(page, "words")
        expect(page.locator("label[for=captcha]", has_text=re.compile(r"[?.]$"))).to_be_visible()
        let_it_read(page)
        page.locator("#captcha").fill("wrong")
        press(page, "Send")
        expect(page.locator(".error-summary")).to_be_visible()
        page.locator("#captcha").fill(captcha_answer(page))
        press(page, "Send")
        expect(page.get_by_text("Your matter has arrived").first).to_be_visible()
        assert Case.objects.get().openness == "anonymous"


def test_by_keyboard_alone(page, world):
    """Tab, space, arrows and enter are enough; the focus is always visible and never lost."""
    page.goto("/complaints/new/")
    press_until(page, "document.activeElement.name === 'kind'")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    while "/where/" in page.url:
        press_until(page, "document.activeElement.name === 'region'")
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    press_until(page, "document.activeElement.name === 'narrative'")
    page.keyboard.type("Who can receive assistance here?")
    press_until(page, "document.activeElement.matches('button.button:not(.button--quiet)')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/new/(reach|who)/"))


def press_until(page, condition: str, most: int = 60) -> None:
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"no way by Tab to {condition}")


def test_back_and_again_files_once(page, world, tmp_path):
    file_by_hand(page, lambda step: None, tmp_path)
    receipt = page.locator("#receipt").inner_text()
    page.go_back()
    page.reload()
    expect(page).to_have_url(re.compile("/complaints/new/done/$"))
    expect(page.locator("#receipt")).to_have_text(receipt)
    assert Case.objects.count() == 1


def test_copy_and_print_are_offered(page, world, tmp_path):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    file_by_hand(page, lambda step: None, tmp_path)
    page.get_by_role("button", name="全部复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("#receipt").inner_text() in copied
    assert page.locator("#pin").inner_text() in copied
    expect(page.get_by_role("button", name="打印")).to_be_visible()


def test_after_a_mistake_the_telephone_goes_back_to_what_was_typed(open_page, world):
    """A refused form that answered its own POST would show the browser's error page on Back."""
    with open_page(viewport=PHONE_SIZE) as page:
        page.goto("/complaints/new/")
        choose(page, "enquiry")
        press(page, "继续")
        choose_place(page)
        page.get_by_label("发生了什么事？").fill("")
        press(page, "继续")
        expect(page.locator(".error-summary")).to_be_visible()
        look(page, "back-1-refused")
        page.get_by_label("发生了什么事？").fill(NARRATIVE)
        press(page, "继续")
        expect(page).to_have_url(re.compile("/reach/$"))
        page.go_back()
        expect(page.get_by_label("发生了什么事？")).to_have_value(NARRATIVE)
        expect(page.locator(".error-summary")).to_have_count(0)
        look(page, "back-2-after-back")


def test_a_message_outlives_the_half_hour(open_page, world):
    """The session ends while somebody writes; receipt and PIN bring the message back."""
    with open_page(viewport=PHONE_SIZE) as page:
        filed = file(Client()).context["confirmation"]
        page.goto("/complaints/status/")
        open_case(page, filed)
        page.get_by_label("您想说的话").fill("写了很久的一段话。")
        choose(page, "office")
        page.context.clear_cookies(name="sessionid")
        press(page, "发送")
        expect(page.get_by_text("您写的内容都还在")).to_be_visible()
        look(page, "late-1-told")
        open_case(page, filed)
        expect(page.get_by_label("您想说的话")).to_have_value("写了很久的一段话。")
        expect(page.get_by_label("正在办理的单位")).to_be_checked()
        look(page, "late-2-back")
        press(page, "发送")
        expect(page.locator(".timeline")).to_contain_text("写了很久的一段话。")


def open_case(page, filed) -> None:
    page.get_by_label(re.compile("^回执")).fill(filed.receipt)
    page.get_by_label(re.compile("^查询码")).fill(filed.pin)
    press(page, "查看我的办件")
