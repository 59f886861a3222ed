"""Under the receipt: asking for messages, and ending them."""

from django.urls import reverse

from complaints.models import TellingWish
from tests.complaints.public.citizen import refused, shown

ADDRESS = reverse("complaints:telling")


def test_it_is_not_there_while_no_gateway_is_set(opened, case):
    assert ADDRESS not in shown(opened)
    assert opened.get(ADDRESS).url == reverse("complaints:case")


def test_it_is_asked_for_and_ended(opened, case, settings):
    settings.NOTICE_SMS = "console"
    assert ADDRESS in shown(opened)
    page = refused(opened, ADDRESS, {"tell-way": "sms", "tell-address": "12"}).content.decode()
    assert reverse("complaints:leave") in page
    answer = {"tell-way": "sms", "tell-address": "139 0518 0001"}
    assert opened.post(ADDRESS, answer).url == reverse("complaints:case")
    assert TellingWish.objects.get().address == "13905180001"
    assert "13905180001" not in opened.get(ADDRESS).content.decode()
    opened.post(ADDRESS, {"end": "1"})
    assert not TellingWish.objects.exists()
