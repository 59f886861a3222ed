"""Pictures of editors are drawn anew by a bounded process before Wagtail, or a page, opens them."""

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.shortcuts import get_rendition_or_not_found

from portal.models import PortalImage
from tests.organizations.factories import make_person
from tests.protection.factories import MADE

ADD = reverse("wagtailimages:add")


@pytest.fixture
def editor(people, client):
    client.force_login(make_person("管理", is_superuser=True))
    return client


def upload(client, content: bytes, name: str):
    return client.post(ADD, {"title": "图", "file": SimpleUploadedFile(name, content), "collection": 1})


@pytest.mark.parametrize(
    ("kind", "name", "kept_as"),
    [
        ("photo with place", "现场.JPG", "JPEG"),
        ("photo of an iPhone", "IMG_1.HEIC", "JPEG"),
        ("photo of 48 megapixels", "a.jpg", "JPEG"),
        ("screenshot", "屏.png", "PNG"),
        ("webp", "a.webp", "WEBP"),
    ],
)
def test_what_editors_have_is_taken_and_drawn_anew(editor, kind, name, kept_as):
    response = upload(editor, MADE[kind](), name)
    assert response.status_code == 302, response.context["form"].errors
    kept = PortalImage.objects.get()
    with Image.open(io.BytesIO(kept.file.open("rb").read())) as drawn:
        assert drawn.format == kept_as
        assert not drawn.getexif()
        assert (
            drawn.width * drawn.height == kept.width * kept.height <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
        )
    assert kept.get_rendition("width-20").width == 20


@pytest.mark.parametrize(
    "kind",
    ["photo of 90 megapixels", "png of ten thousand megapixels", "half a photo", "svg", "program", "pdf"],
)
def test_others_are_refused_with_a_message(editor, kind):
    response = upload(editor, MADE[kind](), "a.jpg")
    assert response.context["form"].errors["file"]
    assert not PortalImage.objects.exists()


def test_a_picture_from_before_with_too_many_pixels_is_not_opened_for_a_page(editor):
    upload(editor, MADE["screenshot"](), "a.png")
    PortalImage.objects.update(width=20_000, height=20_000)
    old = PortalImage.objects.get()
    assert get_rendition_or_not_found(old, "width-100").file.name == "not-found"
    editor.raise_request_exception = False
    assert editor.get(reverse("wagtailimages:preview", args=[old.pk, "width-100"])).status_code in (302, 400)
