"""Several lists or notices at once: each named, refused or done by itself, and none half done unsaid."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure import tasks
from disclosure.enums import BatchState, NoticeState
from disclosure.models import Batch, Notice
from disclosure.notices import workflow as of_notices
from disclosure.publication import opening, reviewing, workflow
from disclosure.staff.views import several
from disclosure.staff.views.acts import DOING_SEVERAL
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import household
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
TOWNSHIPS = ("320722100", "320722101")


@pytest.fixture
def drafts(load):
    """A list of each of two townships."""
    return [
        load([household(serial)], region=Region.objects.get(pk=code))
        for serial, code in zip((0, 2), TOWNSHIPS, strict=True)
    ]


@pytest.fixture
def ask(client):
    """The page that asks, as text."""

    def ask(user, act, rows, of="batch"):
        client.force_login(user)
        return client.get(reverse(f"{of}:several"), {"act": act, "id": [key(row) for row in rows]})

    return ask


@pytest.fixture
def go(client):
    """Confirm; gives what is said afterwards, in one text."""

    def go(user, act, rows, reason="", of="batch"):
        client.force_login(user)
        data = {"act": act, "id": [key(row) for row in rows], "reason": reason}
        response = client.post(reverse(f"{of}:several"), data)
        assert response.status_code == 302, response.content.decode()
        return " ".join(str(each) for each in get_messages(response.wsgi_request))

    return go


def key(row):
    return row.pk if isinstance(row, Batch) else row.public_id


def states(model=Batch):
    return [row.state for row in model.objects.order_by("pk")]


def submitted(county, drafts):
    return [reviewing.submit(batch, county.editor) for batch in drafts]


def entries(action):
    return ModelLogEntry.objects.filter(action=action)


def test_the_tables_say_which_acts_are_done_to_several():
    chosen = {name for name, act in workflow.ACTS.items() if act.several}
    assert chosen == {"submit", "approve", "publish", "send-back", "recall", "withdraw"}
    assert set(DOING_SEVERAL) == chosen
    assert {name for name, act in of_notices.ACTS.items() if act.several} == {
        *("put-up", "refuse", "take-back", "drop")
    }
    assert not any(act.step for act in workflow.ACTS.values() if act.several), "two people, one list"


def test_boxes_stand_where_something_can_be_done(seen, county, drafts):
    html = seen(county.editor, "index")
    assert html.count('form="several"') == 2
    offered = html.split('id="several-act"')[1].split("</select>")[0]
    assert ('value="submit"' in offered, 'value="approve"' in offered) == (True, False)
    html = seen(county.inspector, "index")
    assert 'form="several"' not in html
    assert 'id="several"' not in html


def test_they_are_submitted_each_with_its_entry(ask, go, county, drafts):
    html = ask(county.editor, "submit", drafts).content.decode()
    for batch in drafts:
        assert f'value="{batch.pk}"' in html
    said = go(county.editor, "submit", drafts, "已核对")
    assert states() == [BatchState.SUBMITTED] * 2
    assert [entry.object_id for entry in entries("disclosure.submit").order_by("pk")] == [
        str(batch.pk) for batch in drafts
    ]
    assert "和平镇" in said
    assert "双河街道" in said


def test_what_cannot_be_done_is_named_before_and_left(ask, go, county, drafts):
    reviewing.submit(drafts[0], county.editor)
    html = ask(county.editor, "submit", drafts).content.decode()
    refused, possible = html.split("将逐项办理")
    assert "和平镇" in refused
    assert "双河街道" in possible
    assert f'value="{drafts[0].pk}"' not in html
    said = go(county.editor, "submit", drafts)
    assert "可能刚刚有人办理过" in said
    assert states() == [BatchState.SUBMITTED] * 2
    assert entries("disclosure.submit").count() == 2


def test_nobody_approves_their_own_among_others(ask, go, county, drafts):
    own = make_person("两职乙", (county.units["county"], Role.REVIEWER))
    submitted(county, drafts)
    drafts[0].submitters.add(own)
    html = ask(own, "approve", drafts).content.decode()
    assert f'value="{drafts[0].pk}"' not in html
    go(own, "approve", drafts)
    assert states()[0] == BatchState.SUBMITTED
    assert [entry.object_id for entry in entries("disclosure.approve")] == [str(drafts[1].pk)]


@pytest.fixture
def worker_too(django_capture_on_commit_callbacks):
    """Within it, what is left to the worker is done as well."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_they_are_approved_and_published_by_the_worker(go, county, drafts, worker_too):
    submitted(county, drafts)
    with worker_too():
        said = go(county.reviewer, "approve", drafts, "与村务公开栏一致")
    assert "几分钟内公开" in said
    assert states() == [BatchState.PUBLISHED] * 2
    assert [entry.user for entry in entries("disclosure.publish")] == [county.reviewer] * 2


def test_a_month_ahead_waits_for_its_day(go, county, load, monkeypatch):
    batch = load([household(0)], month=NOVEMBER)
    submitted(county, [batch])
    monkeypatch.setattr(several.order, "has_begun", lambda _batch: False)
    said = go(county.reviewer, "approve", [batch])
    assert str(several.WAITS) in said
    assert states() == [BatchState.APPROVED]


def test_the_earlier_month_goes_first(go, county, load, worker_too):
    later = load([household(0)], month=NOVEMBER)
    earlier = load([household(0)], month=OCTOBER)
    submitted(county, [later, earlier])
    with worker_too():
        go(county.reviewer, "approve", [later, earlier])
    assert [Batch.objects.get(pk=batch.pk).state for batch in (earlier, later)] == [BatchState.PUBLISHED] * 2


