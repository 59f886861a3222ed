"""Whom words mean: the offices and people found for what citizens write, as a table (invariant 2)."""

import pytest

from complaints.models import Case
from complaints.texts import respondent_matching
from complaints.texts.names import fold
from complaints.texts.respondent_matching import StatedRespondent
from organizations.enums import Role, UnitKind
from organizations.models import Region, Unit, User
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "accused.csv")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['kind']}-{row['words']}")
def test_the_table(units, staff, row):
    case = make_case(kind=row["kind"], respondents=[(None, row["words"])])
    found = {party.unit for party in case.respondents.all()} - {None}
    assert found == {units[key] for key in row["units"].split()}, row["why"]
    people = {party.user for party in case.respondents.all()} - {None}
    assert {staff[key] for key in row["people"].split()} <= people, row["why"]
    assert case.unit == units[row["unit"]], row["why"]
    for user in staff.values():
        touched = any(unit in found for unit in [post.unit for post in user.posts.all()])
        if touched or user in people:
            assert not Case.objects.visible_to(user).filter(pk=case.pk).exists(), (row["why"], user.name)


def test_the_words_stay_as_they_were_written(units, staff):
    case = make_case(respondents=[(None, "趙測試（民政办）")])
    said = case.respondents.get(derived=False)
    assert (said.name, said.unit, said.user) == ("趙測試(民政办)", None, None)


def test_a_name_beside_its_village_committee_is_one_of_its_people(units, staff):
    case = make_case(kind="report", respondents=[(units["village"].pk, ""), (None, "不认识")])
    assert {party.unit for party in case.respondents.all()} == {units["village"], None}, "and no office above"


def test_who_takes_up_a_post_later_is_found_too(units, staff):
    coming = make_person("诸葛将来")
    coming.posts.create(unit=units["township"], role=Role.HANDLER, valid_from="2099-01-01")
    found = respondent_matching.resolve(
        [StatedRespondent(name="诸葛将来")], Region.objects.get(pk="320722100201")
    )
    assert (units["township"].pk, coming.pk) in {(party.unit, party.user) for party in found}


def test_what_is_new_since_the_last_filing_is_found_at_the_next(units, staff):
    """Names are prepared once a process; which names there are is asked at every filing."""
    village = Region.objects.get(pk="320722100201")

    def found(words):
        return {
            (party.unit, party.user)
            for party in respondent_matching.resolve([StatedRespondent(name=words)], village)
        }

    assert found("欧阳新任") == found("便民中心") == found("新庄村电工") == {(None, None)}
    coming = make_person("欧阳新任", (units["township"], Role.HANDLER))
    centre = Unit.objects.create(name="便民中心", kind=UnitKind.TOWNSHIP, region_id="320722101")
    committee = Unit.objects.create(name="村办", kind=UnitKind.VILLAGE_COMMITTEE, region_id="320722100202")
    Region.objects.filter(pk="320722100202").update(name="新庄村委会")
    assert (units["township"].pk, coming.pk) in found("欧阳新任")
    assert (centre.pk, None) in found("便民中心")
    assert (committee.pk, None) in found("新庄村电工")
    User.objects.filter(pk=coming.pk).update(name="上官改名")
    assert found("欧阳新任") == {(None, None)}
    assert (units["township"].pk, coming.pk) in found("上官改名")


def test_no_words_are_nobody(units):
    assert (
        respondent_matching.resolve(
            [StatedRespondent(name=" ​ ")], Region.objects.get(pk="320722"), whoever=True
        )
        == []
    )


@pytest.mark.parametrize("written", ["趙測試", "赵 测试", "赵​测试", "（赵测试）", "赵．测试"])
def test_one_text_in_many_spellings(written):
    assert fold(written) == "赵测试"
