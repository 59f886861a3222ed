"""The acts on a list: the way from upload to public by two people, each act logged and explained."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure.enums import BatchState
from disclosure.models import Batch, Recipient
from disclosure.publication import reviewing
from disclosure.staff.dashboard import waiting_for
from disclosure.staff.views import acts
from tests.disclosure import lists
from tests.disclosure.lists import household
from tests.organizations.factories import make_both

pytestmark = pytest.mark.django_db


def test_a_list_goes_from_upload_to_public_by_two_people(county, upload, seen, do):
    page = upload(lists.rural_csv([household(n) for n in range(9)]))
    batch = Batch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("batch:inspect", args=[batch.pk])
    submit = reverse("batch:act", args=[batch.pk, "submit"])
    assert submit in page.content.decode()
    assert "提交后由审核发布人审核" in seen(county.editor, "act", batch.pk, "submit")
    do(county.editor, batch, "submit")
    batch.refresh_from_db()
    assert batch.state == BatchState.SUBMITTED

    approve = reverse("batch:act", args=[batch.pk, "approve"])
    assert approve not in seen(county.editor, "inspect", batch.pk)
    assert approve in seen(county.reviewer, "inspect", batch.pk)
    do(county.reviewer, batch, "approve")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED
    assert Recipient.objects.current().count() == 9
    assert reverse("disclosure:list", args=["320722", "rural-dibao"]) in seen(
        county.editor, "inspect", batch.pk
    )


def test_each_act_is_one_entry_of_the_audit_log(county, upload, do):
    upload(lists.rural_csv([household(n) for n in range(3)]))
    batch = Batch.objects.get()
    do(county.editor, batch, "submit", "按月更新")
    do(county.reviewer, batch, "send-back", "请张某核对 320722195505051234")
    do(county.editor, batch, "submit")
    do(county.reviewer, batch, "approve")
    acts = ModelLogEntry.objects.filter(action__startswith="disclosure.").exclude(action="disclosure.view")
    entries = list(acts.order_by("pk"))
    assert [entry.action.removeprefix("disclosure.") for entry in entries] == [
        "import",
        "submit",
        "send_back",
        "submit",
        "approve",
        "publish",
    ]
    assert [entry.user for entry in entries] == [
        county.editor,
        county.editor,
        county.reviewer,
        county.editor,
        county.reviewer,
        county.reviewer,
    ]
    told = str([(entry.label, entry.data) for entry in entries])
    assert "320722195505051234" not in told
    assert not [row["户主姓名"] for row in map(household, range(3)) if row["户主姓名"] in told]


def test_a_list_sent_back_says_why(county, upload, seen, do):
    upload(lists.rural_csv([household(1)]))
    batch = Batch.objects.get()
    do(county.editor, batch, "submit")
    assert "请写明理由" in do(county.reviewer, batch, "send-back").content.decode()
    do(county.reviewer, batch, "send-back", "金额请核对")
    assert "金额请核对" in seen(county.editor, "inspect", batch.pk)
    do(county.editor, batch, "withdraw")
    batch.refresh_from_db()
    assert batch.state == BatchState.WITHDRAWN


def test_a_large_list_is_published_by_a_task(
    county, load, monkeypatch, django_capture_on_commit_callbacks, do
):
    monkeypatch.setattr(acts, "INLINE_ROWS", 0)
    batch = reviewing.submit(load([household(1)]), county.editor)
    with django_capture_on_commit_callbacks(execute=True):
        do(county.reviewer, batch, "approve")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED


def test_an_approved_list_that_was_not_published_can_still_be(county, load, do):
    batch = reviewing.approve(reviewing.submit(load([household(1)]), county.editor), county.reviewer)
    do(county.reviewer, batch, "publish")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED


def test_an_act_that_came_too_late_is_explained(client, county, load, do):
    batch = reviewing.submit(load([household(1)]), county.editor)
    page = do(county.editor, batch, "submit")
    assert "不能这样做" in page.content.decode()
    client.force_login(county.editor)
    assert client.get(reverse("batch:act", args=[batch.pk, "nothing"])).status_code == 404


def test_an_earlier_submitter_is_neither_asked_nor_offered_a_decision(county, load):
    both = make_both("两岗", county.units["county"])
    batch = reviewing.submit(load([household(1)]), both)
    batch = reviewing.send_back(batch, county.reviewer, "请核对")
    batch = reviewing.submit(batch, county.editor)

    def offered(user):
        return [act["url"].rstrip("/").rpartition("/")[2] for act in acts.open_acts(batch, user)]

    # As an editor of the place, and of no decision.
    assert (list(waiting_for(both)), offered(both)) == ([], ["recall"])
    assert (list(waiting_for(county.reviewer)), offered(county.reviewer)) == (
        [batch],
        ["approve", "send-back"],
    )
    batch = reviewing.approve(batch, county.reviewer)
    assert (list(waiting_for(both)), offered(both)) == ([], [])
    assert (list(waiting_for(county.reviewer)), offered(county.reviewer)) == (
        [batch],
        ["publish", "send-back"],
    )
