"""Invented people and cases for the tests of this room."""

import itertools
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaints import routing
from complaints.enums import (
    CaseKind,
    Channel,
    ClockKind,
    EventKind,
    Matter,
    OpinionOutcome,
    PaperKind,
    Reach,
    ReporterIdentity,
)
from complaints.handling import conversation, elsewhere
from complaints.handling.casework import act
from complaints.handling.knowing import REVEAL
from complaints.intake.filing import file_case
from complaints.intake.intake import Identity, Intake
from complaints.models import Attachment, Case, FormalPaper, OtherAuthority, ServiceStandard
from complaints.papers.content import PaperContent, PaperPart, new_salt
from complaints.parties import respondents
from complaints.texts.respondent_matching import StatedRespondent
from complaints.visibility import case_filters
from complaints.workflow import TRANSITIONS
from disclosure.models import Batch, Recipient
from organizations.enums import Role
from protection import audit
from tests.organizations.factories import fresh, make_people, make_person

SHANGHAI = ZoneInfo("Asia/Shanghai")
COMPLAINANT = ("陈小满", "13905180001", "", "和平镇刘庄村一组")
_numbers = itertools.count(1)


def moment(text: str) -> datetime:
    """``2026-11-02 09:30`` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def an_intake(**changes) -> Intake:
    """An open enquiry from the web about 刘庄村, with a name and a telephone number.

    ``respondents`` and ``complainant`` are given as tuples of what ``StatedRespondent`` and ``Identity``
    hold.
    """
    fields = {
        "kind": CaseKind.ENQUIRY,
        "channel": Channel.WEB,
        "openness": ReporterIdentity.OPEN,
        "title": "低保怎么申请",
        "narrative": "我想申请低保，请问需要哪些材料，在哪里办理。",
        "matter": Matter.ASSISTANCE,
        "region_code": "320722100201",
        "complainant": COMPLAINANT,
        "reach": Reach.BELOW,
    }
    if changes.get("kind", CaseKind.ENQUIRY) != CaseKind.ENQUIRY:
        # Of the village, and said to be, or it could be of the county and the city would read it first.
        fields["narrative"] = "八月起没有收到低保金，村里的人还在等通知。"
    fields.update(changes)
    if fields["openness"] == ReporterIdentity.ANONYMOUS and "complainant" not in changes:
        fields["complainant"] = None
    if fields["complainant"] is not None:
        fields["complainant"] = Identity(*fields["complainant"])
    fields["respondents"] = [StatedRespondent(*each) for each in fields.get("respondents", [])]
    return Intake(**fields)


def make_case(user=None, **changes) -> Case:
    """A case that was filed just now, or when ``received_at`` says."""
    return file_case(an_intake(**changes), submission_key=f"submission-{next(_numbers)}", user=user).case


def a_call(**changes) -> dict[str, str]:
    """What an operator types of a call."""
    return {
        "submission": str(uuid.uuid4()),
        "channel": "hotline",
        "kind": "complaint",
        "openness": "confidential",
        "name": "陈小满",
        "phone": "139 0518 0001",
        "place_text": "和平镇刘庄",
        "people": "王某、李某",
        "title": "低保金没有发",
        "narrative": "来电人说八月起没有收到。",
        "reader": "unasked",
        **changes,
    }


def make_row(editor) -> Recipient:
    """A row of a list of 刘庄村, to which somebody may object."""
    month = date(2026, 10, 1)
    batch = Batch.objects.create(
        programme_id="rural-dibao", region_id="320722", month=month, uploaded_by=editor
    )
    return Recipient.objects.create(
        programme_id="rural-dibao",
        region_id="320722100201",
        holder_name="陈大山",
        id_number="320722195001010011",
        id_index="陈大山",
        people=2,
        amount=800,
        since=month,
        valid_from=batch,
    )


def make_complaint(**changes) -> Case:
    """A complaint that the office above, which reads it first, gave to the place's own office at once."""
    case = make_case(kind=CaseKind.COMPLAINT, **changes)
    screener = make_person("审核测试", (case.unit, Role.SUPERVISOR))
    nearest = routing.route(case.region, respondents.accused_units(case))
    do_with_reasons(case, EventKind.SCREEN, screener, handling_unit=nearest, at=case.received_at)
    return case


