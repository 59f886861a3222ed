"""What can not wait: which words tell it, who finds the case then, and what whoever writes reads at once."""

import pytest
from django.urls import reverse

from complaints import urgency
from complaints.enums import EventKind, Urgency
from complaints.handling import conversation
from complaints.models import Case
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, write_later
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "urgent.csv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_the_table(row):
    assert urgency.told_in([row["text"]]) == [Urgency(each) for each in row["told"].split()], row["why"]


def test_the_table_speaks_of_everything_and_of_nothing_as_well():
    told = " ".join(row["told"] for row in ROWS)
    assert set(told.split()) == set(Urgency.values)
    assert len([row for row in ROWS if not row["told"]]) >= 12
    assert set(urgency.HELP) == set(Urgency) - {Urgency.CROWD}


@pytest.mark.django_db
def test_a_filed_case_is_marked_and_its_complainant_never_reads_that(units):
    case = make_case(narrative="我不想活了，低保停了三个月。")
    assert case.urgent
    assert case.events.filter(kind=EventKind.MARK_URGENT, actor=None).get().data == {"told": ["self_harm"]}
    assert EventKind.MARK_URGENT not in {entry.kind for entry in conversation.timeline(case)}
    assert not make_case(narrative="想问低保怎么申请。").urgent


@pytest.mark.django_db
def test_a_later_message_marks_it_too_once(units):
    case = make_case()
    write_later(case, "家里断粮了。")
    write_later(case, "还是断粮。")
    assert case.urgent
    assert case.events.filter(kind=EventKind.MARK_URGENT).count() == 1


@pytest.mark.django_db
def test_by_hand_and_no_longer_with_what_was_done(units, staff):
    case = make_case()
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "settle_urgent", staff["handler"])
    do_with_reasons(case, "mark_urgent", staff["operator"])
    assert Case.objects.get(pk=case.pk).urgent
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "mark_urgent", staff["handler"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "settle_urgent", staff["handler"], reason="")
    do_with_reasons(case, "settle_urgent", staff["handler"], reason="家里断粮，已送去米面，人已送救助站")
    assert not Case.objects.get(pk=case.pk).urgent
    write_later(case, "又断粮了。")
    assert case.urgent


@pytest.mark.django_db
def test_whoever_supervises_above_finds_it_on_top_of_their_home(client, units, staff):
    case = make_case(narrative="孩子没人管，一个人在家。")

    def home(who):
        client.force_login(staff[who])
        return client.get(reverse("wagtailadmin_home")).content.decode()

    for above in ("supervisor", "county_supervisor", "city_supervisor"):
        seen = Case.objects.visible_to(staff[above]).filter(pk=case.pk).exists()
        assert ("urgent-panel-title" in home(above)) == seen
    assert "urgent-panel-title" in home("county_supervisor")
    assert "urgent-panel-title" not in home("other_county_supervisor")
    assert "urgent-panel-title" not in home("handler")
    found = client.get(reverse("case:index"), {"urgent": "yes"}).content.decode()
    assert (case.number in found) == Case.objects.visible_to(staff["handler"]).filter(pk=case.pk).exists()


@pytest.mark.django_db
def test_nobody_it_is_about_finds_it_there(client, units, staff):
    case = make_case(narrative="我不想活了。", respondents=[(units["county"].pk, "")])
    assert case.urgent
    client.force_login(staff["county_supervisor"])
    assert "urgent-panel-title" not in client.get(reverse("wagtailadmin_home")).content.decode()
