"""What is stored while its reader is being answered: a lead, refused forms, a new lead, hits of a search."""

import pytest
from django.test.signals import template_rendered
from django.urls import reverse

from complaints.models import Respondent
from organizations.enums import Role
from protection import audit
from search.indexing.rebuilding import rebuild
from search.workbench import case_hits
from supervision import leads, transferring
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client, inspector):
    client.force_login(inspector)
    return client


@pytest.fixture
def while_written():
    """``while_written(write)`` has a colleague write once, when the next page has read and is written."""
    waiting = []

    def rendered(**_signal):
        if waiting:
            waiting.pop()()

    template_rendered.connect(rendered)
    yield waiting.append
    template_rendered.disconnect(rendered)


@pytest.mark.parametrize(
    ("screen", "method"),
    [("inspect", "get"), ("rows", "get"), ("note", "get"), ("add_case", "post"), ("note", "post")],
)
def test_a_lead_that_means_its_reader_by_now_is_not_shown(
    screen, method, at_work, inspector, units, while_written
) -> None:
    colleague = make_person("柏检", (units["inspection"], Role.INSPECTOR))
    lead = make_lead(inspector, units["inspection"], title="东园迟发")
    ask, url = getattr(at_work, method), reverse(f"lead:{screen}", args=[lead.public_id])
    assert lead.number in ask(url, {"number": "不存在"}).content.decode()
    name = inspector.get_full_name()
    while_written(lambda: leads.act(lead, "note", user=colleague, reason=f"{name}涉嫌收钱。"))
    answer = ask(url, {"number": "不存在"})
    assert answer.status_code == 404
    assert lead.number not in answer.content.decode()


@pytest.mark.parametrize("screen", ["inspect", "rows"])
def test_a_case_of_the_lead_that_is_closed_by_now_is_not_shown(
    screen, at_work, inspector, units, while_written
) -> None:
    """Whom it means is the group: the lead stays, the case in it does not."""
    case = make_case(units["county"])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    url = reverse(f"lead:{screen}", args=[lead.public_id])
    assert at_work.get(url).status_code == 200
    group = units["inspection"]
    while_written(lambda: Respondent.objects.create(case=case, unit=group, name="", derived=True))
    assert at_work.get(url).status_code == 404
    page = at_work.get(url)
    assert page.status_code == 200
    assert case.number not in page.content.decode()


def test_a_letter_of_a_case_that_is_closed_by_now_is_not_handed_out(
    client, inspector, units, monkeypatch
) -> None:
    case = make_case(units["county"])
    lead = make_lead(inspector, units["inspection"], cases=[case])
    made = transferring.transfer(
        lead,
        user=inspector,
        to_unit=transferring.addressees(lead)[0],
        letter_number=transferring.suggested_number(lead),
        reason="移交处理",
    )
    client.force_login(make_person("柏检", (units["inspection"], Role.INSPECTOR)))
    record = audit.record

    def recorded(action, *args, **facts):
        if action == "supervision.download":
            Respondent.objects.create(case=case, unit=units["inspection"], name="", derived=True)
        record(action, *args, **facts)

    monkeypatch.setattr(audit, "record", recorded)
    answer = client.get(reverse("lead:letter", args=[lead.public_id, made.public_id]))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("screen", "method", "more"),
    [("add", "get", {}), ("add", "post", {"title": ""}), ("gather", "post", {"lead": "", "title": ""})],
)
def test_a_ticked_case_that_means_its_reader_by_now_is_not_shown(
    screen, method, more, at_work, inspector, units, while_written
) -> None:
    case = make_case(units["county"], accused=["村会计"])
    ask, url = getattr(at_work, method), reverse(f"lead:{screen}")
    assert case.number in ask(url, {"case": case.number, **more}).content.decode()
    while_written(lambda: accuse(case, inspector))
    assert ask(url, {"case": case.number, **more}).status_code == 404


def test_a_hit_that_means_its_reader_by_now_is_not_shown(
    at_work, inspector, units, tmp_path, settings, monkeypatch
) -> None:
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", tmp_path / "index" / "cases.sqlite3"
    case, other = make_case(units["county"]), make_case(units["county"])
    rebuild("cases")
    load = case_hits.calendars.load

    def loads():
        accuse(case, inspector)
        return load()

    monkeypatch.setattr(case_hits.calendars, "load", loads)
    page = at_work.get(reverse("search:cases")).content.decode()
    assert other.number in page
    assert case.number not in page


def accuse(case, user) -> None:
    """Somebody writes down that the case is about this user."""
    Respondent.objects.create(case=case, user=user, name=user.get_full_name())
