"""Who brought a case: for whom, with what reason, and by no other way (invariants 4, 7)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from complaints.enums import ReporterIdentity
from complaints.handling import revealing
from complaints.handling.knowing import DOWNLOAD, TELLS
from complaints.identity.redacted_text import case_document_text, redacted
from complaints.models import Case, CaseLogEntry
from organizations import posts
from organizations.enums import Role
from protection import audit
from protection.refusals import NotAllowed
from search.workbench.case_documents import case_document
from tests.complaints.factories import do_with_reasons, hand_to, knows, make_case, make_complaint
from tests.organizations.factories import fresh, make_person

WHO_MAY = [
    # openness, person, may
    (ReporterIdentity.OPEN, "operator", True),
    (ReporterIdentity.OPEN, "handler", True),
    (ReporterIdentity.OPEN, "supervisor", True),
    (ReporterIdentity.OPEN, "inspector", False),
    (ReporterIdentity.OPEN, "editor", False),
    (ReporterIdentity.OPEN, "administrator", False),
    (ReporterIdentity.CONFIDENTIAL, "operator", True),
    (ReporterIdentity.CONFIDENTIAL, "handler", False),
    (ReporterIdentity.CONFIDENTIAL, "supervisor", False),
    (ReporterIdentity.CONFIDENTIAL, "inspector", False),
    (ReporterIdentity.CONFIDENTIAL, "other_operator", False),
    (ReporterIdentity.ANONYMOUS, "operator", False),
]


def page_of(client, user, case, page="case:inspect") -> str:
    client.force_login(user)
    return client.get(reverse(page, args=[case.number])).content.decode()


@pytest.mark.parametrize(("openness", "who", "may"), WHO_MAY)
def test_who_may_know(staff, openness, who, may):
    case = make_case(openness=openness)
    assert revealing.may_reveal(case, staff[who]) is may
    before = CaseLogEntry.objects.count()
    if may:
        assert revealing.reveal(case, staff[who], "需要回电核实").phone == "13905180001"
        entry = CaseLogEntry.objects.latest("pk")
        assert (entry.action, entry.user) == ("complaints.reveal_identity", staff[who])
        assert CaseLogEntry.objects.count() == before + 1
        assert "13905180001" not in str(entry.data)
    else:
        with pytest.raises(NotAllowed):
            revealing.reveal(case, staff[who], "需要回电核实")
        assert CaseLogEntry.objects.count() == before


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_without_a_reason_nothing_is_shown_and_nothing_logged(staff, reason):
    case = make_case()
    with pytest.raises(NotAllowed):
        revealing.reveal(case, staff["operator"], reason)
    assert not CaseLogEntry.objects.filter(action="complaints.reveal_identity").exists()


def test_the_accused_unit_does_not_learn_it_even_at_the_desk(units, staff):
    case = make_case(respondents=[(units["county"].pk, "")])
    assert not revealing.may_reveal(case, staff["operator"])


def test_the_page_asks_first_and_shows_after_a_reason(client, staff):
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL)
    address = reverse("complaints_identity", args=[case.number])
    client.force_login(staff["operator"])
    asked = client.get(address)
    assert "13905180001" not in asked.content.decode()
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422
    short = client.post(address, {"reason": "看"})
    assert "13905180001" not in short.content.decode()
    shown = client.post(address, {"reason": "需要回电核实"})
    assert "13905180001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    client.force_login(staff["handler"])
    assert client.get(address).status_code == 404


def test_a_confidential_complainant_shows_nowhere_on_the_staff_site(client, staff, units):
    told = "我叫陈小满，电话139-0518-0001，住和平镇刘庄村一组。"
    case = make_case(
        openness=ReporterIdentity.CONFIDENTIAL,
        title="陈小满的低保金",
        narrative=told,
        respondents=[(None, "刘庄村的陈小满")],
    )
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "complainant_wrote", None, text=told)
    knows(staff["colleague"], case)
    do_with_reasons(case, "note", staff["colleague"], reason=told)
    case.kind = "complaint"  # an enquiry has no extension
    case.save(update_fields=["kind"])
    do_with_reasons(case, "request_extension", staff["colleague"], reason=told)
    pages = [
        reverse("case:index"),
        f"{reverse('case:index')}?export=csv",
        reverse("case:inspect", args=[case.number]),
        reverse("complaints_act", args=[case.number, "answer"]),
        reverse("complaints_act", args=[case.number, "approve_extension"]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_home"),
    ]
    for who in ("handler", "supervisor", "inspector", "operator"):
        client.force_login(staff[who])
        for page in pages:
            response = client.get(page)
            body = b"".join(response) if response.streaming else response.content
            text = body.decode()
            for secret in ("陈小满", "13905180001", "139-0518-0001", "刘庄村一组"):
                assert secret not in text, (who, page, secret)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("陈小满", "〔反映人〕"),  # who takes "who" for who they are
        (" 陈　小满", "〔反映人〕"),
        ("陈小满 13905180001", "〔反映人〕"),
        ("陈小满的堂兄", "〔反映人〕的堂兄"),
        ("陈小明", "陈小明"),
    ],
)
def test_whom_it_is_about_tells_no_handler_who_brought_it(staff, typed, stored):
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL, kind="complaint", respondents=[(None, typed)])
    (said,) = case.respondents.filter(derived=False)
    assert said.name.replace(" ", "") == stored


@pytest.mark.parametrize("in_office", ["when it is filed", "later"])
def test_who_bears_the_complainants_name_and_is_named_alone_does_not_see_it(units, in_office):
    """The field for one's own name may have been filled with whom it is about."""
    named = {"kind": "complaint", "respondents": [(None, "陈小满")]}
    case = make_case(**named) if in_office == "later" else None
    officer = make_person("陈小满", (units["township"], Role.HANDLER))
    case = case or make_case(**named)
    assert case.respondents.filter(user=officer).exists()
    assert not Case.objects.visible_to(fresh(officer)).filter(pk=case.pk).exists()


