"""老段, 姓卜的: who is called as villagers do, at whatever office, never sees it (invariant 2)."""

import pytest

from complaints.handling import conversation
from complaints.models import Attachment, Case
from complaints.parties import putting_back
from organizations.enums import Role
from tests.complaints.factories import do_with_reasons, make_case
from tests.organizations.factories import make_person

PEOPLE = {
    "段永强": "county",
    "吕凤英": "county",
    "欧阳建国": "city",
    "卜庆余": "inspection",
    "柏文彬": "inspection",
}


@pytest.fixture
def called(units):
    """Somebody of each office above the place's own who reads what comes to it, by their names."""
    role = {"inspection": Role.INSPECTOR}
    return {
        name: make_person(name, (units[unit], role.get(unit, Role.SUPERVISOR)))
        for name, unit in PEOPLE.items()
    }


def hidden_from(case, called) -> set[str]:
    return {
        name
        for name, person in called.items()
        if not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    }


@pytest.mark.parametrize(
    ("kind", "matter", "story", "unit", "meant"),
    [
        ("complaint", "assistance", "姓段的说我家不符合，我问哪条不符合他挂了电话。", "city", "段永强"),
        ("complaint", "assistance", "材料到段工手里就没影了。", "city", "段永强"),
        ("complaint", "assistance", "强子说我家不符合。", "county", "段永强"),
        ("complaint", "assistance", "是阿强不给我办的。", "county", "段永强"),
        ("complaint", "assistance", "双口吕叫我回家等。", "county", "吕凤英"),
        ("complaint", "assistance", "凤英姐答应帮我办的，现在不接我电话。", "city", "吕凤英"),
        ("complaint", "conduct", "欧阳说不用查。", "city", "欧阳建国"),
        ("report", "money", "老卜收了红包把我的信压了。", "inspection", "卜庆余"),
        ("report", "money", "卜胖子收了我家两条烟。", "inspection", "卜庆余"),
        ("report", "money", "大卜收了我家两条烟。", "inspection", "卜庆余"),
        ("report", "money", "钱送到了卜家，他也收了。", "inspection", "卜庆余"),
        ("complaint", "assistance", "大段收了我的表不给办。", "city", "段永强"),
        ("report", "money", "姓卜的把钱分给了姓段的、吕大姐。", "inspection", "卜庆余"),
    ],
)
def test_at_filing_the_office_keeps_it_and_the_one_who_is_called_does_not_see_it(
    units, staff, called, kind, matter, story, unit, meant
):
    case = make_case(kind=kind, matter=matter, narrative=story)
    assert case.unit == units[unit]
    assert meant in hidden_from(case, called)
    assert "柏文彬" not in hidden_from(case, called)
    assert Case.objects.visible_to(staff["inspector"]).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    "story",
    ["大家收了麦子。", "我们全家收了麦子。", "段家庄收了麦子。", "我写了一大段落。"],
)
def test_ordinary_words_call_nobody(units, staff, called, story):
    case = make_case(kind="complaint", matter="assistance", narrative=story)
    assert case.unit == units["county"]
    assert not {"段永强", "吕凤英"} & hidden_from(case, called)


@pytest.mark.parametrize(
    "done", ["停了我家低保", "取消了我的", "改了我的名字", "安排的", "算错了", "陪他钓鱼"]
)
@pytest.mark.parametrize("who", ["老段", "小段", "永强", "强子", "强哥", "段工"])
def test_whatever_is_said_of_one_who_is_called_hides_it_from_them(units, staff, called, who, done):
    """The verbs after a calling are without number, so none is asked for."""
    case = make_case(kind="complaint", matter="assistance", narrative=f"村里报了，就是{who}{done}。")
    assert "段永强" in hidden_from(case, called)


