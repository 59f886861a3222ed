"""The bureau's settings, and the small words of models."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.enums import Role
from portal.models import Bureau, IndexSerial, PortalImage, ReviewTask
from tests.organizations.factories import make_person


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"opens": time(18), "closes": time(9)}, "closes"),
        ({"break_from": time(12), "break_until": None}, "break_until"),
        ({"break_from": time(7), "break_until": time(14)}, "break_from"),
        ({"break_from": time(14), "break_until": time(12)}, "break_from"),
    ],
)
def test_hours_that_run_backwards_are_refused(hours, field):
    with pytest.raises(ValidationError) as caught:
        Bureau(**{"opens": time(8, 30), "closes": time(17, 30), **hours}).clean()
    assert field in caught.value.message_dict


def test_hours_in_order_are_taken():
    Bureau(opens=time(8), closes=time(18), break_from=None, break_until=None).clean()


def test_an_administrator_may_change_the_bureau_and_an_editor_may_not(client, people):
    address = reverse("wagtailsettings:edit", args=["portal", "bureau", Bureau.load().pk])
    client.force_login(make_person("管理甲", (people.units["city"], Role.ADMINISTRATOR)))
    assert client.get(address).status_code == 200
    client.force_login(people.editor)
    assert client.get(address).status_code == 302


def test_a_countys_administrator_does_not_change_what_holds_for_the_city(client, people):
    address = reverse("wagtailsettings:edit", args=["portal", "bureau", Bureau.load().pk])
    for unit in ("county", "inspection"):
        client.force_login(make_person("管理乙", (people.units[unit], Role.ADMINISTRATOR)))
        assert client.get(address).status_code == 302
        assert client.post(address, {"hotline": "400-000"}).status_code == 302
    assert Bureau.load().hotline == "0518-1234567"


def test_a_countys_editor_does_not_open_the_citys_pages(client, people, rules):
    address = reverse("wagtailadmin_pages:edit", args=[rules.pk])
    client.force_login(make_person("编辑乙", (people.units["county"], Role.EDITOR)))
    assert client.get(address).status_code == 302
    client.force_login(people.editor)
    assert client.get(address).status_code == 200


def test_index_numbers_count_within_their_year(site):
    site.bureau.index_prefix = "YC"
    site.bureau.save()
    numbers = [IndexSerial.next_number(year) for year in (2026, 2026, 2025)]
    assert numbers == ["YC/2026-00001", "YC/2026-00002", "YC/2025-00001"]
    assert str(IndexSerial.objects.get(year=2026)) == "2026: 2"


def test_a_picture_says_what_it_shows(db):
    assert PortalImage(title="a.jpg", shows="服务窗口").default_alt_text == "服务窗口"
    assert PortalImage(title="a.jpg").default_alt_text == "a.jpg"


def test_the_review_explains_itself():
    assert "自己写的" in str(ReviewTask.get_description())