def test_documents_are_without_the_complainant_and_with_the_respondent(staff, units):
    case = make_case(
        title="陈小满：会计拿着卡",
        narrative="我是陈小满（13905180001），会计刘大有拿着我的卡。",
        respondents=[(None, "村会计刘大有")],
    )
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    knows(staff["handler"], case)
    do_with_reasons(case, "answer", staff["handler"], text="陈小满同志：已责令退还。")
    do_with_reasons(case, "note", staff["handler"], reason="内部意见")
    text = str(case_document_text(case))
    assert "陈小满" not in text
    assert "13905180001" not in text
    assert "刘大有" in text
    assert "已责令退还" in text
    assert "内部意见" not in text
    anonymous = make_case(openness=ReporterIdentity.ANONYMOUS)
    assert redacted(anonymous, "会计刘大有") == "会计刘大有"


def test_the_log_never_names_the_complainant(staff):
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL)
    knows(staff["handler"], case)
    do_with_reasons(case, "accept", staff["handler"], reason="陈小满来电催办，139 0518 0001")
    revealing.reveal(case, staff["operator"], "给陈小满回电")
    for entry in CaseLogEntry.objects.filter(action__in=["complaints.accept", "complaints.reveal_identity"]):
        assert "小满" not in str(entry.data)
        assert "0518" not in str(entry.data)
    assert case.events.get(kind="accept").reason.startswith("陈小满"), "the file itself keeps the words"


def test_an_open_complainant_is_shown_only_after_a_reason(client, staff):
    told = "我叫陈小满，电话13905180001，身份证320722199001011234。"
    case = make_complaint(title="陈小满的低保金", narrative=told)
    for who in ("handler", "inspector"):
        client.force_login(staff[who])
        text = client.get(reverse("case:inspect", args=[case.number])).content.decode()
        for secret in ("陈小满", "13905180001", "320722199001011234"):
            assert secret not in text, (who, secret)
    client.force_login(staff["handler"])
    shown = client.post(reverse("complaints_identity", args=[case.number]), {"reason": "需要回电核实"})
    assert told in shown.content.decode()


def test_reading_a_case_leaves_one_entry_a_day(client, staff):
    case, yesterday = make_case(openness=ReporterIdentity.CONFIDENTIAL), timezone.now() - timedelta(days=1)
    log(case, "complaints.view", user=staff["handler"], timestamp=yesterday)
    for who in ("handler", "handler", "inspector"):
        client.force_login(staff[who])
        assert client.get(reverse("case:inspect", args=[case.number])).status_code == 200
    looks = CaseLogEntry.objects.filter(action="complaints.view", object_id=str(case.pk)).order_by("pk")
    assert [entry.user for entry in looks] == [staff["handler"], staff["handler"], staff["inspector"]]


@pytest.mark.parametrize("knew", [False, True])
def test_what_staff_wrote_is_masked_by_what_they_knew(client, staff, units, knew):
    """Of who cannot know, a name that came back masked among others would tell them and their readers whose
    it is; of who knew it is masked for the others, in every place alike.
    """
    case = make_case(
        kind="complaint", openness=ReporterIdentity.CONFIDENTIAL, respondents=[(None, "刘庄村的会计")]
    )
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    if knew:
        knows(staff["handler"], case)
    do_with_reasons(case, "note", staff["handler"], reason="走访了李大山、陈小满、赵长根几户")
    do_with_reasons(case, "request_extension", staff["handler"], reason="李大山、陈小满、赵长根还没谈")
    do_with_reasons(case, "add_respondent", staff["handler"], accused_name="李大山、陈小满、赵长根的亲戚")
    do_with_reasons(case, "answer", staff["handler"], text="李大山、陈小满、赵长根三户已核。")
    knows(staff["colleague"], case)
    places = {
        "page": page_of(client, staff["inspector"], case),
        "looks": page_of(client, staff["inspector"], case, "complaints_case_looks"),
        "index": str(case_document(case)),
    }
    for name, shown in places.items():
        assert ("李大山、陈小满、赵" in shown, "李大山、＊＊＊、赵" in shown) == (not knew, knew), name
    assert "李大山、陈小满、赵长根还没谈" in page_of(client, staff["handler"], case), "one's own stays"


