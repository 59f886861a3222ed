"""What is written and whom it means: a table of invented sentences, in both directions (invariant 2)."""

import pytest

from complaints.handling import conversation
from complaints.models import Case
from complaints.parties import traces
from complaints.texts import reading, respondent_matching
from complaints.texts.nearby import Nearby
from complaints.texts.respondent_matching import StatedRespondent
from organizations.enums import Role
from organizations.models import Region, User
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "sentences.csv")
PEOPLE = {
    "sun": ("孙继财", "township"),
    "li": ("李伟", "township"),
    "dan": ("单立仁", "township"),
    "lan": ("马秀兰", "township"),
    "sunjun": ("孙建军", "other_township"),
    "wang": ("王建国", "county"),
    "ouyang": ("欧阳新任", "county"),
    "gao": ("高峰", "county"),
}
OFFICES = {
    "township": "和平镇人民政府",
    "other_township": "双河街道办事处",
    "county": "丙县民政局",
    "city": "乙市民政局",
    "village": "刘庄村民委员会",
    "inspection": "派驻市民政局纪检监察组",
}


@pytest.fixture
def known(units):
    """People and offices by their keys in the table."""
    for key, name in OFFICES.items():
        type(units[key]).objects.filter(pk=units[key].pk).update(name=name)
    people = {key: make_person(name, (units[unit], Role.HANDLER)) for key, (name, unit) in PEOPLE.items()}
    people["lin"] = make_person("林小雨", (units["county"], Role.OPERATOR))
    return {**people, **{key: units[key] for key in OFFICES}}


def found_in(row):
    place = Region.objects.get(pk="320722100201")
    report = row["kind"] == "report"
    if row["field"] == "who":
        return respondent_matching.resolve([StatedRespondent(name=row["words"])], place, whoever=report)
    assert row["field"] in ("title", "story", "message", "note")
    return reading.read(
        [row["words"]], Nearby(place), [row["own"]], complaining=row["kind"] in ("complaint", "report")
    )


def test_the_table(known, subtests):
    keys = {thing: key for key, thing in known.items()}
    people = {thing.pk: keys[thing] for thing in known.values() if keys[thing] not in OFFICES}
    units = {thing.pk: keys[thing] for thing in known.values() if keys[thing] in OFFICES}
    for row in TABLE:
        with subtests.test(words=row["words"], field=row["field"], why=row["why"]):
            parties = [party for party in found_in(row) if party.derived]
            found = {people[party.user] for party in parties if party.user}
            found |= {units[party.unit] for party in parties if party.unit}
            assert {*row["people"].split(), *row["units"].split()} <= found
            unwanted = set(row["not"].split())
            assert not (found if "*" in unwanted else found & unwanted), found
            assert all(0 < len(party.name) <= 64 for party in parties)


#: Accepted: one character wrong in a story means whoever is in office, and nobody who comes later (0020).
ONLY_IN_OFFICE = ("孙建财", "孙家财", "孙继则")


def test_whoever_is_found_is_found_too_when_they_come_later(subtests, known):
    """What is kept of the words meets what is asked for a newcomer, for each way to say who it is."""
    people = {person.pk: person for person in known.values() if isinstance(person, User)}
    for row in TABLE:
        kept = traces.digests(*([row["words"]], []) if row["field"] == "who" else ([], [row["words"]]))
        for party in found_in(row):
            if party.derived and party.user and not any(each in row["words"] for each in ONLY_IN_OFFICE):
                with subtests.test(words=row["words"], field=row["field"], who=people[party.user].name):
                    names, calls = traces.of_person(people[party.user])
                    assert (names | calls) & kept


WAYS = """
孙主任 老孙 姓孙的 小孙 孙某某 孙X 继财 孙继才 孙X财 孙*财 sun-jicai SJC Sun主任 老sun
小sun 阿sun 姓sun的 姓s的 老s
s主任 s科长 S科 孙J财 孙jc 孙继cai sun继财 s继财 JCS jicai 继材 孙财 孙继某 财哥 阿财 孫主任
孙1继2财 孙❤继❤财 孙。继，财 SUN sun-zhuren
"""


