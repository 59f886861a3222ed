"""What people type, and what they find: the table of questions, on both engines and without one."""

import tomllib
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from demonstration.pages import TEXTS
from disclosure.enums import Measure, StandardSort
from disclosure.models import AssistanceStandard, Programme
from portal import site_search
from portal.models import EverydayWord, GuidePage
from portal.public_index import PUBLIC
from search.engines import current
from tests.organizations.factories import make_places
from tests.personal_shapes import NOBODYS
from tests.search.conftest import ENGINES, elastic, embedded  # noqa: F401
from tests.tables import rows_beside

PLACES = {
    "11": "北京市",
    "1101": "市辖区",
    "110111": "房山区",
    "32": "江苏省",
    "3207": "连云港市",
    "320722": "东海县",
    "320722103": "驼峰乡",
    "320722112": "房山镇",
    "320722112209": "兴谷村委会",
    "320722112210": "库北村委会",
}
STANDARDS = [
    ("rural-dibao", StandardSort.DIFFERENCE, 730),
    ("urban-dibao", StandardSort.DIFFERENCE, 830),
    ("tekun", StandardSort.FULL, 1120),
]
TABLE = rows_beside(__file__, "searches.csv")


@pytest.fixture
def city(site, add_policy):
    """The demonstration's guides, two policies, standards, and places of which one name is twice."""
    make_places(PLACES)
    site.bureau.region_code = "3207"
    site.bureau.save()
    for guide in tomllib.loads((TEXTS / "guides.toml").read_text())["guide"]:
        fields = {
            name: "".join(f"<p>{line}</p>" for line in value) if isinstance(value, list) else value
            for name, value in guide.items()
            if name not in ("papers", "sources")
        }
        fields["programme"] = Programme.objects.filter(pk=guide["programme"]).first()
        page = GuidePage(**fields)
        site.guides.add_child(instance=page)
        page.save_revision().publish()
    add_policy("演示办法", "一、总则\n给予最低生活保障的家庭，按月公布。")
    add_policy("公开指南", "一、总则\n依申请公开的，二十个工作日内答复。")
    for programme, sort, amount in STANDARDS:
        AssistanceStandard.objects.create(
            programme_id=programme,
            region_id="3207",
            sort=sort,
            amount=amount,
            measure=Measure.YUAN_PERSON,
            valid_from=date(2026, 7, 1),
            document="演民发〔2026〕1号",
            outcome="done",
        )
    call_command("rebuild_index", "public", verbosity=0)


@pytest.fixture(params=[*ENGINES, "none"])
def searched(request, monkeypatch, tmp_path):
    """Each engine in turn, and none: then the database answers alone."""
    if request.param == "none":
        monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", tmp_path / "other.sqlite3")
        request.getfixturevalue("city")
        monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", tmp_path / "missing.sqlite3")
        return request.param
    engine = request.getfixturevalue("embedded" if request.param == "embedded" else "elastic")
    if engine.name == "embedded":
        monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", engine.path)
    else:
        node = next(iter(engine.client.transport.node_pool.all()))
        monkeypatch.setattr(settings, "SEARCH_URL", node.base_url)
        monkeypatch.setattr(settings, "SEARCH_PREFIX", engine.prefix)
    request.getfixturevalue("city")
    current.engine().refresh(PUBLIC)
    return request.param


def told(words: str) -> dict[str, str]:
    """What one search answers, in the columns of the table."""
    found = site_search.search(words)
    answer, paragraph = found.answer, found.answer.paragraph
    return {
        "words": words,
        "place": answer.places[0].place.path_name if answer.places else "",
        "guide": paragraph.guide.title if paragraph else "",
        "part": paragraph.part if paragraph else "",
        "paid": " ".join(each.programme.pk for each in answer.paid),
        "holds": " ".join(hit.page.title for hit in found.hits),
        "ways": " ".join(sorted(found.ways)),
        "empty": "yes" if found.is_empty else "no",
    }


def test_every_question_of_the_table_finds_what_it_must(searched):
    assert len(TABLE) >= 40
    wrong = []
    for row in TABLE:
        got = told(row["words"])
        for column, wanted in row.items():
            shown = got[column]
            right = shown == wanted
            if column == "holds":
                right = wanted in shown.split() or not wanted
            elif column == "part":
                right = shown == wanted or not wanted
            elif column == "ways":
                right = shown == " ".join(sorted(wanted.split()))
            if not right:
                wrong.append((row["words"], column, wanted, shown))
    assert wrong == []


def test_a_question_is_answered_on_the_page(client, city):
    shown = client.get("/search/", {"q": "怎么申请低保"}).content.decode()
    main = shown[shown.index("<main") :]
    assert main.index("申请农村低保") < main.index("入户调查") < main.index("政策和指南")
    assert 'href="/guides/rural-dibao/"' in main


def test_what_is_paid_is_that_of_the_readers_place(client, city):
    AssistanceStandard.objects.create(
        programme_id="rural-dibao",
        region_id="320722",
        sort=StandardSort.DIFFERENCE,
        amount=777,
        measure=Measure.YUAN_PERSON,
        valid_from=date(2026, 7, 1),
        document="东演民发〔2026〕1号",
        outcome="done",
    )
    client.cookies["place"] = "320722"
    assert "777" in client.get("/search/", {"q": "低保多少钱"}).content.decode()
    client.cookies["place"] = ""
    shown = client.get("/search/", {"q": "低保多少钱"}).content.decode()
    assert "777" not in NOBODYS.sub("", shown)
    assert "730" in shown
    assert "777" in client.get("/search/", {"q": "房山镇兴谷村低保多少钱"}).content.decode()


def test_nothing_found_leads_on(client, city):
    shown = client.get("/search/", {"q": "彩虹糖"}).content.decode()
    for way in ("/lists/", "/guides/", "/complaints/new/", "/hotlines/"):
        assert f'href="{way}"' in shown[shown.index("没有找到") :]


def test_a_word_that_an_administrator_adds_counts_and_one_out_of_use_does_not(client, city):
    assert told("穷人钱")["guide"] == ""
    EverydayWord.objects.create(word="穷人钱", means="低保")
    assert told("穷人钱")["guide"] == "申请农村低保"
    EverydayWord.objects.filter(word="穷人钱").update(is_used=False)
    assert told("穷人钱")["guide"] == ""


@pytest.mark.parametrize("words", ["怎么申请低保", "房山镇兴谷村低保多少钱", "低保在哪里办理", "彩虹糖"])
def test_an_answer_takes_few_queries(client, city, django_assert_max_num_queries, words):
    client.cookies["place"] = "320722112"
    client.get("/search/", {"q": words})
    with django_assert_max_num_queries(12):
        client.get("/search/", {"q": words})
