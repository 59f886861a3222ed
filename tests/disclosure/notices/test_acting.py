"""From entering a notice to its end: who may do what, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.enums import NoticeKind, NoticeState
from disclosure.models import Notice, NoticeEvent
from disclosure.notices import acting, entering, objections
from disclosure.notices.record import STATE_AFTER
from disclosure.notices.workflow import ACTS
from disclosure.problems import ListActNotAllowed
from disclosure.public.notices.standing import standing_notices
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure.lists import id_number
from tests.disclosure.notices.factories import VILLAGE, make_notice, wanted
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """``monday(n)``: so many days later."""
    real = timezone.localdate

    def move(days: int = 0) -> None:
        monkeypatch.setattr(
            timezone, "localdate", lambda at=None, *_: real(at) if at else MONDAY + timedelta(days=days)
        )
        moment = timezone.make_aware(timezone.datetime(2026, 11, 23, 9)) + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move()
    return move


def refused(function, *args) -> list[str]:
    with pytest.raises(ListActNotAllowed) as error:
        function(*args)
    return error.value.codes


def shown() -> int:
    return Notice.objects.shown().count()


def test_nothing_is_public_before_a_second_person_put_it_up(county):
    notice = make_notice(county.editor, None)
    assert (notice.state, shown()) == (NoticeState.ENTERED, 0)
    notice = acting.act(notice, "put-up", county.reviewer)
    assert (notice.shown_from, notice.shown_until) == (MONDAY, date(2026, 11, 30))
    assert shown() == 1


def test_nobody_puts_up_refuses_or_takes_back_what_they_entered(county):
    own = make_person("两职甲", (county.units["county"], Role.REVIEWER))
    notice = make_notice(county.editor, None)
    Notice.objects.update(entered_by=own)
    for name in ("put-up", "refuse"):
        assert refused(acting.act, notice, name, own, "理由") == ["own_notice"]
    acting.act(notice, "put-up", county.reviewer)
    assert refused(acting.act, notice, "take-back", own, "理由") == ["own_notice"]


@pytest.mark.parametrize(
    ("who", "name", "reason"),
    [
        ("editor", "put-up", "no_reviewer_here"),
        ("inspector", "put-up", "no_reviewer_here"),
        ("stranger", "drop", "no_editor_here"),
        ("handler", "refuse", "no_reviewer_here"),
    ],
)
def test_each_act_is_for_a_post_of_the_place(county, who, name, reason):
    notice = make_notice(county.editor, None)
    assert reason in refused(acting.act, notice, name, getattr(county, who), "理由")


def test_an_editor_enters_notices_of_their_own_places_only(county):
    assert refused(entering.enter, wanted(), county.stranger) == ["no_editor_here"]
    assert refused(entering.enter, wanted(), county.reviewer) == ["no_editor_here"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"region": "320722100"}, "notice_in_village"),
        ({"programme": "marginal"}, "notice_without_rule"),
        ({"kind": NoticeKind.ENDING}, "notice_without_rule"),
        ({"reason": "患尿毒症"}, "notice_reason_unknown"),
        ({"programme": "tekun", "kind": NoticeKind.ENDING, "amount": 800}, "notice_pays_nothing"),
    ],
)
def test_what_no_rule_allows_is_refused(county, changes, reason):
    assert refused(entering.enter, wanted(**changes), county.editor) == [reason]


def test_the_second_of_two_clicks_enters_and_puts_up_nothing(county):
    notice = make_notice(county.editor, None)
    assert refused(entering.enter, wanted(), county.editor) == ["notice_twice"]
    acting.act(notice, "put-up", county.reviewer)
    assert refused(acting.act, notice, "put-up", county.reviewer) == ["notice_elsewhere"]
    assert [event.kind for event in notice.events.all()] == ["entered", "posted"]


def test_after_it_was_refused_it_may_be_entered_anew(county):
    notice = make_notice(county.editor, None)
    assert refused(acting.act, notice, "refuse", county.reviewer, " ") == ["notice_reason_missing"]
    acting.act(notice, "refuse", county.reviewer, "人数不符")
    assert make_notice(county.editor, county.reviewer).state == NoticeState.STANDING


def test_it_ends_by_itself_whoever_writes_it_down(county, monday):
    notice = make_notice(county.editor, county.reviewer)
    monday(7)
    assert shown() == 1
    call_command("end_notices")
    monday(8)
    assert (shown(), Notice.objects.get().state_now) == (0, NoticeState.ENDED)
    assert Notice.objects.get().state == NoticeState.STANDING
    assert refused(acting.act, notice, "take-back", county.reviewer, "理由") == ["notice_elsewhere"]
    assert objections.raised(notice).state == NoticeState.STANDING
    call_command("end_notices")
    call_command("end_notices")
    assert Notice.objects.get().state == NoticeState.ENDED
    assert NoticeEvent.objects.filter(kind="ended").count() == 1


def test_an_objection_holds_it_past_its_last_day(county, monday):
    notice = make_notice(county.editor, county.reviewer)
    monday(4)
    notice = objections.raised(notice)
    assert notice.decide_by == date(2026, 12, 18)
    monday(30)
    call_command("end_notices")
    assert (shown(), Notice.objects.get().state) == (1, NoticeState.SUSPENDED)


def test_of_who_objected_nothing_is_kept(county):
    notice = make_notice(county.editor, county.reviewer)
    objections.raised(notice)
    objections.raised(notice)
    event = notice.events.get(kind="objected")
    assert (event.actor, event.reason) == (None, "")
    entry = ModelLogEntry.objects.get(action="disclosure.hold_notice")
    assert entry.user is None


def test_an_objection_that_was_not_accepted_ends_the_suspension(county, monday):
    notice = make_notice(county.editor, county.reviewer)
    objections.raised(notice)
    monday(2)
    notice = objections.settled(notice, dismissed=True)
    assert (notice.state, notice.shown_until) == (NoticeState.STANDING, date(2026, 11, 30))
    objections.raised(notice)
    monday(9)
    objections.settled(notice, dismissed=True)
    assert shown() == 0


@pytest.mark.parametrize(
    ("programme", "until"), [("rural-dibao", date(2026, 12, 7)), ("tekun", date(2026, 12, 9))]
)
def test_after_the_decision_it_stands_again_for_the_rest_or_anew(county, monday, programme, until):
    """最低生活保障审核确认办法 19; 特困人员认定办法 15: 重新公示."""
    notice = make_notice(county.editor, county.reviewer, programme=programme)
    monday(2)
    objections.raised(notice)
    assert refused(acting.act, notice, "stand-again", county.reviewer, "属实") == ["notice_elsewhere"]
    monday(9)
    objections.settled(notice, dismissed=False)
    assert Notice.objects.get().state == NoticeState.DECIDED
    assert shown() == 1
    assert refused(acting.act, notice, "stand-again", county.reviewer) == ["notice_reason_missing"]
    notice = acting.act(notice, "stand-again", county.reviewer, "经核实符合条件")
    assert (notice.shown_from, notice.shown_until) == (date(2026, 12, 2), until)


def test_what_was_taken_back_is_seen_by_nobody(county):
    notice = make_notice(county.editor, county.reviewer)
    acting.act(notice, "take-back", county.reviewer, "钱小二撤回申请")
    assert shown() == 0
    entry = ModelLogEntry.objects.get(action="disclosure.take_notice_back")
    assert "钱小二" not in str(entry.data)
    assert refused(acting.act, notice, "put-up", county.reviewer) == ["notice_elsewhere"]


def test_the_state_is_what_the_latest_event_says(county):
    notice = make_notice(county.editor, county.reviewer)
    objections.raised(notice)
    objections.settled(notice, dismissed=False)
    acting.act(notice, "stand-again", county.reviewer, "理由")
    for event in notice.events.all():
        assert event.state == STATE_AFTER[event.kind]
    assert Notice.objects.get().state == notice.events.last().state
    assert set(ACTS) == {"put-up", "stand-again", "refuse", "take-back", "drop"}


def test_people_see_the_notices_of_their_own_places(county):
    make_notice(county.editor, None)
    assert Notice.objects.visible_to(county.reviewer).count() == 1
    assert Notice.objects.visible_to(county.inspector).count() == 1
    assert Notice.objects.visible_to(county.stranger).count() == 0
    assert Notice.objects.visible_to(county.handler).count() == 0


def test_a_board_is_printed_from_what_is_standing(county):
    make_notice(county.editor, county.reviewer, id_number=id_number(3, date(2015, 1, 1)))
    make_notice(county.editor, county.reviewer, number=2, holder_name="欧阳小三")
    rows = standing_notices(Region.objects.get(pk=VILLAGE))
    assert {row.name for row in rows} == {"（未成年人）", "欧阳*三"}
    assert len(standing_notices(Region.objects.get(pk="320722"))) == 2
    assert standing_notices(Region.objects.get(pk="320723")) == []
