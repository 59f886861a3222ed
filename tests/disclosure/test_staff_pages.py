"""The staff pages of lists."""

import pytest
from django.urls import reverse

from disclosure.enums import BatchState
from disclosure.models import Batch, Recipient
from tests.disclosure import lists
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(client, county):
    """``upload(file, user=…)`` posts the form and follows."""

    def upload(file, *, user=None, month="2026-10", region="320722"):
        client.force_login(user or county.editor)
        data = {"programme": "rural-dibao", "region": region, "month": month, "file": file}
        return client.post(reverse("batch:add"), data, follow=True)

    return upload


def test_a_list_goes_from_upload_to_public_by_two_people(client, county, upload):
    page = upload(lists.rural_csv([household(n) for n in range(9)]))
    batch = Batch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("batch:inspect", args=[batch.pk])
    act = reverse("batch:act", args=[batch.pk, "submit"])
    assert act in page.content.decode()
    assert client.get(act).status_code == 200
    client.post(act, {"reason": ""})
    batch.refresh_from_db()
    assert batch.state == BatchState.SUBMITTED

    client.force_login(county.reviewer)
    approve = reverse("batch:act", args=[batch.pk, "approve"])
    assert approve in client.get(reverse("batch:inspect", args=[batch.pk])).content.decode()
    client.post(approve, {"reason": ""})
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED
    assert Recipient.objects.current().count() == 9
    assert client.get(reverse("batch:index")).status_code == 200


def test_a_refused_row_says_where_and_why(client, county, upload):
    rows = [household(n) for n in range(4)]
    rows[2]["户主身份证号"] = rows[2]["户主身份证号"][:17] + "0"
    html = upload(lists.rural_csv(rows)).content.decode()
    assert "户主身份证号" in html
    batch = Batch.objects.get()
    assert (batch.accepted_count, batch.refused_count) == (3, 1)
    refused = client.get(reverse("batch:refused", args=[batch.pk]))
    text = b"".join(refused.streaming_content).decode()
    assert ",4,户主身份证号," in text
    assert rows[2]["户主身份证号"] not in text


def test_a_file_refused_as_a_whole_keeps_what_was_chosen(client, county, upload):
    page = upload(
        lists.as_csv([["户主姓名", "户主身份证号", "所属社", "合计"], ["甲", "1", "刘庄村委会", 1]])
    )
    html = page.content.decode()
    assert not Batch.objects.exists()
    assert "保障人口" in html
    assert 'value="2026-10"' in html
    assert "320722" in html
