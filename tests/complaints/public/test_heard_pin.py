"""A PIN that passed over a screen of staff shows nothing of the case; one's own opens it, and is seen."""

import re
import time
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from complaints.clocks import progress
from complaints.enums import EventKind
from complaints.identity import receipts
from complaints.intake.filing import file_case
from complaints.models import Case, CaseLogEntry, OwnPin
from complaints.public import crowding, session_state
from organizations.models import Unit
from tests.complaints.factories import an_intake, do_with_reasons, hand_to
from tests.complaints.public.citizen import a_pdf

CASE, WRITE, REVIEW = (reverse(f"complaints:{name}") for name in ("case", "write", "review"))
PIN, NOT_MINE, STATUS = (reverse(f"complaints:{name}") for name in ("own_pin", "not_mine", "status"))
ACCUSING = "给我登记的周测试打电话来骂我，证人是我弟弟王大明。"
STORY = "八月起没有收到低保金，村里的人还在等通知。"


def filed_by(user, **changes):
    intake = an_intake(kind="complaint", narrative=STORY, openness="confidential", **changes)
    return file_case(intake, submission_key=uuid.uuid4().hex, user=user)


@pytest.fixture
def taken(staff):
    """What the operator took down, receipt and PIN with it."""
    return filed_by(staff["operator"], channel="hotline")


def opened(filed, pin="") -> Client:
    client = Client()
    answer = client.post(STATUS, {"receipt": filed.receipt, "pin": pin or filed.pin})
    assert answer.url == CASE
    return client


def own_pin(client) -> str:
    """Draw a PIN, note it, and type it once."""
    assert client.post(PIN).url == PIN
    pin = client.get(PIN).context["pin"]
    assert client.post(PIN, {"pin": pin.lower()}).url == CASE
    return pin


def text_of(client, follow=False) -> str:
    return re.sub(r'value="[^"]*"|\s+', " ", client.get(CASE, follow=follow).content.decode())


def test_a_heard_pin_tells_how_far_it_is_and_no_word_of_the_case(taken, staff, units):
    hand_to(taken.case, staff["county_supervisor"], units["township"])
    do_with_reasons(taken.case, "accept", staff["handler"])
    do_with_reasons(taken.case, "answer", staff["handler"], text="低保金已于今日补发。")
    client = opened(taken)
    assert (
        client.post(WRITE, {"first_reader": "office", "text": ACCUSING, "files": [a_pdf("证词.pdf")]}).url
        == CASE
    )
    text = client.get(CASE).content.decode()
    assert "为了您的安全" in text, "it has arrived, said once"
    text = text_of(client)
    assert str(progress.aloud(Case.objects.get())) in text
    case = taken.case
    for secret in (case.number, case.title, STORY, "补发", ACCUSING, "王大明", "证词"):
        assert secret not in text, secret
    assert case.events.order_by("sequence").filter(kind="complainant_wrote").get().text == ACCUSING


def test_the_page_is_the_same_whether_the_operator_sees_the_case(staff):
    """And whatever was written with one's own PIN meanwhile, apart from how far it is."""
    one, other = (filed_by(staff["operator"], channel="hotline") for _turn in range(2))
    pins = [own_pin(opened(filed)) for filed in (one, other)]
    opened(one, pins[0]).post(WRITE, {"first_reader": "office", "text": ACCUSING})
    opened(other, pins[1]).post(WRITE, {"first_reader": "office", "text": "还有一点：存折在我这里。"})
    assert Case.objects.get(pk=one.case.pk).respondents.filter(user=staff["operator"]).exists()
    seen = [text_of(opened(filed)).replace(filed.spoken, "") for filed in (one, other)]
    assert seen[0] == seen[1]


def test_with_ones_own_pin_the_whole_case_opens_and_nothing_that_was_heard_writes_into_it(taken):
    heard = opened(taken)
    heard.post(WRITE, {"first_reader": "office", "text": "我不告了，是我记错了。"})
    pin = own_pin(heard)
    assert STORY in text_of(heard), "the session that noted it goes on"
    mine = opened(taken, pin)
    mine.post(WRITE, {"first_reader": "office", "text": ACCUSING})
    text = text_of(mine)
    assert STORY in text
    assert ACCUSING in text
    assert "我不告了" not in text, "shown to nobody on the web"
    assert ACCUSING not in text_of(opened(taken))
    marks = list(taken.case.events.filter(kind="complainant_wrote").values_list("data", flat=True))
    assert marks == [{}, {"own": True}]