@pytest.mark.parametrize(("telling", "shown"), [(True, "李大山、＊＊＊"), (False, "李大山、陈小满")])
def test_who_fetched_a_paper_that_may_tell_knew(client, staff, units, telling, shown):
    """A letter is signed, and a picture was drawn anew: opening that tells nobody who complained."""
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL, respondents=[(None, "刘庄村的会计")])
    hand_to(case, staff["county_supervisor"], units["township"])
    audit.record(DOWNLOAD, case, user=staff["handler"], file=1, **{TELLS: telling})
    do_with_reasons(case, "note", staff["handler"], reason="走访了李大山、陈小满两户")
    assert shown in page_of(client, staff["inspector"], case)


@pytest.mark.parametrize("kind", ["ask_review", "withdraw"])
def test_who_takes_down_what_the_complainant_says_knew(client, staff, units, kind):
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL, respondents=[(None, "刘庄村的会计")])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    if kind == "ask_review":
        do_with_reasons(case, "answer", staff["handler"], text="已核。")
    do_with_reasons(
        case, kind, staff["supervisor"], text="陈小满本人到办公室说的。", reason="陈小满本人到办公室说的。"
    )
    assert "陈小满" not in page_of(client, staff["inspector"], case)


def test_who_was_told_once_knows_on(client, staff, units):
    """In an act of theirs, or as whoever took the case down, in whatever post they write later."""
    operator = make_person("接线二", (units["county"], Role.OPERATOR))
    case = make_case(operator, openness=ReporterIdentity.CONFIDENTIAL, respondents=[(None, "刘庄村的会计")])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], text="已核。")
    do_with_reasons(case, "call_back", staff["colleague"], reason="陈小满说钱还没到")
    do_with_reasons(case, "reopen", staff["supervisor"])
    do_with_reasons(case, "note", staff["colleague"], reason="下周再去陈小满家")
    posts.release(operator.posts.get())
    posts.appoint(operator, units["county"], Role.SUPERVISOR)
    do_with_reasons(case, "note", fresh(operator), reason="陈小满来电时哭了")
    shown = page_of(client, staff["inspector"], case)
    assert "来电时哭了" in shown
    assert "下周再去" in shown
    assert "陈小满" not in shown


def test_who_found_a_case_by_its_caller_knows_on(client, staff, units):
    operator = make_person("接线三", (units["county"], Role.OPERATOR))
    operator.posts.update(valid_from=timezone.localdate() - timedelta(days=100))
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL)
    client.force_login(fresh(operator))
    assert case.number in client.post(reverse("complaints_desk_find"), {"q": "13905180001"}).content.decode()
    posts.release(operator.posts.get())
    posts.appoint(operator, units["township"], Role.HANDLER)
    do_with_reasons(case, "note", fresh(operator), reason="昨天和陈小满谈过")
    shown = page_of(client, staff["colleague"], case)
    assert "谈过" in shown
    assert "陈小满" not in shown


def test_whoever_is_in_office_and_complains_is_not_told_by_the_words_that_mean_them(client, staff, units):
    """Their name stands beside the words, and so in them: masked there, it would tell who complained."""
    officer = make_person("孙继财", (units["township"], Role.HANDLER))
    who = (officer.name, "13905180001", "", "")
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL, complainant=who, narrative="会计收钱。")
    do_with_reasons(case, "note", staff["county_supervisor"], reason="据核实，孙继财收了村民的钱。")
    client.force_login(staff["city_supervisor"])
    shown = client.get(reverse("complaints_act", args=[case.number, "put_back"])).content.decode()
    assert "孙继财" in shown
    assert "＊" not in shown


def test_words_by_which_staff_name_somebody_in_office_tell_no_more(client, staff, units):
    """They stand in a row of their own for whom they mean, which is offered to be put back."""
    said = "民政办那个人，李大山、陈小满家都去过"
    case = make_case(openness=ReporterIdentity.CONFIDENTIAL, respondents=[(None, "刘庄村的会计")])
    do_with_reasons(case, "add_respondent", staff["county_supervisor"], accused_name=said)
    client.force_login(staff["county_supervisor"])
    for page in (
        reverse("case:inspect", args=[case.number]),
        reverse("complaints_act", args=[case.number, "put_back"]),
    ):
        shown = client.get(page).content.decode()
        assert "李大山、＊" not in shown
    assert "李大山、陈小满家都去过" in shown
