"""A prepared site with a few invented policies, guides, places and people."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import translation

from organizations.enums import Role
from portal.models import Bureau, GuideIndexPage, GuidePage, HomePage, PolicyIndexPage, PolicyPage
from portal.policies.reading import read
from tests.organizations.factories import make_both, make_people, make_places, make_units
from tests.portal.documents import NOTICE, RULES


@pytest.fixture
def site(prepared):
    """The page tree, with the bureau's name and hotline."""
    bureau = Bureau.load()
    bureau.name, bureau.name_en, bureau.hotline, bureau.region_code = (
        "乙市民政局",
        "Yi Civil Affairs",
        "0518-1234567",
        "3207",
    )
    bureau.save()
    return SimpleNamespace(
        bureau=bureau,
        home=HomePage.objects.get(),
        library=PolicyIndexPage.objects.get(),
        guides=GuideIndexPage.objects.get(),
    )


@pytest.fixture
def add_policy(site):
    """``add_policy(title, **fields)`` makes a published policy."""

    def add(title="关于公示的通知", text="一、总体要求\n按月公示。", live=True, **fields):
        page = PolicyPage(
            title=title,
            slug=f"policy-{PolicyPage.objects.count()}",
            text=text,
            issuer=fields.pop("issuer", "乙市民政局"),
            live=live,
            **fields,
        )
        site.library.add_child(instance=page)
        if live:
            page.save_revision().publish()
            page.refresh_from_db()
        return page

    return add


@pytest.fixture
def rules(add_policy):
    """Rules with chapters and articles."""
    return add_policy(
        "云川市临时救助办法",
        read(RULES).text,
        document_number="云川市人民政府令第30号",
        written_on=date(2020, 5, 6),
        topic="temporary",
        genre="measures",
    )


@pytest.fixture
def notice(add_policy):
    """A notice of two agencies, with numbered headings."""
    return add_policy(
        "关于开展救助资金发放检查的通知",
        read(NOTICE).text,
        document_number="云民〔2021〕7号",
        issuer="云川市民政局",
        co_issuers="云川市监督检查组",
        written_on=date(2021, 4, 10),
        topic="supervision",
    )


@pytest.fixture
def guide(site):
    """A published guide."""
    page = GuidePage(
        title="申请临时救助",
        slug="apply",
        summary="遇到突发困难，先救助、后补手续。",
        duration="三日内",
        audience="<p>遭遇火灾的家庭</p>",
        materials="<ul><li>户口簿</li></ul>",
    )
    site.guides.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def people(site):
    """Places, units, an editor and two reviewers; one person holds both posts."""
    make_places()
    units = make_units()
    editor, reviewer, handler = make_people(
        [
            ("编辑甲", units["city"], Role.EDITOR),
            ("审核甲", units["city"], Role.REVIEWER),
            ("承办甲", units["county"], Role.HANDLER),
        ]
    )
    both = make_both("双岗甲", units["city"])
    return SimpleNamespace(units=units, editor=editor, reviewer=reviewer, both=both, handler=handler)


@pytest.fixture(autouse=True)
def _chinese():
    """The site's own language, whatever the request before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _own_index(tmp_path, monkeypatch):
    """An embedded index of this test's own."""
    monkeypatch.setattr(settings, "SEARCH_URL", "")
    monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", tmp_path / "search.sqlite3")