@pytest.mark.parametrize("way", WAYS.split())
@pytest.mark.parametrize("story", ["{}收了我家两千块钱。", "我找过{}，他不理。"])
def test_so_it_is_in_every_way_of_writing(known, way, story):
    around, sun = Nearby(Region.objects.get(pk="320722100201")), known["sun"]
    for kept, found in (
        (traces.digests([way], []), spot_given(way)),
        (
            traces.digests([], [story.format(way)]),
            reading.read([story.format(way)], around, complaining=True),
        ),
    ):
        if any(party.derived and party.user == sun.pk for party in found):
            names, calls = traces.of_person(sun)
            assert (names | calls) & kept


def spot_given(words):
    place = Region.objects.get(pk="320722100201")
    return respondent_matching.resolve([StatedRespondent(name=words)], place, whoever=False)


@pytest.mark.parametrize("kind", ["report", "complaint", "enquiry"])
def test_with_the_page_left_empty_the_story_hides_it(known, kind):
    case = make_case(kind=kind, narrative="民政办孙继财收了我家两千块钱")
    assert case.unit != known["township"]
    for key in ("sun", "li"):
        assert not Case.objects.visible_to(known[key]).filter(pk=case.pk).exists()
    kept = case.respondents.get(user=known["sun"])
    assert (kept.name, kept.derived) == ("孙继财", True)


@pytest.mark.parametrize("kind", ["complaint", "report"])
def test_what_is_said_of_the_county_s_people_goes_to_the_city_without_a_grievance_word(known, kind):
    said = "县上的人到村里喝酒，第二天我的低保就没了。"
    case = make_case(kind=kind, matter="conduct", narrative=said)
    assert case.unit == known["city"]
    later = make_case(kind=kind, matter="conduct", narrative="村会计八月起没有发低保金。")
    assert later.unit == known["county"]
    conversation.write_back(later, said)
    later.refresh_from_db()
    assert later.unit == known["city"]
    for each in (case, later):
        assert not Case.objects.visible_to(known["wang"]).filter(pk=each.pk).exists()


def test_who_asks_the_inspectors_is_read_by_them(known):
    inspector = make_person("褚测试", (known["inspection"], Role.INSPECTOR))
    said = "请派驻市民政局纪检监察组查处孙继财收了我家两千块钱"
    case = make_case(kind="report", matter="money", narrative=said)
    assert case.unit == known["inspection"]
    assert Case.objects.visible_to(inspector).filter(pk=case.pk).exists()


def test_the_title_counts_too(known):
    case = make_case(title="反映孙科")
    assert not Case.objects.visible_to(known["sun"]).filter(pk=case.pk).exists()


def test_what_nobody_can_be_meant_by_stays_with_the_place(known):
    case = make_case(kind="enquiry", title="怎么申请", narrative="我想继续领取，请问镇民政办几点上班？")
    assert case.unit == known["township"]
    assert not case.respondents.exists()


@pytest.mark.parametrize(
    "hostile",
    ["孙", "孙继", "孙主任", "sun ", "SJC", "* ", "孙 ", "·", "民政局收了", "刘庄村孙会计"],
)
def test_a_hostile_story_does_not_run_away(known, hostile):
    """Not measured by the clock: what grows with the square of 20,000 characters would not end."""
    text = (hostile * 20_000)[:20_000]
    found = reading.read([text], Nearby(Region.objects.get(pk="320722100201")))
    assert len(found) <= 20


@pytest.mark.parametrize("name", ["那个", "有个", "镇上"])
def test_a_village_shields_its_people_only_by_a_name_of_a_village(known, name):
    place = Region.objects.get(pk="320722100201")
    text = f"{name}孙主任要我送礼，不送就不办。"
    before = {party.user for party in reading.read([text], Nearby(place))}
    Region.objects.filter(pk=place.pk).update(name=name)
    after = {party.user for party in reading.read([text], Nearby(place))}
    assert known["sun"].pk in after
    assert after == before
