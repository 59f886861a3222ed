"""Walking the form as a citizen does, page after page."""

from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

VILLAGE = "320722100201"
NARRATIVE = "八月起没有收到低保金，问了村里两次，都说再等等。"
ID_NUMBER = "320722195503071126"
NAME = "柳如眉"
PHONE = "13905180001"

ANSWERS = {
    "kind": {"kind": "complaint"},
    "where": {"region": VILLAGE},
    "matter": {"matter": "assistance"},
    "story": {"narrative": NARRATIVE, "title": "低保金没有发"},
    "reach": {"reach": "nobody"},
    "who": {"reach": "below", "people": ""},
    "openness": {"openness": "open"},
    "contact": {"name": NAME, "phone": PHONE, "id_number": "", "address": ""},
    "files": {},
}

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def url(slug: str) -> str:
    """The address of one page of the form."""
    return reverse("complaints:new") if slug == "kind" else reverse("complaints:step", args=[slug])


def walk(client, until: str = "check", **changes):
    """Answer every page before ``until``; ``changes`` are answers by page, None leaves a page out."""
    response = None
    for slug, answer in ANSWERS.items():
        if slug == until:
            break
        answer = changes.get(slug, answer)
        if answer is None:
            continue
        response = client.post(url(slug), answer)
        assert response.status_code == 302, (slug, response.content.decode())
    return response


def refused(client, address: str, answer: dict):
    """Send what is refused; returns the page that says so, to which a redirect leads: a phone can go back."""
    response = client.post(address, answer)
    assert response.status_code == 302, "a refused form is never the answer to its own POST"
    page = client.get(response.url)
    assert "error-summary" in page.content.decode()
    return page


def challenge(client, ask: str = "picture") -> dict:
    """Open the check page, let the office that it names read it first, and answer its captcha rightly."""
    page = client.get(url("check"), {"ask": ask})
    key, unit = page.context["challenge"].key, page.context["hands"].unit
    return {
        "reader": unit.pk if unit else "",
        "captcha_key": key,
        "captcha_answer": CaptchaStore.objects.get(hashkey=key).response,
        "ask": ask,
    }


def shown(client) -> str:
    """The page of the case that is open here."""
    return client.get(reverse("complaints:case")).content.decode()


def file(client, **changes):
    """Walk the whole form and send it; returns the page with receipt and PIN."""
    walk(client, **changes)
    response = client.post(url("check"), challenge(client))
    assert response.status_code == 302, response.content.decode()
    return client.get(response.url)


def a_pdf(name: str = "证明.pdf") -> SimpleUploadedFile:
    """A small file that is what it says."""
    return SimpleUploadedFile(name, PDF, "application/pdf")
