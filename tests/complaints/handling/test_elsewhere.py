"""What belongs elsewhere: told where, or led into a procedure; no refusal, and the directory is data."""

import pytest
from django.urls import reverse

from complaints.enums import CaseStatus, ClockKind, DeclineGround, WayElsewhere
from complaints.handling import conversation, elsewhere
from complaints.handling.casework import available
from complaints.models import OtherAuthority
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case

pytestmark = pytest.mark.django_db


def entry(name: str, **more) -> OtherAuthority:
    """An entry of the directory."""
    return OtherAuthority.objects.create(name=name, takes="住院报销", **{"way": WayElsewhere.TELL} | more)


def test_what_is_shipped_is_filled_once_and_what_was_changed_stays(prepared):
    codes = [row.code for row in elsewhere.TABLE.rows]
    assert OtherAuthority.objects.filter(code__in=codes).count() == len(codes) >= 20
    changed = OtherAuthority.objects.get(code="medical-insurance")
    changed.telephone, changed.in_use = "0518-12393", False
    changed.save()
    assert elsewhere.fill() == 0
    changed.refresh_from_db()
    assert (changed.telephone, changed.in_use) == ("0518-12393", False)


@pytest.mark.parametrize(
    ("act", "fact", "code"),
    [("tell_where", "authority", "medical-insurance"), ("lead_in", "procedure", "court")],
)
def test_the_complainant_reads_whom_to_turn_to_and_no_clock_runs_on(staff, act, fact, code):
    case = make_case()
    who = OtherAuthority.objects.get(code=code)
    do_with_reasons(case, act, staff["handler"], text="这件事由他们管。", **{fact: who})
    assert case.status == CaseStatus.REFERRED
    last = conversation.timeline(case)[-1]
    assert (last.elsewhere, last.text) == (who, "这件事由他们管。")
    assert not case.clocks.filter(stopped_on__isnull=True).exists()
    assert case.clocks.filter(clock=ClockKind.INFORM).exists()
    assert conversation.may_ask_review(case)


def test_only_an_entry_in_use_for_the_place_and_of_this_way_is_taken(staff):
    case = make_case()
    fits = entry("县医保局", region_id="320722")
    others = [
        entry("别县医保局", region_id="320723"),
        entry("停用的", in_use=False),
        entry("法院", way=WayElsewhere.LEAD_IN),
    ]
    assert fits in elsewhere.offered(WayElsewhere.TELL, case.region_id)
    for wrong in others:
        assert wrong not in elsewhere.offered(WayElsewhere.TELL, case.region_id)
        with pytest.raises(NotAllowed, match="目录"):
            do_with_reasons(case, "tell_where", staff["handler"], authority=wrong)
    do_with_reasons(case, "tell_where", staff["handler"], authority=fits)


def test_a_refusal_has_the_two_grounds_of_the_law_and_says_which(staff):
    assert set(DeclineGround) == {DeclineGround.PENDING, DeclineGround.FINAL}
    case = make_case()
    for ground in ("litigation", "not_competent", ""):
        with pytest.raises(NotAllowed, match="不予受理情形"):
            do_with_reasons(case, "decline", staff["handler"], ground=ground)
    do_with_reasons(case, "decline", staff["handler"], ground="pending")
    assert conversation.timeline(case)[-1].ground == str(DeclineGround.PENDING.label)


def test_who_takes_calls_and_who_screens(staff):
    case = make_case()
    assert "tell_where" in {row.kind for row in available(case, staff["handler"])}
    assert "tell_where" not in {row.kind for row in available(case, staff["operator"])}


def test_anybody_reads_the_directory_and_nothing_of_one_place_or_out_of_use(client, units):
    entry("县医保局", region_id="320722")
    entry("停用的", in_use=False)
    page = client.get(reverse("complaints:elsewhere")).content.decode()
    assert "12393" in page
    assert "人民法院" in page
    assert "县医保局" not in page
    assert "停用的" not in page


def test_an_administrator_of_the_head_office_keeps_it_and_nobody_deletes(client, staff):
    who = entry("残联")
    client.force_login(staff["administrator"])
    edit = reverse("other_authority:edit", args=[who.pk])
    sent = {"name": "残疾人联合会", "way": "tell", "takes": "残疾人证", "in_use": "on"}
    assert client.post(edit, sent).status_code == 302
    who.refresh_from_db()
    assert who.name == "残疾人联合会"
    assert "残疾人联合会" in client.get(reverse("other_authority:index")).content.decode()
    client.post(reverse("other_authority:delete", args=[who.pk]))
    client.force_login(staff["handler"])
    client.post(edit, sent | {"name": "别的"})
    who.refresh_from_db()
    assert who.name == "残疾人联合会"