@pytest.mark.parametrize("changes", [{}, {"channel": "letter"}])
def test_a_pin_that_only_the_web_showed_opens_all(staff, changes):
    """A letter was taken down by somebody, whatever the log says of whom: least is shown."""
    filed = filed_by(None, **changes)
    client = opened(filed)
    assert (STORY in text_of(client)) is not bool(changes)
    assert (client.post(PIN).url == CASE) is not bool(changes)


def test_nothing_counts_before_it_was_noted(taken):
    client = opened(taken)
    assert client.get(PIN).url == CASE, "nothing is drawn by looking"
    client.post(PIN)
    pin = client.get(PIN).context["pin"]
    assert client.post(PIN, {"pin": "00000000"}).url == PIN
    assert client.get(PIN).context["pin"] == pin, "the same, until it was noted"
    assert not OwnPin.objects.exists()
    with pytest.raises(receipts.WrongReceipt):
        receipts.open_case(taken.receipt, pin, "elsewhere")
    assert pin not in str(list(client.session.items()))
    client.post(PIN, {"pin": pin})
    assert receipts.open_case(taken.receipt, pin, "elsewhere") == taken.case
    assert pin not in OwnPin.objects.get().pin_hash


def test_whoever_took_the_own_pin_first_is_seen_and_shut_out(taken, client, staff):
    thief = opened(taken)
    pin = own_pin(thief)
    thief.post(WRITE, {"first_reader": "office", "text": "我不告了。"})
    caller = opened(taken)
    text = text_of(caller)
    assert "不是我" in text
    assert caller.post(PIN).url == CASE, "there is one a case"
    assert caller.post(NOT_MINE).url == CASE
    assert STORY not in text_of(thief), "at once, in the session that is open too"
    assert thief.get(reverse("complaints:file", args=[uuid.uuid4()])).status_code == 404
    with pytest.raises(receipts.WrongReceipt):
        receipts.open_case(taken.receipt, pin, "elsewhere")
    assert opened(taken).post(PIN).url == CASE, "nor a second one"
    thief.post(WRITE, {"first_reader": "office", "text": "我撤回。"})
    written = taken.case.events.filter(kind=EventKind.COMPLAINANT_WROTE)
    assert not written.order_by("sequence").last().data, "marked as written with the heard one"
    actions = CaseLogEntry.objects.values_list("action", flat=True)
    assert {"complaints.own_pin", "complaints.close_own_pin"} <= set(actions)
    client.force_login(staff["inspector"])
    page = client.get(reverse("case:inspect", args=[taken.case.number])).content.decode()
    assert "不是本人换的" in page
    assert "用已被否认的新查询码办理" in page, "what the thief wrote before it was closed"
    assert "回拨" in page


def test_not_where_somebody_of_the_staff_is_logged_in(taken, staff):
    heard = opened(taken)
    heard.force_login(staff["operator"])
    heard.post(STATUS, {"receipt": taken.receipt, "pin": taken.pin})
    heard.post(PIN)
    assert heard.get(PIN).status_code == 302
    own_pin(opened(taken))
    heard.post(NOT_MINE)
    assert OwnPin.objects.get().closed_at is None


def test_the_file_says_what_came_with_the_heard_pin(taken, client, staff):
    heard = opened(taken)
    heard.post(WRITE, {"first_reader": "office", "text": "我不告了。", "files": [a_pdf()]})
    mine = opened(taken, own_pin(heard))
    mine.post(WRITE, {"first_reader": "office", "text": "我没有撤回。"})
    client.force_login(staff["inspector"])
    page = client.get(reverse("case:inspect", args=[taken.case.number]))
    assert [shown.heard for shown in page.context["events"] if shown.text] == [True, False]
    assert [shown.heard for shown in page.context["files"]] == [True]
    assert "登记人也知道该码" in page.content.decode()


