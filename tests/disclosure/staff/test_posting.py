"""That a sheet hangs on a village's board: recorded with a photo at the board, and missing until then."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.models import BoardPosting
from disclosure.publication import posting
from organizations.enums import Role
from protection.storage import PrivateFolder
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.organizations.factories import make_person
from tests.protection.factories import located

VILLAGE, OTHER = "320722100201", "320722100202"
HOUSEHOLDS = [lists.household(number) for number in range(6)]
MANY = 15


@pytest.fixture
def batch(release):
    return release(HOUSEHOLDS)


def photo(content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile("王小明.jpg", located("JPEG") if content is None else content)


@pytest.fixture
def put_up(client, county):
    """``put_up(batch, user=…, village=…)`` sends the form of a village; today, with a good photo."""

    def put_up(batch, *, user=None, village=VILLAGE, day=None, **given):
        client.force_login(user or county.editor)
        data = {"posted_on": day or timezone.localdate(), "photo": photo(), **given}
        return client.post(reverse("batch:posted", args=[village, batch.pk]), data)

    return put_up


def missing(code="320722") -> set[str]:
    return {total.region_id for total in posting.missing(code)}


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_who_works_with_the_lists_of_the_place_records_it(batch, county, put_up, seen, who):
    user = getattr(county, who)
    assert reverse("batch:posted", args=[VILLAGE, batch.pk]) in seen(user, "sheets", batch.pk)
    assert put_up(batch, user=user)["Location"] == reverse("batch:sheets", args=[batch.pk])
    made = BoardPosting.objects.get()
    assert (made.batch, made.region_id, made.posted_by) == (batch, VILLAGE, user)
    assert made.posted_on == timezone.localdate()
    assert reverse("batch:photo", args=[made.public_id]) in seen(user, "sheets", batch.pk)


def test_a_townships_editor_records_it_without_seeing_the_countys_list(batch, county, put_up, seen):
    editor = make_person("编辑镇", (county.units["township"], Role.EDITOR))
    village = next(code for code in missing() if code.startswith(county.units["township"].region_id))
    seen(editor, "sheets", batch.pk, status=404)
    assert put_up(batch, user=editor, village=village)["Location"] == reverse(
        "batch:posted", args=[village, batch.pk]
    )
    assert village not in missing()


@pytest.mark.parametrize("who", ["stranger", "inspector", "handler"])
def test_for_everybody_else_the_form_is_not_there(batch, county, put_up, client, who):
    assert put_up(batch, user=getattr(county, who)).status_code in (302, 404)
    assert client.get(reverse("batch:posted", args=[VILLAGE, batch.pk])).status_code in (302, 404)
    assert not BoardPosting.objects.exists()


def test_another_countys_editor_gets_neither_form_nor_photo(batch, county, put_up, client):
    put_up(batch)
    made = BoardPosting.objects.get()
    client.force_login(county.stranger)
    for name, *args in (("posted", VILLAGE, batch.pk), ("photo", made.public_id)):
        assert client.get(reverse(f"batch:{name}", args=args)).status_code == 404
    assert not BoardPosting.objects.visible_to(county.stranger).exists()


def test_the_photo_is_sealed_at_rest_and_says_neither_place_nor_camera(batch, county, put_up, client):
    put_up(batch)
    made = BoardPosting.objects.get()
    assert isinstance(made.photo.storage, PrivateFolder)
    with open(made.photo.path, "rb") as kept:
        assert not kept.read().startswith(b"\xff\xd8")
    for user in (county.editor, county.inspector):
        client.force_login(user)
        response = client.get(reverse("batch:photo", args=[made.public_id]))
        content = b"".join(response.streaming_content)
        assert content.startswith(b"\xff\xd8")
        assert b"Camera" not in content
        assert response["Content-Disposition"].startswith("attachment")
        assert "王" not in response["Content-Disposition"] + made.photo.name
    client.force_login(county.handler)
    assert client.get(reverse("batch:photo", args=[made.public_id])).status_code in (302, 404)


def test_what_is_done_is_written_down_without_a_name(batch, county, put_up, client):
    put_up(batch)
    made = BoardPosting.objects.get()
    client.get(reverse("batch:photo", args=[made.public_id]))
    for action in ("disclosure.post_sheet", "disclosure.view_posting"):
        entry = ModelLogEntry.objects.get(action=action)
        assert entry.user == county.editor
        assert entry.data["region"] == VILLAGE
        assert "王" not in str(entry.data) + entry.label


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 a paper", b"\xff\xd8\xff\xe0 broken"])
def test_a_bad_photo_is_refused_with_a_message_and_the_day_stays(batch, put_up, content):
    day = timezone.localdate()
    response = put_up(batch, photo=photo(content))
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors["photo"]
    assert f'value="{day:%Y-%m-%d}"' in response.content.decode()
    assert not BoardPosting.objects.exists()


def test_a_photo_is_needed(batch, put_up):
    response = put_up(batch, photo="")
    assert response.context["form"].errors["photo"]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_before_the_list_was_public_or_to_come_is_refused(batch, put_up, days):
    response = put_up(batch, day=timezone.localdate() + timedelta(days=days))
    assert response.status_code == 422
    assert response.context["form"].errors["posted_on"]
    assert not BoardPosting.objects.exists()


@pytest.mark.parametrize("place", ["320722", "320722100", "320722100999"])
def test_only_a_village_that_the_list_has_is_recorded(batch, put_up, place):
    assert put_up(batch, village=place).status_code == 404


def test_a_village_is_missing_until_its_sheet_hangs(batch, county, put_up, seen, client):
    before = missing()
    assert VILLAGE in before
    put_up(batch)
    assert missing() == before - {VILLAGE}
    html = seen(county.editor, "sheets", batch.pk, missing=1)
    assert reverse("batch:posted", args=[VILLAGE, batch.pk]) not in html
    for code in before - {VILLAGE}:
        assert reverse("batch:posted", args=[code, batch.pk]) in html
    assert reverse("batch:posted", args=[VILLAGE, batch.pk]) in seen(county.editor, "sheets", batch.pk)


def test_the_next_months_list_is_missing_again(batch, release, put_up):
    put_up(batch)
    later = release(HOUSEHOLDS, month=NOVEMBER)
    assert VILLAGE in missing()
    assert put_up(batch).status_code == 302, "that the old one hung there is true"
    assert VILLAGE in missing()
    put_up(later)
    assert VILLAGE not in missing()


def test_of_several_records_the_latest_counts_and_the_others_stay(batch, county, put_up):
    put_up(batch)
    put_up(batch, user=county.reviewer)
    assert BoardPosting.objects.count() == 2
    assert posting.latest(batch.pk, [VILLAGE])[VILLAGE].posted_by == county.reviewer


def test_missing_is_asked_of_a_place(batch):
    assert missing("320722100") == {code for code in missing() if code.startswith("320722100")}
    assert missing("320723") == set()


def test_the_pages_ask_little(batch, county, put_up, client, django_assert_max_num_queries):
    for village in missing():
        put_up(batch, village=village)
    addresses = [reverse("batch:sheets", args=[batch.pk]), reverse("batch:posted", args=[VILLAGE, batch.pk])]
    for address in (*addresses, f"{addresses[0]}?missing=1"):
        client.get(address)
        with django_assert_max_num_queries(MANY):
            assert client.get(address).status_code == 200
