"""For whom somebody else brings a case: kept like the complainant's own identity, and never required."""

import pytest
from django.urls import reverse

from complaints.behalf import Concerned
from complaints.identity.redacted_text import redacted
from complaints.models import Case, Complainant
from organizations.enums import Role
from protection import verifying
from protection.redaction import MASK
from tests.complaints.factories import a_call, make_case
from tests.complaints.public.citizen import ANSWERS, file, refused, url, walk
from tests.organizations.factories import make_person

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


def test_whom_it_is_for_is_no_reason_to_read_the_accuseds_name_less(staff, units):
    """Their own name is: a neighbour called almost like an officer speaks of themselves."""
    officer = make_person("慕容秋艳", (units["township"], Role.HANDLER))
    concerned = Concerned(relation="other", name=MOTHER["for_name"])
    said = {"kind": "report", "narrative": "慕容秋雁收了我家两千块钱。"}
    case = make_case(complainant=("陈小满", "13905180001", "", "", concerned), **said)
    assert case.respondents.filter(user=officer).exists()


def test_the_chain_vouches_for_whom_it_is_for(client):
    file(client, contact=ANSWERS["contact"] | MOTHER)
    assert not list(verifying.Walk().problems())
    Complainant.objects.update(concerned={"name": "欧阳某人"})
    assert list(verifying.Walk().problems())