def test_ruling_out_and_a_review_are_taken_down_and_told_to_nobody(taken, staff, units):
    """In favour of whoever complains; what comes of it is not said, not to one's own PIN either."""
    hand_to(taken.case, staff["county_supervisor"], units["township"])
    client = opened(taken)
    assert units["township"].name in text_of(client), "an office of the place, as of any case there"
    client.post(WRITE, {"text": "", "avoid": units["township"].pk})
    client.post(WRITE, {"text": "", "avoid": 987654})
    case = Case.objects.get()
    assert case.unit == units["county"]
    assert case.events.filter(kind=EventKind.RULE_OUT).count() == 1
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "answer", staff["county_supervisor"])
    do_with_reasons(case, "close", staff["county_supervisor"])
    client.post(REVIEW, {"review-text": ACCUSING})
    assert case.events.filter(kind=EventKind.ASK_REVIEW).count() == 1
    mine = opened(taken, own_pin(client))
    text = text_of(mine)
    assert ACCUSING not in text
    assert "您要求：" not in text


def test_a_wish_that_cannot_be_followed_is_on_file_and_answered_alike(taken, units):
    """Nobody inspects the city's bureau, so nobody would be left."""
    Unit.objects.filter(pk=units["inspection"].pk).update(open_until=date(2020, 1, 1))
    client = opened(taken)
    client.post(WRITE, {"text": "", "avoid": units["city"].pk})
    assert "为了您的安全" in text_of(client)
    wish = taken.case.events.exclude(kind="register").get()
    assert (wish.kind, wish.actor) == (EventKind.COMPLAINANT_WROTE, None)
    assert units["city"].name in wish.text


def test_what_was_written_with_ones_own_pin_is_not_sent_or_shown_with_the_heard_one(taken):
    browser = opened(taken)
    pin = own_pin(browser)
    ticket = session_state.ticket(taken.case, own=True)
    assert session_state.case_of(ticket) == taken.case
    browser.post(
        WRITE, {"first_reader": "office", "text": "还没写完：证人王大明", "add": "1", "ticket": ticket}
    )
    browser.post(STATUS, {"receipt": taken.receipt, "pin": taken.pin})
    assert "王大明" not in text_of(browser)
    assert (
        browser.post(WRITE, {"first_reader": "office", "text": "证人王大明的电话", "ticket": ticket}).url
        == STATUS
    )
    assert not taken.case.events.filter(kind="complainant_wrote").exists()
    browser.post(STATUS, {"receipt": taken.receipt, "pin": pin})
    assert "证人王大明的电话" in text_of(browser), "kept for the PIN it was written with"


def test_the_days_number_of_messages_is_counted_apart(taken):
    """Whoever kept the heard PIN fills up nothing."""
    heard = opened(taken)
    mine = opened(taken, own_pin(opened(taken)))
    for number in range(crowding.limit("messages", "case").free + 1):
        heard.post(WRITE, {"first_reader": "office", "text": f"第{number}条。"})
    mine.post(WRITE, {"first_reader": "office", "text": "我自己写的。"})
    assert "我自己写的。" in text_of(mine)


def test_the_desk_forgets_the_pin(client, staff, monkeypatch):
    """After a quarter of an hour, and where the case left the operator's sight; sent again, it stays so."""
    client.force_login(staff["operator"])
    call = {
        "submission": str(uuid.uuid4()),
        "channel": "hotline",
        "kind": "enquiry",
        "openness": "open",
        "name": "陈小满",
        "phone": "13905180001",
        "place_text": "和平镇刘庄",
        "reach": "nobody",
        "title": "低保怎么申请",
        "narrative": "来电人问需要哪些材料。",
        "reader": "unasked",
    }
    desk, page = reverse("complaints_desk"), reverse("complaints_desk_receipt")
    assert client.post(desk, call).url == page
    assert client.get(page).status_code == 200
    now = time.time()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + 15 * 60 + 1)
        assert client.get(page).url == desk
        client.post(desk, call)
        assert client.get(page).url == desk
    client.post(desk, call)
    assert client.get(page).status_code == 200
    case = Case.objects.get()
    case.respondents.create(user=staff["operator"], derived=True)
    assert client.get(page).url == desk
    case.respondents.all().delete()
    assert client.get(page).url == desk, "forgotten"
