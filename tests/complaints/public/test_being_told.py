"""Under the receipt: asking for messages, and ending them."""

from django.urls import reverse
from django.utils import timezone

from complaints.models import NewsMessage, TellingWish
from tests.complaints.public.citizen import ANSWERS, PHONE, file, refused, shown, url, walk

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


def test_who_files_openly_may_ask_for_it_then_and_nobody_else_is_asked(client, settings, units):
    named = ANSWERS["contact"]
    file(client, contact=named | {"tell_way": "sms"})
    assert not TellingWish.objects.exists(), "no gateway is set"
    settings.NOTICE_SMS = "console"
    file(client, contact=named)
    assert not TellingWish.objects.exists(), "off unless it is turned on"
    walk(client, until="contact")
    page = refused(client, url("contact"), named | {"tell_way": "sms", "tell_address": "12"})
    assert "tell_address" in page.context["form"].errors
    file(client, contact=named | {"tell_way": "sms"})
    assert TellingWish.objects.get().address == PHONE
    file(client, contact=named | {"tell_way": "sms"}, openness={"openness": "confidential"})
    assert TellingWish.objects.count() == 1, "a telephone lies on a table"


def test_who_was_not_reached_reads_so_under_the_receipt(opened, case, settings):
    settings.NOTICE_SMS = "console"
    opened.post(ADDRESS, {"tell-way": "sms", "tell-address": PHONE})
    assert "没有送达" not in opened.get(ADDRESS).content.decode()
    now = timezone.now()
    NewsMessage.objects.create(case=case, sequence=1, way="sms", state="lost", next_at=now, done_at=now)
    assert "没有送达" in opened.get(ADDRESS).content.decode()
    opened.post(ADDRESS, {"tell-way": "sms", "tell-address": "13905180002"})
    assert "没有送达" not in opened.get(ADDRESS).content.decode(), "that was another number"


def test_an_address_that_is_not_to_be_used_is_not_kept(client, settings, units):
    settings.NOTICE_SMS = "console"
    walk(client, until="contact")
    client.post(url("contact"), ANSWERS["contact"] | {"tell_way": "", "tell_address": "13905187766"})
    assert "13905187766" not in client.get(url("contact")).content.decode()
