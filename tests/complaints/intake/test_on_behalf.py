"""For whom somebody else brings a case: kept like the complainant's own identity, and never required."""

import pytest
from django.urls import reverse

from complaints.identity.redacted_text import redacted
from complaints.models import Case, Complainant
from protection.redaction import MASK
from tests.complaints.factories import a_call
from tests.complaints.public.citizen import ANSWERS, file, refused, url, walk

MOTHER = {
    "for_relation": "parent",
    "for_name": "慕容秋雁",
    "for_phone": "13905187788",
    "for_consent": "ill",
}
CHILD = {"for_relation": "neighbour", "for_name": "慕容秋雁", "for_child": "on"}

#: What the county's desk may open.
PLAIN = {"matter": "assistance", "reach": "nobody", "people": ""}

pytestmark = pytest.mark.usefixtures("units")


def test_for_whom_it_is_stands_beside_the_complainant_and_is_masked_as_they_are(client):
    file(client, contact=ANSWERS["contact"] | MOTHER)
    case = Case.objects.get()
    assert case.complainant.concerned == {
        "relation": "parent",
        "name": "慕容秋雁",
        "phone": "13905187788",
        "consent": "ill",
    }
    shown = redacted(case, "慕容秋雁家的低保，电话13905187788；秋雁病了。")
    assert not any(told in shown for told in ("慕容秋雁", "13905187788", "秋雁"))
    assert MASK in shown
    stored = Complainant.objects.values_list("phone_index", flat=True).get()
    file(client, contact=ANSWERS["contact"])
    assert Complainant.objects.filter(phone_index=stored).count() == 2, "the index knows the writer alone"


def test_a_child_is_named_with_a_guardians_consent_or_not_at_all(client):
    walk(client, until="contact")
    page = refused(client, url("contact"), ANSWERS["contact"] | CHILD)
    assert "for_guardian" in page.context["form"].errors
    for mended in ({"for_guardian": "agrees"}, {"for_name": ""}):
        assert client.post(url("contact"), ANSWERS["contact"] | CHILD | mended).status_code == 302


def test_who_stays_anonymous_leaves_nothing_of_either(client):
    walk(client, contact=ANSWERS["contact"] | MOTHER)
    client.post(url("openness"), {"openness": "anonymous"})
    assert "慕容秋雁" not in client.get(url("check")).content.decode()


def test_the_desk_asks_it_too_and_it_is_shown_with_the_identity_alone(desk):
    refusal = desk.post(reverse("complaints_desk"), a_call(**PLAIN) | CHILD)
    assert "for_guardian" in refusal.context["form"].errors
    desk.post(reverse("complaints_desk"), a_call(**PLAIN) | CHILD | {"for_guardian": "agrees"})
    case = Case.objects.get()
    assert case.complainant.concerned["guardian"] == "agrees"
    assert "慕容秋雁" not in desk.get(reverse("case:inspect", args=[case.number])).content.decode()
    page = desk.post(reverse("complaints_identity", args=[case.number]), {"reason": "回电核实情况"})
    assert "慕容秋雁" in page.content.decode()


def test_an_anonymous_call_is_not_held_up_by_what_is_not_kept(desk):
    desk.post(reverse("complaints_desk"), a_call(**PLAIN) | CHILD | {"openness": "anonymous", "name": ""})
    assert not hasattr(Case.objects.get(), "complainant")
