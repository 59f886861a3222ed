"""Nothing personal is in any answer to the public: every address of the site, as the resolver has them.

A new address is asked by itself, if its parts are among ``values``; else it has to be entered here.
"""

import uuid
from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.utils import translation
from wagtail.models import Page

from complaints.models import MonthFigures
from disclosure.enums import NoticeKind, Step
from disclosure.models import Notice, Programme, Recipient
from disclosure.notices import acting
from disclosure.publication import proposals
from organizations.models import Region, Unit
from portal.models import Bureau
from tests.disclosure import shapes
from tests.disclosure.lists import SECRETS, household, id_number, name
from tests.disclosure.notices.factories import make_notice
from tests.disclosure.public.earlier import COUNTY, LIST, TOWNSHIP, VILLAGE, at, hide, masked
from tests.personal_shapes import find
from tests.project.hostile.addresses import every_address

pytestmark = pytest.mark.django_db

#: Addresses that are not asked, each with the reason.
LEFT_OUT = {
    "captcha-image": "a picture of random signs",
    "wagtaildocs_serve": "the files that editors attach to pages, as they are",
    "wagtaildocs_authenticate_with_password": "a form for a password, of Wagtail's",
    "wagtailcore_authenticate_with_password": "a form for a password, of Wagtail's",
}
#: Addresses that tell a visitor without a case of their own nothing but where to begin.
ONLY_LEADS_ON = {
    "complaints:complaints/new/where/",
    "complaints:complaints/new/files/",
    "complaints:complaints/new/check/",
    "complaints:done",
    "complaints:discard",
    "complaints:step",
    "complaints:unsent",
    "complaints:leave",
    "complaints:case",
    "complaints:write",
    "complaints:recusal",
    "complaints:rate",
    "complaints:review",
    "complaints:own_data",
    "complaints:telling",
    "complaints:own_pin",
    "complaints:not_mine",
    "complaints:file",
    "complaints:delivery_report",
    "complaints:paper",
    "complaints:paper_file",
    "portal:preference",
    "_util/login/",
    "wagtailcore_login",
}
ANSWERS = (200, 301, 302, 404, 405, 410)
#: Telephones that offices give out themselves.
OFFICES = {"bureau": "0518-1234567", "county": "0518-85550000", "township": "13905180000"}
BY_MONTH = {f"disclosure:{name}" for name in ("region", "statistics", "statistics_csv", "statistics_json")}
OTHER_PHONE, OTHER_ACCOUNT, OLD_ID = "139 1111 2222", "6222 0202 0000 3333 444", "320722550505123"
CHILD = id_number(9, date(2015, 3, 1))
MOMENTS = ("", "month=2026-09", "month=2026-10", "on=2026-09-20", "month=2026-11")


def row(number, **changes):
    """A household with much in its file that is nobody's business."""
    given = {
        "联系电话": f"{OTHER_PHONE}，{SECRETS[0]}",
        "申请原因": f"尿毒症，医生电话{SECRETS[0]}",
        "一卡通账号": OTHER_ACCOUNT,
        "家庭成员身份证号": id_number(700 + number),
        "银行账户名称": name(number),
    }
    return {**household(number), **given, **changes}


@pytest.fixture
def published(county, on, release):
    """Lists of three months, single payments, notices; a minor, a hidden household, a withdrawn list."""
    Bureau.objects.update(hotline=OFFICES["bureau"])
    for unit in ("county", "township"):
        Unit.objects.filter(pk=county.units[unit].pk).update(phone=OFFICES[unit], is_public=True)
    child = row(6, **{"户主身份证号": CHILD, "户主姓名": "欧阳小童"})
    rows = [*map(row, range(6)), child, row(7)]
    on(9, 5, [*rows, row(12, **{"户主身份证号": OLD_ID})])
    on(10, 6, [row(0, **{"合计（元）": 901}), *rows[1:]])
    wrong = on(10, 8, [*({**one, "合计（元）": "7391.30"} for one in rows), row(15)])
    proposals.confirm(proposals.propose(Step.TAKE_DOWN, wrong, county.editor, "有误"), county.reviewer)
    at(wrong, withdrawn_at=(10, 9))
    on(11, 7, [*rows[:3], *rows[4:]])
    hide(county, 4)
    village = Region.objects.get(pk=VILLAGE)
    release(shapes.temporary(), programme=Programme.objects.get(pk="temporary"), region=village)
    make_notice(county.editor, county.reviewer, 21, amount=560)
    make_notice(county.editor, county.reviewer, 9, id_number=CHILD, holder_name="欧阳小童")
    ending = {"programme": "tekun", "kind": NoticeKind.ENDING, "reason": "serving", "holder_name": "孙小四"}
    make_notice(county.editor, county.reviewer, 22, **ending)
    make_notice(county.editor, None, 23, holder_name="冯小五")
    withdrawn = make_notice(county.editor, county.reviewer, 24, holder_name="韩小六")
    acting.act(withdrawn, "take-back", county.reviewer, "有误")
    numbers = {"all": {}, "county": {COUNTY: {"received": 7}}, "subject": {}, "outcomes": {}}
    MonthFigures.objects.create(month=date(2026, 10, 1), counted_on=date(2026, 11, 3), figures=numbers)


