"""What the county reads first: what is said of somebody below it, and nothing that is said of itself."""

import pytest

from complaints.handling import conversation
from complaints.intake.filing import preview
from complaints.models import Case
from complaints.reach import asking, inspecting, levels
from complaints.texts import highest_words
from complaints.texts.nearby import Nearby
from organizations.enums import Role
from organizations.models import Region
from tests.complaints.factories import an_intake, make_case, make_row, sees
from tests.growth import outgrown
from tests.organizations.factories import make_person
from tests.tables import rows_beside


@pytest.fixture
def a_row(staff):
    """A row of a list, by its public id, to which somebody objects."""
    return make_row(staff["editor"]).public_id


def test_the_county_reads_only_what_is_clearly_below_it(units, staff, subtests, a_row):
    """A report, and a complaint about conduct, has to be of somebody below; what is about assistance or a
    list need be of nobody, and names the county as it names rules.
    """
    units["county"].name, units["township"].name = "丙县民政局", "和平镇民政办公室"
    for key in ("county", "township"):
        units[key].save()
    make_person("孙继财", (units["township"], Role.HANDLER))
    for row in rows_beside(__file__, "levels.csv"):
        with subtests.test(row["text"]):
            first, _below = preview(
                an_intake(
                    kind=row["kind"],
                    matter=row["matter"],
                    narrative=row["text"],
                    title="反映低保的事",
                    row=a_row if row["kind"] == "objection" else None,
                )
            )
            assert first.unit == units[row["unit"]], row["why"]


def test_whom_the_writer_gives_is_read_together_with_what_they_write(units, staff, subtests):
    make_person("孙继财", (units["township"], Role.HANDLER))
    for row in rows_beside(__file__, "levels_given.csv"):
        given = [(units[key].pk, "") for key in row["units"].split()]
        given += [(None, name) for name in row["names"].split()]
        with subtests.test(row["text"], given=row["names"]):
            intake = an_intake(
                kind=row["kind"], matter=row["matter"], narrative=row["text"], respondents=given
            )
            assert preview(intake)[0].unit == units[row["unit"]], row["why"]


def test_what_is_said_of_those_who_look_into_it_goes_past_them(units, staff, subtests):
    for row in rows_beside(__file__, "inspecting.csv"):
        with subtests.test(row["text"]):
            intake = an_intake(kind="report", matter="money", narrative=row["text"], title="反映一件事")
            to_them = preview(intake)[0].unit == units["inspection"]
            assert to_them == (row["meant"] == "no"), row["why"]
    case = make_case(kind="report", matter="money", narrative="查案的人跟他们一桌喝酒，还分了钱")
    assert case not in Case.objects.visible_to(staff["inspector"])
    assert case.unit == units["city"]


def test_what_the_complainant_writes_later_of_the_group_that_has_it_takes_it_from_them(
    units, staff, subtests
):
    for row in rows_beside(__file__, "inspectors_later.csv"):
        with subtests.test(row["text"]):
            case = make_case(kind="report", matter="money", narrative="刘庄村的会计收了我家两千块钱。")
            assert case.unit == units["inspection"]
            conversation.write_back(case, row["text"])
            case.refresh_from_db()
            kept = case.unit == units["inspection"]
            assert kept == (row["meant"] == "no"), row["why"]
            assert kept == sees(staff["inspector"], case)


#: Words of the group where somebody else has the case, and whether they mean it: its people open every case.
ELSEWHERE = [
    ("请不要交给纪检组，他们跟会计是一伙。", True),
    ("纪检组的人把我的信给村长看了。", True),
    ("纪检组长是会计的舅舅。", True),
    ("纪检的同志在会计家吃饭。", True),
    ("村会计骂我，纪检组来过也没用", False),
    ("村会计骂我，请纪检组来查", False),
    ("谢谢纪检的同志，村会计还是骂我", False),
]


@pytest.mark.parametrize(
    "text", ["市民政局纪检组收了会计五千。", "市局纪检组收了会计五千。", "市民政局的纪检组长骂我。"]
)
def test_the_office_at_which_the_group_sits_is_not_meant_by_its_name(units, staff, text):
    """Else one sentence would take the case from everybody."""
    units["city"].name = "乙市民政局"
    units["city"].save()
    case = make_case(kind="report", narrative=text, reach="")
    assert case.unit == units["city"]
    assert sees(staff["city_supervisor"], case)
    assert not sees(staff["inspector"], case)


@pytest.mark.parametrize(("text", "meant"), ELSEWHERE)
def test_the_group_does_not_open_what_names_it_in_a_case_of_another(units, staff, text, meant):
    case = make_case(kind="complaint", matter="conduct", narrative=text, title="反映一件事")
    assert case.unit.kind != "inspection"
    assert sees(staff["inspector"], case) is not meant
    case = make_case(kind="complaint", narrative="八月起没有收到低保金，村里的人还在等通知。")
    conversation.write_back(case, text)
    case.refresh_from_db()
    assert sees(staff["inspector"], case) is not meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("村会计说找市局也没用都是他家亲戚", "city"),
        ("村主任说去县民政局告也白搭", "county"),
        ("村会计骂我，请市局查一查", None),
        ("村长骂我，我想去县民政局反映", None),
    ],
)
def test_an_office_to_which_one_turns_in_vain_is_meant(units, staff, text, meant):
    case = make_case(kind="report", matter="conduct", narrative=text, title="反映一件事")
    kept = set(case.respondents.values_list("unit", flat=True))
    assert {key for key in ("city", "county") if units[key].pk in kept} == ({meant} if meant else set())


@pytest.mark.parametrize(
    ("text", "meant"),
    [("村里报了，材料在唐那", True), ("材料压在唐那里，村里也没办法", True), ("材料放在堂屋那里", False)],
)
def test_a_bare_family_name_with_whom_something_lies_is_somebody(units, staff, text, meant):
    person = make_person("唐国庆", (units["county"], Role.SUPERVISOR))
    case = make_case(kind="complaint", narrative=text, title="反映低保的事")
    assert case.respondents.filter(user=person).exists() == meant


def test_a_long_text_takes_no_longer_than_its_length(units):
    around = Nearby(Region.objects.get(pk="320722100201"))
    pieces = "县里的 县 请领导 报到县里了 复核的人 村里的 镇里管 上面 姓 中心 低。 民政局都低保"
    for asks in (levels.spares_the_county, levels.lies_below):
        slow = [outgrown(lambda text, asks=asks: asks([text], [], around), piece) for piece in pieces.split()]
        assert not any(slow), slow


@pytest.mark.parametrize("piece", ["请市民政局的", "向纪检组的同志", "请纪检组来", "纪检", "希望各级组织"])
def test_nor_does_what_asks_the_inspectors(piece):
    names = "|".join(
        row.word for row in highest_words.INSPECTING.rows if row.sort in ("named", "people", "work")
    )
    assert not outgrown(lambda text: asking.without_requests(text, names), piece)


@pytest.mark.parametrize("piece", ["组长", "谢谢纪检的同志", "纪检组来了，", "上次来的那", "你们组"])
def test_nor_what_may_speak_of_them(piece, units):
    around = Nearby(Region.objects.get(pk="320722"))
    for has_it in (None, False, True):
        assert not outgrown(
            lambda text, has_it=has_it: list(inspecting.inspectors_named([text], around, has_it=has_it)),
            piece,
        )
    assert not outgrown(lambda text: list(inspecting.inspectors_meant([text], around)), piece)