def test_a_worker_that_is_first_with_the_later_month_takes_the_earlier_before_it(county, load):
    earlier, later = (load([household(0)], month=month) for month in (OCTOBER, NOVEMBER))
    for batch in submitted(county, [earlier, later]):
        reviewing.approve(batch, county.reviewer)
    tasks.publish_batch.enqueue(later.pk, county.reviewer.pk)
    assert states() == [BatchState.PUBLISHED] * 2


def test_too_many_at_once_are_refused_as_a_whole(go, county, drafts, monkeypatch):
    monkeypatch.setattr(several, "MOST", 1)
    assert "一项也没有办理" in go(county.editor, "submit", drafts)
    assert states() == [BatchState.DRAFT] * 2


def test_a_key_beyond_any_is_none(client, county, drafts):
    client.force_login(county.editor)
    response = client.post(reverse("batch:several"), {"act": "submit", "id": ["9" * 40]})
    assert response.status_code == 302
    assert states() == [BatchState.DRAFT] * 2


def test_long_ones_and_those_that_end_many_are_looked_at_alone(ask, go, county, release, load, monkeypatch):
    release([household(n) for n in range(12)], month=OCTOBER)
    batch = submitted(county, [load([household(0)], month=NOVEMBER)])[0]
    assert "超过了可以不问就退出的比例" in ask(county.reviewer, "approve", [batch]).content.decode()
    assert "超过了可以不问就退出的比例" in go(county.reviewer, "approve", [batch])
    monkeypatch.setattr(opening, "LONG", 0)
    assert "这份名单很长" in ask(county.reviewer, "approve", [batch]).content.decode()
    batch.refresh_from_db()
    assert batch.state == BatchState.SUBMITTED


def test_a_reason_is_asked_once_and_stands_with_each(client, go, county, drafts):
    submitted(county, drafts)
    client.force_login(county.reviewer)
    data = {"act": "send-back", "id": [batch.pk for batch in drafts], "reason": " "}
    assert client.post(reverse("batch:several"), data).status_code == 200
    assert states() == [BatchState.SUBMITTED] * 2
    go(county.reviewer, "send-back", drafts, "人数不符")
    assert states() == [BatchState.RETURNED] * 2
    assert {batch.reason for batch in Batch.objects.all()} == {"人数不符"}


def test_a_failure_says_what_was_not_tried(go, county, drafts, monkeypatch):
    real = reviewing.submit
    done = []

    def submit(batch, user, reason=""):
        if done:
            raise RuntimeError("the disk is full")
        done.append(real(batch, user, reason))

    monkeypatch.setattr(reviewing, "submit", submit)
    said = go(county.editor, "submit", drafts)
    assert states() == [BatchState.SUBMITTED, BatchState.DRAFT]
    done, failed = said.split("没有办理的")[1], said.split("没有办理的")[0]
    assert "双河街道" in done
    assert "和平镇" not in failed


def test_what_is_another_s_is_not_there(ask, go, client, county, drafts):
    assert ask(county.stranger, "submit", drafts).status_code == 302
    go(county.stranger, "submit", drafts)
    assert states() == [BatchState.DRAFT] * 2
    client.force_login(county.editor)
    for act in ("approve", "take-down", "nothing"):
        response = client.get(reverse("batch:several"), {"act": act, "id": drafts[0].pk})
        assert response.status_code in (302, 404)
    for given in ([], ["x", "²"], range(40)):
        response = client.get(reverse("batch:several"), {"act": "submit", "id": given})
        assert response.status_code == 302


def test_no_transaction_holds_two_of_them(go, county, drafts):
    with CaptureQueriesContext(connection) as captured:
        go(county.editor, "submit", drafts)
    updates = [
        number for number, each in enumerate(captured) if each["sql"].startswith('UPDATE "disclosure_batch"')
    ]
    between = [each["sql"] for each in captured.captured_queries[updates[0] : updates[1]]]
    assert any(sql.startswith("RELEASE SAVEPOINT") for sql in between), "each has its own"


# ------------------------------------------------------------------ notices
@pytest.fixture
def entered(county):
    return [make_notice(county.editor, None, number) for number in (1, 2)]


def test_notices_are_put_up_together_by_a_second_person(ask, go, county, entered):
    own = make_person("两职丙", (county.units["county"], Role.REVIEWER))
    Notice.objects.filter(pk=entered[0].pk).update(entered_by=own)
    html = ask(own, "put-up", entered, of="notice").content.decode()
    assert str(entered[0].public_id) not in html.split("将逐项办理")[1]
    assert "钱小二" not in html
    go(own, "put-up", entered, of="notice")
    assert states(Notice) == [NoticeState.ENTERED, NoticeState.STANDING]
    go(county.reviewer, "put-up", entered, of="notice")
    assert states(Notice) == [NoticeState.STANDING] * 2
    assert entries("disclosure.put_up_notice").count() == 2


def test_notices_are_taken_back_for_one_reason(client, go, county, entered):
    go(county.reviewer, "put-up", entered, of="notice")
    client.force_login(county.reviewer)
    data = {"act": "take-back", "id": [notice.public_id for notice in entered], "reason": ""}
    assert client.post(reverse("notice:several"), data).status_code == 200
    go(county.reviewer, "take-back", entered, "重复录入", of="notice")
    assert states(Notice) == [NoticeState.TAKEN_BACK] * 2
    assert client.get(reverse("notice:several"), {"act": "stand-again", "id": data["id"]}).status_code == 404


def test_boxes_of_notices_hold_no_serial_key(client, county, entered):
    client.force_login(county.reviewer)
    html = client.get(reverse("notice:index")).content.decode()
    for notice in entered:
        assert f'value="{notice.public_id}" form="several"' in html
        assert f'name="id" value="{notice.pk}"' not in html