@pytest.mark.parametrize(
    ("story", "matter", "unit", "words", "meant"),
    [
        ("村会计骂我。", "conduct", "county", "姓段的打电话问我是谁写的信", "段永强"),
        ("村会计骂我。", "conduct", "county", "段大哥跟村会计在一桌吃饭", "段永强"),
        ("村会计骂我。", "conduct", "county", "村会计说他表哥姓段，叫我看着办", "段永强"),
        ("村会计收了我两千块钱。", "money", "inspection", "老卜跟他们吃饭", "卜庆余"),
        ("村会计收了我两千块钱。", "money", "inspection", "那位姓柏，把我的名字说出去了", "柏文彬"),
    ],
)
def test_what_is_written_later_hides_it_from_them_alone(
    units, staff, called, story, matter, unit, words, meant
):
    case = make_case(kind="report", matter=matter, narrative=story)
    assert case.unit == units[unit]
    assert meant not in hidden_from(case, called)
    conversation.write_back(case, words)
    case.refresh_from_db()
    assert hidden_from(case, called) & set(PEOPLE) >= {meant}
    assert not case.respondents.exclude(unit=None).filter(user=called[meant]).exists()
    if unit == "inspection":
        assert case.unit == units[unit]
        assert hidden_from(case, called) == {"段永强", "吕凤英", "欧阳建国", meant}


def test_what_a_file_is_called_and_what_asks_for_a_review_are_read_so(units, staff, called):
    case = make_case(kind="report", matter="conduct", narrative="村会计骂我。")
    file = Attachment.objects.create(file="x.jpg", kind="image/jpeg", size=1, original_name="老段吃饭.jpg")
    conversation.write_back(case, "补充。", [file])
    assert "段永强" in hidden_from(case, called)


def test_where_nobody_else_is_left_in_the_office_the_one_above_has_it(units, called):
    """Without the other people of the tests: the two here are all that the county and the group have."""
    case = make_case(kind="complaint", matter="assistance", narrative="老段和吕大姐压着不签字。")
    assert case.unit == units["city"]
    case = make_case(kind="report", matter="money", narrative="村会计收了我两千块钱。")
    assert case.unit == units["inspection"]
    conversation.write_back(case, "老卜跟他们吃饭。")
    conversation.write_back(case, "小柏也跟他们吃饭。")
    case.refresh_from_db()
    assert case.unit == units["city"], "never an office from which it was kept"
    assert {"卜庆余", "柏文彬"} <= hidden_from(case, called)


def test_who_is_called_so_by_chance_is_put_back_by_the_level_above(units, staff, called):
    case = make_case(kind="complaint", matter="assistance", narrative="老段说我家不符合。")
    above = staff["city_supervisor"]
    rows = putting_back.choices(case, above)
    assert [row.user for row in rows] == [called["段永强"]]
    do_with_reasons(case, "put_back", above, respondents=[row.pk for row in rows], reason="老段是邻居。")
    assert "段永强" not in hidden_from(case, called)


def test_who_is_named_in_full_in_a_note_and_does_not_work_on_the_case_does_not_see_it(units, staff, called):
    case = make_case(kind="report", matter="money", narrative="村会计收了我两千块钱。")
    do_with_reasons(case, "note", staff["inspector"], reason="请柏文彬核实。")
    assert "柏文彬" not in hidden_from(case, called)
    do_with_reasons(case, "note", staff["inspector"], reason="经核实，卜庆余与其同席。")
    case.refresh_from_db()
    assert hidden_from(case, called) == {"卜庆余", "段永强", "吕凤英", "欧阳建国"}
    assert case.unit == units["inspection"]


@pytest.mark.parametrize(
    "said", ["姓段", "村会计姓段", "管低保的姓段", "段某，姓段", "姓段\n村会计", "姓", "段姓"]
)
def test_words_that_end_with_a_family_name_are_taken(units, staff, called, said):
    """Nobody is turned away for how they name somebody."""
    case = make_case(kind="report", matter="conduct", respondents=[(None, said)])
    assert case.respondents.filter(derived=False).exists()
