"""The page of one's own account takes no picture: it would be kept as it came, with place and file name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.organizations.factories import make_person
from tests.protection.factories import MADE

pytestmark = pytest.mark.django_db


def test_no_picture_of_oneself_is_asked_for_or_kept(client):
    person = make_person("陈满", is_superuser=True)
    client.force_login(person)
    address = reverse("wagtailadmin_account")
    page = client.get(address)
    assert page.status_code == 200
    assert "avatar-avatar" not in page.content.decode()
    picture = SimpleUploadedFile("陈满在家.jpg", MADE["photo with place"](), "image/jpeg")
    client.post(address, {"avatar-avatar": picture})
    assert not UserProfile.get_for_user(person).avatar
