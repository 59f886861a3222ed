"""A notice of a household that two people hid: seen by nobody outside, and by whom it is told why."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from disclosure import lookup, rekeying
from disclosure.enums import NoticeState, Step
from disclosure.models import Notice, Recipient
from disclosure.notices import acting
from disclosure.notices.workflow import ACTS
from disclosure.problems import ListActNotAllowed
from disclosure.public.notices import standing
from disclosure.publication import proposals
from organizations.enums import Role
from organizations.models import Region
from protection import rotating
from tests.disclosure.lists import household, name
from tests.disclosure.notices.factories import VILLAGE, make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(release):
    release([household(number) for number in range(9)])
    return Recipient.objects.current().get(holder_name=name(0))


def step(county, kind, row):
    proposal = proposals.propose_for_row(kind, row, county.editor, "家庭受到威胁")
    return proposals.confirm(proposal, county.reviewer)


def of(row, county, reviewer=None, **changes):
    given = {"holder_name": row.holder_name, "id_number": row.id_number, "programme": "temporary"}
    return make_notice(county.editor, reviewer, **{**given, **changes})


def is_public(client, notice):
    village = Region.objects.get(pk=VILLAGE)
    with translation.override("zh-hans"):
        pages = [
            reverse("disclosure:notices", args=[VILLAGE]),
            reverse("disclosure:notice", args=[notice.public_id]),
        ]
    texts = [client.get(page).content.decode() for page in pages]
    found = [f"notice-{notice.public_id}" in text for text in texts]
    found += [bool(standing.standing_notices(village)), bool(standing.counts(village))]
    found.append(lookup.shown_notice(notice.public_id) is not None)
    assert len(set(found)) == 1, found
    return found[0]


def test_hiding_stops_a_notice_that_stands_in_whichever_programme(client, county, row):
    notice = of(row, county, county.reviewer)
    assert is_public(client, notice)
    step(county, Step.HIDE, row)
    assert not is_public(client, notice)
    response = client.get(reverse("disclosure:notice", args=[notice.public_id]))
    assert response.status_code == 404
    step(county, Step.UNHIDE, row)
    assert is_public(client, notice)


def test_one_that_an_objection_holds_is_stopped_too(client, county, row):
    notice = of(row, county, county.reviewer)
    Notice.objects.update(state=NoticeState.SUSPENDED)
    step(county, Step.HIDE, row)
    assert not is_public(client, notice)


def test_no_notice_of_a_hidden_household_is_put_up_and_the_reviewer_is_told(client, county, row):
    step(county, Step.HIDE, row)
    notice = of(row, county)
    with pytest.raises(ListActNotAllowed) as refused:
        acting.act(notice, "put-up", county.reviewer)
    assert refused.value.codes == ["notice_hidden"]
    client.force_login(county.reviewer)
    page = reverse("notice:inspect", args=[notice.public_id])
    assert "该户已对公众隐藏" in client.get(page).content.decode()
    assert not is_public(client, notice)
    Notice.objects.update(state=NoticeState.DECIDED, shown_from=timezone.localdate())
    with pytest.raises(ListActNotAllowed) as refused:
        acting.act(notice, "stand-again", county.reviewer, "属实")
    assert refused.value.codes == ["notice_hidden"]


@pytest.mark.parametrize(("village", "is_told"), [(VILLAGE, True), ("320723100201", False)])
def test_who_enters_it_is_warned_where_it_was_hidden_and_nowhere_else(client, county, row, village, is_told):
    step(county, Step.HIDE, row)
    client.force_login(county.editor if is_told else county.stranger)
    fields = {"kind": "proposed", "programme": "temporary", "region": village, "reason": "火灾"}
    lines = f"{row.holder_name} {row.id_number} 2 560"
    page = client.post(reverse("notice:add"), {**fields, "households": lines}, follow=True).content.decode()
    assert ("该户已对公众隐藏" in page) == is_told
    notice = Notice.objects.get()
    page = client.get(reverse("notice:inspect", args=[notice.public_id])).content.decode()
    assert ("该户已对公众隐藏" in page) == is_told


def test_a_reviewer_elsewhere_is_told_since_it_cannot_be_put_up(county, row):
    step(county, Step.HIDE, row)
    notice = make_notice(
        county.stranger, None, holder_name=row.holder_name, id_number=row.id_number, region="320723100201"
    )
    reviewer = make_person("审核乙", (county.units["other_county"], Role.REVIEWER))
    assert acting.is_told_hidden(notice, reviewer)


def test_who_reviews_elsewhere_is_refused_for_that_alone(county, row):
    """They could ask about any number."""
    step(county, Step.HIDE, row)
    elsewhere = make_person("外县复核", (county.units["other_county"], Role.REVIEWER))
    wanted = ACTS["put-up"]
    assert acting.reasons_against(wanted, of(row, county), elsewhere) == [wanted.right.lacking]


def test_it_stays_hidden_at_every_moment_of_a_change_of_keys(client, county, row, settings):
    notice = of(row, county, county.reviewer)
    step(county, Step.HIDE, row)
    settings.BLIND_INDEX_OLD_KEYS = [settings.BLIND_INDEX_KEY]
    settings.BLIND_INDEX_KEY = "a-new-" + "k" * 50
    rekeying._bring_proposals, brought = lambda: None, rekeying._bring_proposals
    try:
        for _piece in rotating.rotate():
            assert not Notice.objects.shown().exists()
        assert Notice.objects.get().id_index != notice.id_index
        assert not is_public(client, notice)
        brought()
        assert not is_public(client, notice)
    finally:
        rekeying._bring_proposals = brought
