"""A place that is called otherwise: nothing reads less for it, and one administrator alone shields nobody."""

import pytest
from django.urls import reverse

from complaints.identity.redacted_text import redacted
from complaints.texts import reading
from complaints.texts.nearby import Nearby
from complaints.texts.respondent_matching import StatedRespondent, resolve
from disclosure.intake.villages import VillageIndex
from disclosure.problems import Unreadable
from organizations import names, renaming_places
from organizations.divisions import import_extract
from organizations.enums import Role
from organizations.models import Region
from tests.complaints.factories import make_case
from tests.organizations.factories import fresh, make_person

pytestmark = pytest.mark.django_db
VILLAGE, OLD, NEW = "320722100201", "刘庄村委会", "新刘庄社区居委会"


@pytest.fixture
def chiefs(units):
    """Two administrators of the city."""
    return [make_person(name, (units["city"], Role.ADMINISTRATOR)) for name in ("管一", "管二")]


def stored(code=VILLAGE) -> Region:
    return Region.objects.get(pk=code)


def rename(client, by, name, code=VILLAGE) -> str:
    client.force_login(fresh(by))
    answer = client.post(reverse("region:edit", args=[code]), {"name": name}, follow=True)
    assert stored(code).name == name
    return answer.content.decode()


def decide(client, by, seen=None, **form) -> int:
    client.force_login(fresh(by))
    form = {"seen": renaming_places.shown(stored()) if seen is None else seen, "decision": "confirm", **form}
    return client.post(reverse("organizations_decide_on_place", args=[VILLAGE]), form).status_code


def means(words: str) -> set:
    return {party.unit for party in resolve([StatedRespondent(None, words)], stored())} - {None}


def test_both_names_mean_it_before_and_after_a_second_has_confirmed(client, units, chiefs):
    first, second = chiefs
    own = make_person("村管", (units["village"], Role.ADMINISTRATOR))
    before = means(f"{OLD}的会计")
    assert units["village"].pk in before
    assert OLD in rename(client, first, NEW)
    for name in (OLD, NEW):
        assert means(f"{name}的会计") >= before
        assert names.holds_a_place(name)
    for by in (first, own):
        assert decide(client, by) == 404
    client.force_login(fresh(second))
    page = client.get(reverse("organizations_waiting")).content.decode()
    assert OLD in page
    assert NEW in page
    assert decide(client, second, seen="什么") == 302
    assert stored().called == OLD
    assert decide(client, second) == 302
    assert (stored().called, stored().formerly) == (NEW, [OLD])
    for name in (OLD, NEW):
        assert means(f"{name}的会计") >= before
        assert names.holds_a_place(name)


@pytest.mark.parametrize("reason", ["", "登记的不是这个名称"])
def test_refused_with_a_reason_it_is_called_as_before(client, chiefs, reason):
    first, second = chiefs
    rename(client, first, NEW)
    decide(client, second, decision="refuse", reason=reason)
    assert (stored().name == OLD) is bool(reason)
    assert stored().called == OLD


def test_one_administrator_alone_shields_nobody_by_the_name_of_a_village(client, units, chiefs):
    """Words with a village's name before them mean its people, who hold no post: 我们社区的孙主任."""
    sun = make_person("孙继财", (units["township"], Role.HANDLER))
    first, second = chiefs

    def meant() -> bool:
        text = "有个村孙主任要我送礼，不送就不办。"
        return sun.pk in {party.user for party in reading.read([text], Nearby(stored()))}

    assert meant()
    rename(client, first, "有个村委会")
    assert meant()
    decide(client, second)
    assert not meant(), "two have said that a village is called so"


@pytest.mark.parametrize("confirmed", [False, True])
def test_lists_and_houses_are_known_by_the_old_name_too(client, units, chiefs, confirmed):
    case = make_case(complainant=("陈小满", "13905180001", "", "3号"))
    text = "去年他到刘庄3号来过。"
    assert "3号" not in redacted(case, text)
    rename(client, chiefs[0], NEW)
    if confirmed:
        decide(client, chiefs[1])
    case = type(case).objects.get(pk=case.pk)
    assert "3号" not in redacted(case, text)
    index = VillageIndex(stored("320722"))
    for name in (OLD, NEW):
        assert index.village(("和平镇", name)) == VILLAGE
        assert index.village_in_one(f"丙县和平镇{name}") == VILLAGE
    assert index.name(VILLAGE) == NEW


def test_a_name_that_another_village_bears_today_is_that_ones(client, units, chiefs):
    rename(client, chiefs[0], NEW)
    Region.objects.create(code="320722100203", name=OLD, level=5, parent_id="320722100")
    index = VillageIndex(stored("320722100"))
    assert index.village((OLD,)) == "320722100203"
    assert index.village_in_one(f"和平镇{OLD}") == "320722100203"
    with pytest.raises(Unreadable):
        index.village(("没有的村",))


def test_an_import_keeps_the_names_that_it_changes(client, places, tmp_path):
    file = tmp_path / "places.csv"
    for name in (NEW, "第三个社区居委会"):
        file.write_text(f"code,name\n320722100,和平镇\n{VILLAGE},{name}\n", encoding="utf-8")
        assert import_extract(file).renamed == 1
    assert (stored().name, stored().formerly) == ("第三个社区居委会", [OLD, NEW])
    assert stored("320722100").formerly is None


def test_an_import_settles_what_waits(client, units, chiefs, tmp_path):
    rename(client, chiefs[0], "随便村委会")
    file = tmp_path / "places.csv"
    file.write_text(f"code,name\n320722100,和平镇\n{VILLAGE},{NEW}\n", encoding="utf-8")
    import_extract(file)
    assert (stored().called, stored().known_as, stored().renamed_by, stored().formerly) == (
        NEW,
        "",
        None,
        [OLD],
    )