def make_staff(units: dict, *, after_filing: bool = False) -> dict:
    """One person for each post that the tests speak of, by a short name.

    ``after_filing`` appoints them one by one, so that what is filed is read again for each.
    """
    posts = {
        "handler": ("township", Role.HANDLER),
        "colleague": ("township", Role.HANDLER),
        "supervisor": ("township", Role.SUPERVISOR),
        "other_supervisor": ("township", Role.SUPERVISOR),
        "county_handler": ("county", Role.HANDLER),
        "county_supervisor": ("county", Role.SUPERVISOR),
        "city_supervisor": ("city", Role.SUPERVISOR),
        "operator": ("county", Role.OPERATOR),
        "other_operator": ("other_county", Role.OPERATOR),
        "inspector": ("inspection", Role.INSPECTOR),
        "neighbour": ("other_township", Role.HANDLER),
        "editor": ("county", Role.EDITOR),
        "administrator": ("city", Role.ADMINISTRATOR),
        "other_county_supervisor": ("other_county", Role.SUPERVISOR),
        "city_handler": ("city", Role.HANDLER),
    }
    names = "赵钱孙李周吴郑王冯褚卫蒋沈韩杨朱"
    wanted = [
        (f"{name}测试", units[unit], role) for name, (unit, role) in zip(names, posts.values(), strict=False)
    ]
    if after_filing:
        people = [make_person(name, (unit, role)) for name, unit, role in wanted]
    else:
        people = make_people(wanted)
    return dict(zip(posts, people, strict=True))


def hand_to(case: Case, screener, unit) -> Case:
    """Let who screens the case decide that this unit handles it; it may be the screener's own."""
    do_with_reasons(case, EventKind.SCREEN, screener, handling_unit=unit)
    return case


def knows(user, case: Case) -> None:
    """The user looked at who brought the case."""
    audit.record(REVEAL, case, user=user, reason="回电核实")


#: What is written in an opinion beside its text.
PARTS = {"asked": "补发八月以来的低保金。", "facts": "经查发放记录，八月以来未发放。"}
#: Facts that make an act possible, where it asks for any.
FACTS = {
    EventKind.DECLINE: {"ground": "pending"},
    EventKind.ANSWER: {"outcome": OpinionOutcome.SUPPORTED},
    EventKind.PROPOSE_ANSWER: {"outcome": OpinionOutcome.SUPPORTED},
    EventKind.REQUEST_EXTENSION: {"days": 10},
    EventKind.CALL_BACK: {"satisfied": True},
    EventKind.RATE: {"solved": True, "satisfied": True},
    EventKind.STEP_ASIDE: {"relation": "kinship"},
    EventKind.RECUSE: {"relation": "kinship"},
    EventKind.MEDIATE: {"settled": "agreed"},
    EventKind.END_HEARING: {"held": "held"},
    EventKind.MARK_URGENT: {"urgency": "life"},
}


def do_with_reasons(case: Case, kind: str, user, **more):
    """Do an act with everything that it asks for filled in."""
    kind = EventKind(kind)
    given = {"reason": "需要补充材料", "text": "请补充材料，谢谢。", **FACTS.get(kind, {}), **more}
    if kind in elsewhere.FACTS:
        fact, way = elsewhere.FACTS[kind]
        given.setdefault(fact, an_authority(way))
    if kind in TRANSITIONS and "outcome" in TRANSITIONS[kind].asks:
        given.setdefault("parts", {**PARTS, "opinion": given["text"]})
    return act(case, kind, user=user, **given)


def answers_are_approved(**more) -> ServiceStandard:
    """Let a standard want answers approved by a second person: of every case, or of which it says."""
    given = {"days": 2, "unit": "working", "source": "house", "legal_basis": "内部规定", **more}
    return ServiceStandard.objects.create(
        clock=ClockKind.APPROVE, version=9, valid_from=date(2022, 5, 2), **given
    )


def an_authority(way: str) -> OtherAuthority:
    """An entry of the directory of other authorities, for every place."""
    more = {"name": "医疗保障部门", "takes": "住院报销", "telephone": "12393"}
    return OtherAuthority.objects.get_or_create(code=f"a-{way}".replace("_", "-"), way=way, defaults=more)[0]


def a_formal_paper(case: Case, text: str = "已经收到。") -> FormalPaper:
    """A paper of the latest event of the case, whatever that is."""
    day = date(2026, 11, 2)
    parts = (PaperPart("matter", "", text),)
    content = PaperContent("受理告知书", case.unit.name, "丙民信受〔2026〕9号", day, parts, True, new_salt())
    return FormalPaper.objects.create(
        case=case,
        event=case.latest_event,
        kind=PaperKind.ACCEPTANCE,
        unit=case.unit,
        number=content.number,
        issued_on=day,
        content=content.stored(),
        digest=content.digest(),
    )


def write_later(case: Case, text: str) -> None:
    """Let the complainant add something under the receipt."""
    conversation.write_back(case, text)
    case.refresh_from_db()


def sees(user, case) -> bool:
    """Whether the user may see the case now, by the query and by the rule as data alike."""
    user, case = fresh(user), Case.objects.get(pk=case.pk)
    admitted = case_filters(user).admits(case, case.respondents.all())
    assert Case.objects.visible_to(user).filter(pk=case.pk).exists() == admitted
    return admitted


def a_file(name):
    """A paper of this name that waits to be filed."""
    return Attachment.objects.create(file="x.mp3", kind="audio/mpeg", size=1, original_name=name)
