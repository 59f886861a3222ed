"""Who may read whose looks, and that nothing hidden can be inferred from the page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from complaints.models import Case
from complaints.oversight import looks
from complaints.oversight.looks import LooksQuestion
from organizations import posts
from organizations.enums import Role
from organizations.models import Unit
from protection import audit
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person

PAGE = "/staff/looks/"


@pytest.fixture
def case(staff):
    """A case at which everybody looked who may."""
    made = make_case()
    for who in ("handler", "colleague", "supervisor", "county_handler", "county_supervisor", "operator"):
        audit.record("complaints.reveal_identity", made, user=staff[who], reason="需要回电")
    audit.record("complaints.view", made, user=staff["inspector"])
    return made


#: reader: whose looks at the case stand on their page
READS = {
    "supervisor": {"handler", "colleague"},
    "county_supervisor": {"handler", "colleague", "supervisor", "county_handler", "operator"},
    "inspector": {"handler", "colleague", "supervisor", "county_handler", "county_supervisor", "operator"},
    "handler": set(),
    "operator": set(),
    "editor": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("reader", READS)
def test_a_superior_reads_the_looks_of_those_below_and_never_their_own(staff, case, reader):
    found = looks.looks(staff[reader], LooksQuestion(number=case.number))
    assert {look.entry.user for look in found} == {staff[who] for who in READS[reader]}


@pytest.mark.parametrize("reader", READS)
def test_the_page_is_for_superiors(client, staff, case, reader):
    client.force_login(staff[reader])
    answer = client.get(PAGE)
    assert answer.status_code == (200 if READS[reader] else 302)
    if READS[reader]:
        shown = answer.content.decode()
        assert case.number in shown
        for secret in ("陈小满", "13905180001", f">{case.pk}<"):
            assert secret not in shown


def test_inspectors_read_each_other_but_no_supervisor_reads_them(staff, units, case):
    colleague = make_person("检查二", (units["inspection"], Role.INSPECTOR))
    found = looks.looks(colleague, LooksQuestion(number=case.number))
    assert staff["inspector"] in {look.entry.user for look in found}
    posts.appoint(staff["inspector"], units["township"], Role.HANDLER)
    for reader in ("supervisor", "county_supervisor"):
        found = looks.looks(staff[reader], LooksQuestion(number=case.number))
        assert staff["inspector"] not in {look.entry.user for look in found}


@pytest.mark.parametrize("reader", ["supervisor", "county_supervisor", "county_inspector"])
def test_who_works_in_another_county_now_is_not_read_from_the_old_place(staff, units, case, reader):
    """Nor what they look at there; whoever left for good is read on."""
    group = Unit.objects.create(name="县纪检组", kind="inspection", region_id="320722")
    staff["county_inspector"] = make_person("县检查", (group, Role.INSPECTOR))
    staff["colleague"].posts.update(valid_from=timezone.localdate() - datetime.timedelta(days=100))
    posts.release(staff["colleague"].posts.get())
    assert staff["colleague"] in looks.overseen(staff[reader])
    posts.appoint(staff["colleague"], units["other_county"], Role.EDITOR)
    audit.record("complaints.export", staff["colleague"], user=staff["colleague"], rows=5)
    found = looks.looks(staff[reader], LooksQuestion())
    assert staff["colleague"] not in {look.entry.user for look in found}
    assert staff["colleague"] in looks.overseen(staff["inspector"])


def test_who_also_stands_above_is_not_read_from_below(staff, units, case):
    posts.appoint(staff["colleague"], units["county"], Role.HANDLER)
    found = looks.looks(staff["supervisor"], LooksQuestion(number=case.number))
    assert {look.entry.user for look in found} == {staff["handler"]}


def test_a_post_that_is_only_proposed_takes_nobody_out_of_sight(staff, units, case):
    for unit, role in (("township", Role.INSPECTOR), ("county", Role.SUPERVISOR)):
        posts.appoint(staff["colleague"], units[unit], role, user=staff["administrator"])
    for reader in ("supervisor", "county_supervisor"):
        found = looks.looks(staff[reader], LooksQuestion(number=case.number))
        assert staff["colleague"] in {look.entry.user for look in found}


def test_who_left_is_read_still(staff, case):
    posts.release(staff["handler"].posts.get())
    found = looks.looks(staff["supervisor"], LooksQuestion(number=case.number))
    assert staff["handler"] in {look.entry.user for look in found}


def test_looks_at_a_hidden_case_leave_no_gap(client, staff, units):
    shown = make_case()
    hidden = make_case(respondents=[(units["county"].pk, "单位county")])
    assert not Case.objects.visible_to(staff["county_supervisor"]).filter(pk=hidden.pk).exists()
    audit.record("complaints.view", shown, user=staff["handler"])
    client.force_login(staff["county_supervisor"])
    before = client.get(PAGE).content.decode()
    nowhere = client.get(PAGE, {"number": "20990101000000"}).content.decode()
    for _number in range(60):
        log(hidden, "complaints.view", user=staff["colleague"])
    after = client.get(PAGE).content.decode()
    assert hidden.number not in after
    assert after.count("looks__at") == before.count("looks__at")
    assert "after=" not in after
    asked = client.get(PAGE, {"number": hidden.number}).content.decode()
    assert asked.count("looks__at") == nowhere.count("looks__at") == 0
    file = b"".join(client.get(PAGE, {"export": "csv"})).decode()
    assert hidden.number not in file
    assert shown.number in file


def test_the_filters(staff, units, case):
    def count(**asked):
        return len(looks.looks(staff["inspector"], LooksQuestion(**asked)))

    log(staff["operator"], "complaints.find_caller", user=staff["operator"])
    every = count()
    assert every >= 7
    assert count(person=staff["handler"].username) == 1
    assert count(person="nobody") == 0
    assert count(kind="identity") == 6
    assert count(kind="caller") == 1
    assert count(kind="case") == 0
    assert count(unit=units["township"].pk) == 3
    assert count(number=case.number) == 6
    now = timezone.now()
    assert count(since=now) == 0
    assert count(until=now) == every
    assert count(until=now - datetime.timedelta(days=1)) == 0


def test_pages_follow_each_other_without_a_gap_or_a_serial_number(client, staff, case):
    moment = timezone.now()
    for number in range(130):
        log(
            case,
            "complaints.view",
            user=staff["handler"],
            timestamp=moment - datetime.timedelta(seconds=number // 3),
        )
        log(staff["handler"], "search.search", user=staff["handler"], timestamp=moment)
    client.force_login(staff["inspector"])
    seen, address = 0, PAGE
    for _page in range(9):
        answer = client.get(address)
        seen += answer.content.decode().count('class="looks__at"')
        if not answer.context["next"]:
            break
        address = PAGE + answer.context["next"]
        assert "%7C" not in address
    assert seen == len(list(looks.every(staff["inspector"], LooksQuestion()))) >= 266
    assert client.get(PAGE, {"after": "forged"}).status_code == 200


def test_the_page_does_not_ask_for_each_row(client, staff, case):
    client.force_login(staff["county_supervisor"])

    def queries():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    few = queries()
    for _number in range(20):
        audit.record("complaints.view", make_case(), user=staff["handler"])
    assert queries() <= few
    assert few <= 40


def test_the_file_is_logged(client, staff, case):
    client.force_login(staff["county_supervisor"])
    lines = b"".join(client.get(PAGE, {"export": "csv", "kind": "identity"})).decode().splitlines()
    assert len(lines) == 1 + 5
    assert ModelLogEntry.objects.filter(action="complaints.export_looks").count() == 1


OF_ONE_CASE = {
    "supervisor": {"handler", "colleague"},
    "operator": {"handler", "colleague", "supervisor", "county_handler", "county_supervisor"},
    "inspector": {"handler", "colleague", "supervisor", "county_handler", "county_supervisor", "operator"},
}


@pytest.mark.parametrize("reader", OF_ONE_CASE)
def test_who_looked_at_this_case(client, staff, case, reader):
    client.force_login(staff[reader])
    address = reverse("complaints_case_looks", args=[case.number])
    answer = client.get(address)
    assert {row["who"] for row in answer.context["rows"]} == {staff[who].name for who in OF_ONE_CASE[reader]}
    assert address in client.get(reverse("case:inspect", args=[case.number])).content.decode()


def test_a_handler_is_not_told_who_looked(client, staff, case):
    client.force_login(staff["handler"])
    assert client.get(reverse("complaints_case_looks", args=[case.number])).status_code in (302, 403)
    assert "/looks/" not in client.get(reverse("case:inspect", args=[case.number])).content.decode()


def test_an_alarm_is_looked_into_on_the_page(client, staff, case):
    for _number in range(6):
        audit.record("complaints.reveal_identity", case, user=staff["handler"])
    client.force_login(staff["handler"])
    key = str(looks.alarms(staff["supervisor"]).first().key)
    into = reverse("complaints_look_into")
    assert client.post(into, {"alarm": key, "text": "没有问题"}).url != PAGE
    client.force_login(staff["supervisor"])
    assert key in client.get(PAGE).content.decode()
    assert client.post(into, {"alarm": key, "text": "已经核对"}).status_code == 302
    assert client.post(into, {"alarm": "nonsense", "text": "已经核对"}).status_code in (302, 404)
    shown = client.get(PAGE).content.decode()
    assert "您自己写的说明" in shown, "what is masked in it would tell its writer who complained"
    assert f'value="{key}"' not in shown


def test_a_proposal_brings_nobodys_earlier_looks_to_another_place(staff, units):
    newcomer = make_person("曹立群", (units["other_county"], Role.HANDLER))
    newcomer.posts.update(valid_from=timezone.localdate() - datetime.timedelta(days=100))
    posts.release(newcomer.posts.get())
    posts.appoint(newcomer, units["county"], Role.HANDLER, user=staff["administrator"])
    assert newcomer not in looks.overseen(staff["county_supervisor"])
