"""Taking back what is public: by whom, what is told and what is logged, and where nothing of it is seen."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from disclosure import lookup, rekeying
from disclosure.enums import BatchState, ProposalOutcome, Step
from disclosure.models import Programme, Proposal, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import proposals
from disclosure.staff.dashboard import proposals_for
from organizations.enums import Role
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household, name
from tests.organizations.factories import make_both, make_person

pytestmark = pytest.mark.django_db
LIST = "rural-dibao"
VILLAGE, TOWNSHIP = "320722100201", "320722100"
PLACES = ("32", "3207", "320722", TOWNSHIP, VILLAGE)


@pytest.fixture
def published(release):
    return release([household(n) for n in range(9)])


def reasons(act, *args):
    with pytest.raises(ListActNotAllowed) as refused:
        act(*args)
    return refused.value.codes


def shown():
    return Recipient.objects.shown(Programme.objects.get(pk="rural-dibao"))


def row(number=0):
    return Recipient.objects.current().get(holder_name=name(number))


def pages(client):
    """Every public page and file of every level in both languages, by its address."""
    found = {}
    for code in PLACES:
        for kind in ("region", "list", "csv"):
            for prefix in ("", "/en"):
                with translation.override("zh-hans"):  # an English page leaves its language active
                    args = [code] if kind == "region" else [code, LIST]
                    address = prefix + reverse(f"disclosure:{kind}", args=args)
                found[address] = client.get(address, follow=True).content.decode()
    return found


def test_only_editors_and_reviewers_of_the_place_propose(published, county):
    for user in (county.stranger, county.inspector, county.handler):
        assert reasons(proposals.propose, Step.TAKE_DOWN, published, user, "错") == ["no_list_post_here"]
        assert reasons(proposals.propose_for_row, Step.HIDE, row(), user, "错") == ["no_list_post_here"]
    assert reasons(proposals.propose, Step.TAKE_DOWN, published, county.editor, " ") == ["reason_missing"]


def test_never_one_hand_and_never_somebody_elses(published, county):
    both = make_both("两岗", county.units["county"])
    for step, propose in ((Step.TAKE_DOWN, proposals.propose), (Step.HIDE, proposals.propose_for_row)):
        proposal = propose(step, row() if step == Step.HIDE else published, both, "金额有误")
        assert reasons(proposals.confirm, proposal, both) == ["own_proposal"]
        assert reasons(proposals.confirm, proposal, county.editor) == ["no_reviewer_here"]
        assert reasons(proposals.take_back, proposal, county.editor) == ["not_your_proposal"]
        assert [list(proposals_for(user)) for user in (both, county.editor)] == [[], []]
        assert list(proposals_for(county.reviewer)) == [proposal]
        assert reasons(propose, step, row() if step == Step.HIDE else published, county.editor, "也错") == [
            "already_proposed"
        ]
        assert proposals.refuse(proposal, county.reviewer, "无误").outcome == ProposalOutcome.REFUSED
        assert reasons(proposals.confirm, proposal, county.reviewer) == ["decided_meanwhile"]
    assert shown().count() == 9


def test_a_reviewer_proposes_and_another_confirms(published, county):
    proposal = proposals.propose(Step.TAKE_DOWN, published, county.reviewer, "金额有误")
    assert reasons(proposals.confirm, proposal, county.reviewer) == ["own_proposal"]
    other = make_person("审核乙", (county.units["city"], Role.REVIEWER))
    assert proposals.confirm(proposal, other).batch.state == BatchState.TAKEN_DOWN


def test_a_step_that_was_overtaken_is_not_done(published, county, release):
    waiting = proposals.propose(Step.TAKE_DOWN, published, county.editor, "金额有误")
    release([household(n) for n in range(9)], month=NOVEMBER)
    assert reasons(proposals.confirm, waiting, county.reviewer) == ["not_shown"]
    assert reasons(proposals.propose, Step.SHOW_AGAIN, published, county.editor, "恢复") == [
        "already_proposed",
        "not_withdrawn",
    ]
    assert reasons(proposals.propose_for_row, Step.UNHIDE, row(), county.editor, "恢复") == ["not_hidden"]


def test_a_withdrawn_list_is_nowhere_and_every_page_says_so(client, published, county):
    address = Recipient.objects.filter(region_id=VILLAGE).first().public_id
    proposals.confirm(
        proposals.propose(Step.TAKE_DOWN, published, county.editor, "金额有误"), county.reviewer
    )
    for address_of, text in pages(client).items():
        assert "?row=" not in text
        assert "赵*" not in text
        assert ("撤下" in text) or ("ithdrawn" in text), address_of
    assert lookup.shown_row(address) is None
    translation.activate("zh-hans")
    # Whoever comes with an old link is told that the row is not shown; what they say is taken all the same.
    start = client.get(reverse("complaints:new"), {"row": address}).content.decode()
    assert "赵*" not in start
    assert lookup.current_row(address) is not None


def test_a_hidden_household_is_nowhere_in_any_format(client, published, county):
    hidden, others = row(0), [row(3), row(6)]
    before = pages(client)
    proposals.confirm(
        proposals.propose_for_row(Step.HIDE, hidden, county.editor, "家庭受到威胁"), county.reviewer
    )
    after = pages(client)
    assert any(str(hidden.public_id) in text for text in before.values())
    for address, text in after.items():
        assert str(hidden.public_id) not in text, address
        assert "赵*一" not in text, address  # the masked name of the hidden one
    translation.activate("zh-hans")
    village = after[reverse("disclosure:list", args=[VILLAGE, LIST])]
    assert all(str(other.public_id) in village for other in others)
    assert "个别家庭可能不在此公开" in village
    assert client.get(reverse("complaints:new"), {"row": hidden.public_id}).content.decode().count("赵*") == 0


def test_the_log_has_both_people_and_nobody_of_the_list(published, county):
    hidden = row(0)
    said = f"户主{hidden.holder_name}（320722195505051234）受到威胁"
    proposal = proposals.propose_for_row(Step.HIDE, hidden, county.editor, said)
    proposals.confirm(proposal, county.reviewer)
    entries = list(ModelLogEntry.objects.filter(action__endswith="_step").order_by("pk"))
    assert [(entry.action, entry.user) for entry in entries] == [
        ("disclosure.propose_step", county.editor),
        ("disclosure.confirm_step", county.reviewer),
    ]
    told = str([(entry.label, entry.data) for entry in entries])
    assert "受到威胁" in told
    for protected in (hidden.holder_name, "320722195505051234", hidden.id_index, str(hidden.public_id)):
        assert protected not in told


class TestScreens:
    """By two people at their screens, from the list and from one row of it."""

    def test_a_list_is_withdrawn_from_its_page(self, client, published, county, seen, do):
        take_down = reverse("batch:act", args=[published.pk, "take-down"])
        assert take_down in seen(county.editor, "inspect", published.pk)
        assert take_down not in seen(county.inspector, "inspect", published.pk)
        assert "请写明理由" in do(county.editor, published, "take-down").content.decode()
        page = do(county.editor, published, "take-down", "金额有误").content.decode()
        proposal = Proposal.objects.get()
        assert reverse("batch:proposal", args=[proposal.key]) in page
        assert 'value="confirm"' not in seen(county.editor, "proposal", proposal.key)
        assert 'value="confirm"' in seen(county.reviewer, "proposal", proposal.key)
        self.decide(client, county.editor, proposal, "confirm")
        assert Proposal.objects.waiting().exists()
        self.decide(client, county.reviewer, proposal, "confirm")
        published.refresh_from_db()
        assert published.state == BatchState.TAKEN_DOWN
        assert reverse("batch:act", args=[published.pk, "show-again"]) in seen(
            county.editor, "inspect", published.pk
        )

    def test_one_household_is_found_and_hidden(self, client, published, county):
        client.force_login(county.editor)
        found = client.post(reverse("batch:rows"), {"words": name(0)}).content.decode()
        step = reverse("batch:row_step", args=[row(0).public_id, "hide"])
        assert step in found
        by_address = client.post(
            reverse("batch:rows"), {"words": f"http://x/complaints/new/?row={row(0).public_id}"}
        )
        assert step in by_address.content.decode()
        client.post(step, {"reason": "家庭受到威胁"})
        self.decide(client, county.reviewer, Proposal.objects.get(), "confirm")
        assert not shown().filter(pk=row(0).pk).exists()
        client.force_login(county.editor)
        assert "已隐藏" in client.post(reverse("batch:rows"), {"words": name(0)}).content.decode()

    def test_nobody_sees_rows_or_proposals_of_elsewhere(self, client, published, county, seen):
        proposal = proposals.propose_for_row(Step.HIDE, row(0), county.editor, "家庭受到威胁")
        client.force_login(county.stranger)
        assert (
            name(0) + "</td>" not in client.post(reverse("batch:rows"), {"words": name(0)}).content.decode()
        )
        for address in (
            reverse("batch:row_step", args=[row(0).public_id, "hide"]),
            reverse("batch:proposal", args=[proposal.key]),
        ):
            assert client.get(address).status_code == 404
        client.force_login(county.inspector)
        assert client.get(reverse("batch:rows")).status_code in (302, 403)

    def test_a_published_list_offers_no_deletion_of_a_draft(self, client, published, county):
        client.force_login(county.editor)
        page = client.get(reverse("batch:act", args=[published.pk, "withdraw"]), follow=True).content.decode()
        assert "草稿" not in page
        assert "不能这样做" in page

    def decide(self, client, user, proposal, decision):
        client.force_login(user)
        client.post(reverse("batch:proposal", args=[proposal.key]), {"decision": decision, "reason": ""})


def test_who_is_hidden_stays_so_under_a_new_key(published, county, release):
    """The keyed index of a household changes with the site's key: the proposals' goes with it."""
    proposal = proposals.propose_for_row(Step.HIDE, row(0), county.editor, "家庭受到威胁")
    proposals.confirm(proposal, county.reviewer)
    Recipient.objects.filter(pk=row(0).pk).update(id_index="1" * 64)
    assert not shown().filter(holder_name=name(0)).exists()
    rekeying._bring_proposals()
    proposal.refresh_from_db()
    assert proposal.id_index == "1" * 64


def test_a_row_that_was_closed_hides_nobody(published, county, release):
    old = row(0)
    release([{**household(n), "合计（元）": 700} for n in range(9)], month=NOVEMBER)
    old.refresh_from_db()
    assert "not_on_list" in reasons(proposals.propose_for_row, Step.HIDE, old, county.editor, "错")
