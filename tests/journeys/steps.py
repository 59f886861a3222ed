"""Steps that several journeys go: a list comes up, somebody objects, the case is decided."""

import re

from captcha.models import CaptchaStore
from playwright.sync_api import expect

from complaints.models import Case
from tests.browser.looking import choose, follow, let_it_read, look, press
from tests.disclosure.lists import as_xlsx, household, table

VILLAGE, LIST = "320722100201", "/lists/320722100201/rural-dibao/"
HOLDER, MASKED = "石头河", "石*河"
PLACE = dict(
    zip(
        ("所属省", "所属市", "所属区", "所属街", "所属社"),
        ("甲省", "乙市", "丙县", "和平镇", "刘庄村委会"),
        strict=True,
    )
)


def rows(amount: int | None) -> list[dict]:
    """Households of one village; with an ``amount`` that of the story among them."""
    some = [household(serial, **PLACE) for serial in range(1, 6)]
    if amount is None:
        return some
    sums = {"合计（元）": amount, "户月保障金额（元）": amount}
    return [*some, household(6, **PLACE, 户主姓名=HOLDER, **sums)]


def a_list(amount: int | None) -> dict:
    """A rural list of one village in the layout of real exports, as a file that a browser sends."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "农村低保.xlsx", "mimeType": kind, "buffer": as_xlsx(table(rows(amount))).getvalue()}


def upload_list(page, month: str, amount: int | None, shot: str) -> str:
    """The editor uploads and submits; returns the address of the batch."""
    page.goto("/staff/lists/new/")
    page.locator("select[name=programme]").select_option("rural-dibao")
    page.locator("input[name=month]").fill(month)
    page.locator("input[name=file]").set_input_files([a_list(amount)])
    look(page, f"{shot}-upload")
    follow(page.locator("form[enctype] button[type=submit]"))
    expect(page).to_have_url(re.compile(r"/staff/lists/\d+/"))
    look(page, f"{shot}-checked")
    batch = page.url.split("?")[0]
    page.goto(f"{batch}submit/")
    confirm(page)
    return batch


def confirm(page, **fields: str) -> None:
    """Fill what an act asks for on its own page, and do it."""
    main = page.locator("main")
    for name, value in fields.items():
        main.locator(f"[name={name}]").fill(value)
    follow(main.locator("form[method=post] button[type=submit], form[method=post] input[type=submit]").last)


def approve(page, batch: str, shot: str) -> None:
    """The reviewer looks at the list, and approves it."""
    page.goto(batch)
    look(page, f"{shot}-review")
    page.goto(f"{batch}approve/")
    confirm(page, reason="与村务公开栏核对一致")


def fill_in(page, kind: str, matter: str, story: str, reach: str = "") -> None:
    """Fill the form as somebody who leaves "who" empty, or says no more than ``reach`` there, and stays
    anonymous, up to the last page.
    """
    page.goto("/complaints/new/")
    choose(page, kind)
    press(page, "继续")
    for code in ("320722", "320722100", VILLAGE):
        choose(page, code)
        press(page, "继续")
    choose(page, matter)
    look(page, f"filled-{kind}-matter")
    press(page, "继续")
    page.locator("textarea[name=narrative]").fill(story)
    press(page, "继续")
    if reach:
        choose(page, reach)
    look(page, f"filled-{kind}-who")
    press(page, "继续")
    choose(page, "anonymous")
    press(page, "继续")
    press(page, "继续")


def send(page, shot: str) -> dict[str, str]:
    """Agree to who reads it, answer the question, and send what was checked; returns receipt and PIN."""
    let_it_read(page)
    look(page, f"{shot}-check")
    key = page.locator("input[name=captcha_key]").get_attribute("value")
    page.locator("#captcha").fill(CaptchaStore.objects.get(hashkey=key).response)
    press(page, "提交")
    expect(page).to_have_url(re.compile("/new/done/$"))
    look(page, f"{shot}-done")
    return {name: page.locator(f"#{name}").inner_text() for name in ("receipt", "pin")}


def object_to_nobody(page, story: str, shot: str) -> Case:
    """From the first page of the form, which knows what it is about: an objection that means nobody, by
    somebody who gives no name.
    """
    expect(page.locator("input[value=objection]")).to_be_checked()
    press(page, "继续")
    page.locator("textarea[name=narrative]").fill(story)
    press(page, "继续")
    choose(page, "nobody")
    press(page, "继续")
    choose(page, "anonymous")
    press(page, "继续")
    press(page, "继续")
    send(page, shot)
    return Case.objects.select_related("unit").latest("pk")


def hand_down(page, case: Case, unit: str, shot: str) -> None:
    """The office above reads it first and decides that the township looks into its village."""
    page.goto(f"/staff/cases/inspect/{case.number}/")
    look(page, f"{shot}-case")
    page.goto(f"/staff/cases/{case.number}/act/screen/")
    chosen = page.locator("select[name=handling_unit] option", has_text=unit).get_attribute("value")
    page.locator("select[name=handling_unit]").select_option(chosen)
    look(page, f"{shot}-decides")
    confirm(page, reason="由镇里核查村里的事")


def accept_and_answer(page, case: Case, answer: str, shot: str, outcome: str = "") -> None:
    """The handler accepts and answers; ``outcome`` as the form has it, the first one where none is named."""
    page.goto(f"/staff/cases/{case.number}/act/accept/")
    confirm(page)
    page.goto(f"/staff/cases/{case.number}/act/answer/")
    chosen = f"input[name=outcome][value={outcome}]" if outcome else "input[name=outcome]"
    page.locator(chosen).first.check()
    look(page, f"{shot}-answer")
    confirm(
        page, asked="请核实并答复。", facts=answer, opinion="依照《社会救助暂行办法》的规定，按上述情况处理。"
    )