@pytest.fixture
def secrets(published):
    words = [*SECRETS[2:], "小童", "欧阳", "孙小四", "钱小二", "冯", "韩", "391.30", masked(15), masked(4)]
    # The amount of the withdrawn list is one that no random key holds.
    held = Recipient.objects.select_related(None)
    return {*words, *(one.holder_name for one in held if len(one.holder_name) > 2)}


@pytest.fixture
def values(published):
    """What stands for each part of an address."""
    here = Recipient.objects.filter(region_id__in=[VILLAGE, "320722100202"])
    addressed = [*here.values_list("public_id", flat=True)]
    addressed += [*Notice.objects.values_list("public_id", flat=True)]
    return {
        "code": [COUNTY, TOWNSHIP, VILLAGE, "320722100202"],
        "programme": [LIST, "temporary"],
        "county": [COUNTY],
        "month": [moment.removeprefix("month=") for moment in MOMENTS if moment.startswith("month=")],
        "public_id": [*map(str, addressed)],
        "slug": ["what"],
        "file": [str(uuid.uuid4())],
        "paper": [str(uuid.uuid4())],
        "name": ["contrast"],
        "kind": ["csv", "json"],
        "_0": [page.url.lstrip("/") for page in Page.objects.live().filter(depth__gt=1).specific()],
    }


def questions(address: str, values) -> list[str]:
    """What an address is asked besides itself."""
    if address.startswith("disclosure:") and address.partition(":")[2] in ("list", "csv", "json", "changes"):
        return [*MOMENTS]
    if address in BY_MONTH:
        return [moment for moment in MOMENTS if not moment.startswith("on=")]
    words = {
        "disclosure:places": ["q=刘庄", "q=赵"],
        "portal:search": ["q=低保", "q=刘庄", "q=赵"],
        "complaints:new": [f"{kind}={one}" for kind in ("row", "notice") for one in values["public_id"]],
    }
    return ["", *words.get(address, [])]


def paths(address, values) -> list[str]:
    found: list[dict[str, str]] = [{}]
    for part in address.parts:
        found = [{**chosen, part: value} for chosen in found for value in values[part]]
    return [address.path({}, **chosen) for chosen in found]


def public_addresses():
    return [one for one in every_address() if not one.template.startswith("staff/")]


def test_every_public_address_is_asked_or_left_out_with_a_reason(values):
    unknown = [one.name for one in public_addresses() if not set(one.parts) <= set(values)]
    assert set(unknown) == set(LEFT_OUT), "enter the parts of the new address into ``values``"
    assert {one.name for one in public_addresses()} > ONLY_LEADS_ON


def everything(values):
    """What is asked: the address, and what of it a browser would."""
    for address in public_addresses():
        if address.name not in LEFT_OUT:
            for path, query in product(paths(address, values), questions(address.name, values)):
                for language in ("", "/en"):
                    yield address, f"{language}{path}?{query}"


def said(response) -> str:
    """The body of an answer, with what its head says of where it leads and how its file is called."""
    body = b"".join(response) if response.streaming else response.content
    heads = (response.get(name, "") for name in ("Location", "Content-Disposition"))
    return "\n".join((body.decode(), *heads))


def test_no_answer_to_the_public_holds_anything_personal(client, values, secrets):
    answered, failed = Counter(), []
    for address, where in everything(values):
        with translation.override("zh-hans"):
            response = client.get(where)
        text = said(response)
        assert response.status_code in ANSWERS, where
        answered[address.name] += response.status_code == 200
        found = [*find(text, OFFICES.values()), *(secret for secret in secrets if secret in text)]
        failed += [(where, found)] if found else []
    assert failed == []
    assert {one.name for one in public_addresses() if not answered[one.name]} == ONLY_LEADS_ON | set(LEFT_OUT)
    assert sum(answered.values()) > 300


def test_a_number_that_slipped_onto_a_page_is_seen(client, published):
    """Or the test above could not fail. In the column of names one is masked even where names are not."""
    Programme.objects.filter(pk=LIST).update(name_masking="full")
    Recipient.objects.current().filter(region_id=VILLAGE, holder_name=name(0)).update(
        holder_name="赵13800001111"
    )
    Unit.objects.filter(phone=OFFICES["township"]).update(phone="13905189999")
    found = find(client.get(f"/lists/{VILLAGE}/{LIST}/").content.decode(), OFFICES.values())
    assert {one.digits for one in found} == {"13905189999"}
