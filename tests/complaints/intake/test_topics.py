"""The tree of matters: what ships, what an administrator changes, and what a chosen point does to a case."""

import pytest
from django.core.management import CommandError, call_command

from complaints.enums import CaseKind, Matter
from complaints.intake import topics
from complaints.models import Case, CaseTopic
from complaints.public.answers import FilingAnswers
from complaints.public.story_form import StoryForm
from organizations.enums import Role
from tests.complaints.factories import make_case, sees
from tests.complaints.public.citizen import NARRATIVE, file, refused, url, walk
from tests.organizations.factories import make_person

HEADING = "code,matter,heading,heading_en,name,name_en,asks_since,asks_amount,asks_month,asks_present\n"


def test_every_matter_but_the_rest_has_points_and_the_fields_of_the_notice_are_there(prepared):
    headings = {row.heading for row in topics.TABLE.rows}
    assert headings == {"低保", "临时救助", "特困供养", "因疫因灾返贫", "救助名单", "作风", "资金"}
    assert {row.matter for row in topics.TABLE.rows} == {*Matter} - {Matter.OTHER}
    assert sum(row.heading == "低保" for row in topics.TABLE.rows) == 8
    assert sum(row.heading == "资金" for row in topics.TABLE.rows) == 5
    assert CaseTopic.objects.count() == len(topics.TABLE.rows)


def test_what_an_administrator_changed_stays(prepared):
    CaseTopic.objects.filter(code="dibao-scope").update(name="别的话", in_use=False)
    assert topics.fill() == 0
    assert CaseTopic.objects.get(code="dibao-scope").name == "别的话"
    assert "dibao-scope" not in [point.code for point in topics.offered(Matter.ASSISTANCE)]


@pytest.mark.parametrize(
    ("said", "code", "matter", "kept"),
    [
        (Matter.ASSISTANCE, "dibao-change", Matter.ASSISTANCE, True),
        (Matter.ASSISTANCE, "money-demands", Matter.MONEY, True),
        (Matter.MONEY, "dibao-change", Matter.MONEY, True),
        (Matter.LIST, "out-of-use", Matter.LIST, False),
        (Matter.LIST, "no-such-point", Matter.LIST, False),
        (Matter.LIST, "", Matter.LIST, False),
    ],
)
def test_a_point_makes_a_matter_graver_and_never_lighter(units, said, code, matter, kept):
    CaseTopic.objects.create(code="out-of-use", matter=Matter.MONEY, heading="资金", name="旧", in_use=False)
    case = make_case(kind=CaseKind.COMPLAINT, matter=said, topic=code)
    assert case.matter == matter
    assert (case.topic.code if case.topic else "") == (code if kept else "")
    if matter == Matter.MONEY:
        assert case.unit == units["inspection"], "as the matter decides"


@pytest.mark.parametrize("matter", ["", *Matter])
def test_the_page_offers_the_points_of_its_matter_and_asks_what_they_ask(prepared, matter):
    form = StoryForm(answers=FilingAnswers(kind=CaseKind.COMPLAINT, matter=matter))
    points = topics.offered(matter)
    assert (form.point is None) == (not points)
    if points:
        offered = [code for _heading, under in form.fields["topic"].choices[1:] for code, _name in under]
        assert offered == [point.code for point in points]
    assert [field.name for field in form.helpful] == topics.questions_of(points)


def test_what_is_answered_is_part_of_the_story_and_read_for_whom_it_means(client, units):
    sun = make_person("孙继财", (units["township"], Role.HANDLER))
    told = {"narrative": NARRATIVE, "topic": "dibao-change", "since": "八月", "present": "孙继财"}
    walk(client, story=told)
    page = client.get(url("check")).content.decode()
    assert "低保 · 情况变了没有调整，或被停发" in page
    assert "孙继财" in page
    file(client, story=told)
    case = Case.objects.latest("pk")
    assert case.narrative == f"{NARRATIVE}\n起始时间：八月\n在场人员：孙继财"
    assert case.topic.code == "dibao-change"
    assert case.respondents.filter(user=sun).exists()
    assert not sees(sun, case)


def test_a_point_of_another_matter_is_refused_and_what_was_typed_is_kept(client, units):
    walk(client, until="story")
    page = refused(client, url("story"), {"narrative": NARRATIVE, "topic": "money-demands", "since": "去年"})
    assert NARRATIVE in page.content.decode()
    assert "去年" in page.content.decode()


def test_story_and_answers_fit_together_or_nothing_is_taken(client, units):
    walk(client, until="story")
    page = refused(client, url("story"), {"narrative": "长" * 19_990, "since": "去年八月到今年十月"})
    assert "请把经过写短一点" in page.content.decode()


def test_another_tree_comes_by_file_all_of_it_or_nothing(prepared, tmp_path, capsys):
    path = tmp_path / "tree.csv"
    path.write_text(
        f"{HEADING}dibao-scope,assistance,低保,,改过的名称,,yes,no,no,no\nnew-one,list,名单,,新的,,no,no,no,yes\n"
    )
    for added in (1, 0):
        call_command("import_topics", path)
        assert f"{added} " in capsys.readouterr().out
    assert CaseTopic.objects.get(code="dibao-scope").name == "改过的名称"
    assert CaseTopic.objects.get(code="new-one").asks_present
    path.write_text(f"{HEADING}newer,list,名单,,新的,,no,no,no,no\nwrong,money!,资金,,坏的,,no,no,no,no\n")
    with pytest.raises(CommandError, match="line 3, matter"):
        call_command("import_topics", path)
    assert not CaseTopic.objects.filter(code="newer").exists()
