"""Who speaks of every office there is can file all the same; none of them reads it."""

import pytest

from complaints.enums import CaseKind
from complaints.models import Case
from complaints.routing import NoCompetentUnit
from tests.complaints.making import make_case
from tests.complaints.public.walking import file, url, walk
from tests.organizations.making import make_person

pytestmark = pytest.mark.usefixtures("units")
STORY = "县民政局、市民政局和派驻纪检组都收了我家的钱，镇民政办也收了我两千块钱，谁都不管。"
EVERYBODY = ["township", "county", "city", "inspection"]


@pytest.mark.parametrize("kind", [CaseKind.REPORT, CaseKind.COMPLAINT, CaseKind.ENQUIRY])
def test_it_is_filed_and_hidden_from_all(units, staff, kind):
    case = make_case(kind=kind, respondents=[(units[key].pk, "") for key in EVERYBODY])
    assert case.unit in {units[key] for key in EVERYBODY}
    for person in staff.values():
        assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()


@pytest.fixture
def story(units, staff):
    """A story that names somebody of every office there is, each by name and by office."""
    names = {"township": "孙继财", "county": "王审之", "city": "郑市办", "inspection": "纪老一"}
    for key, name in names.items():
        make_person(name, (units[key], "inspector" if key == "inspection" else "supervisor"))
    offices = "民政办、县民政局、市民政局、派驻纪检组都不管。"
    return {"title": "都收了钱", "narrative": f"{'、'.join(names.values())}都收了我家的钱，{offices}"}


def test_words_alone_never_refuse(client, staff, story):
    page = file(client, story=story)
    assert page.context["confirmation"].receipt
    assert Case.objects.get().narrative == story["narrative"]
    assert not any(Case.objects.visible_to(person).exists() for person in staff.values())


def test_the_page_says_before_it_is_sent_that_nobody_will_read_it(client, story):
    walk(client, story=story)
    page = client.get(url("check"))
    assert page.context["hands"].unread
    assert "不能由涉及的任何一家单位查看" in page.content.decode()


def test_who_only_rules_out_is_told_when_nobody_is_left(units):
    every = [units[key].pk for key in EVERYBODY]
    with pytest.raises(NoCompetentUnit):
        make_case(avoid=every)
    assert make_case(respondents=[(pk, "") for pk in every], avoid=every[:1]).pk
