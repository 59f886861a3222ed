"""A few notices before a decision, on the way every notice goes; one of them is objected to."""

from decimal import Decimal

from complaints.enums import Channel, Reach, ReporterIdentity
from complaints.intake import filing
from complaints.intake.intake import Intake
from complaints.kinds import those_that
from demonstration.lists import EDITORS, REVIEWERS
from demonstration.people import People
from demonstration.places import DONGHAI, GUANYUN, Village
from demonstration.plan import Plan
from disclosure.enums import NoticeKind
from disclosure.models import Notice, Programme
from disclosure.notices import acting, entering
from disclosure.notices.entering import Wanted
from organizations.models import Region, User

#: Programme, what it says, reason, people, yuan; the villages follow each other, the first of them twice.
WANTED = (
    ("rural-dibao", NoticeKind.PROPOSED, "income", 3, 1180),
    ("rural-dibao", NoticeKind.PROPOSED, "alone", 1, 560),
    ("tekun", NoticeKind.PROPOSED, "tekun", 1, None),
    ("tekun", NoticeKind.ENDING, "supported", 1, None),
    ("temporary", NoticeKind.PROPOSED, "教育支出", 4, 3000),
    ("rural-dibao", NoticeKind.PROPOSED, "income", 2, 830),
)
#: The one that is objected to, and the one that still waits for a second person.
OBJECTED, WAITING = 1, 5
OBJECTION = "公示的这户人家去年刚在镇上盖了两层楼，家里还有一辆面包车跑运输，请核实家庭财产后再审批。"


def load(plan: Plan, villages: list[Village], users: dict[str, User]) -> int:
    """Enter the notices and put them up today; say how many cases were filed about them."""
    people = People(plan.random("notices"))
    made = []
    for county in (DONGHAI, GUANYUN):
        here = [village for village in villages if village.code.startswith(county) and not village.is_urban]
        for number, (programme, kind, reason, size, yuan) in enumerate(WANTED):
            person = people.person(60 if programme == "tekun" else 30, 85, plan.until)
            notice = entering.enter(
                Wanted(
                    programme=Programme.objects.get(pk=programme),
                    region=Region.objects.get(pk=here[max(0, number - 1) % len(here)].code),
                    kind=kind,
                    holder_name=person.name,
                    id_number=person.id_number,
                    people=size,
                    reason=reason,
                    amount=Decimal(yuan) if yuan else None,
                ),
                users[EDITORS[county]],
            )
            if number != WAITING:
                made.append(acting.act(notice, "put-up", users[REVIEWERS[county]]))
    return _object(plan, made[OBJECTED])


def _object(plan: Plan, notice: Notice) -> int:
    (kind,) = those_that("holds_notice")
    intake = Intake(
        kind=kind,
        channel=Channel.WEB,
        openness=ReporterIdentity.ANONYMOUS,
        title="对低保公示有异议",
        narrative=OBJECTION,
        notice=notice.public_id,
        reach=Reach.NOBODY,
    )
    filing.register(intake, submission_key=f"demonstration-{plan.seed}-notice", with_pin=False)
    return 1
