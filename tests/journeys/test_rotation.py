"""A new BLIND_INDEX_KEY, a new SECRET_KEY: everything is found before, while and after rows are changed."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from complaints.identity import receipts
from complaints.intake.filing import file_case
from complaints.intake.found_again import phone_index, phone_indexes
from complaints.models import Case, Complainant, Trace
from complaints.parties import traces
from disclosure import lookup
from disclosure.enums import Step
from disclosure.intake import household_key, importing
from disclosure.models import Programme, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import differences, proposals, publishing, reviewing
from organizations import links, second_factor
from organizations.models import Region, User
from protection import rotating, verifying
from protection.blind_index import blind_index
from tests.complaints.factories import an_intake
from tests.disclosure import lists

NEW = "a-new-key-of-at-least-thirty-two-characters"
PHONE = "13905180001"
ACCUSED = "欧阳测试"


@pytest.fixture
def site(bureau, monkeypatch):
    """What is found by indexes: cases, a public list and the next one, approved; a link, codes."""
    monkeypatch.setattr(rotating, "ROWS_AT_ONCE", 2)
    told = [{"title": f"第{n}件", "narrative": f"{ACCUSED}收了我的存折不还。"} for n in range(3)]
    filed = {
        f"rotation-{n}": file_case(an_intake(**each), submission_key=f"rotation-{n}")
        for n, each in enumerate(told)
    }
    households = [lists.household(serial) for serial in range(1, 6)]
    publishing.publish(approved(bureau, households, 9), bureau["reviewer"])
    households[0]["合计（元）"] = households[0]["户月保障金额（元）"] = 777
    publishing.publish(approved(bureau, households, 10), bureau["reviewer"])
    hidden = Recipient.objects.current().get(holder_name=lists.name(5))
    hiding = proposals.propose_for_row(Step.HIDE, hidden, bureau["editor"], "本人受到威胁")
    proposals.confirm(hiding, bureau["reviewer"])
    households[4]["合计（元）"] = households[4]["户月保障金额（元）"] = 888
    return SimpleNamespace(
        people=bureau,
        filed=filed,
        before=Recipient.objects.exclude(valid_until=None).get(),
        next=approved(bureau, [*households[1:], lists.household(9)], 11),
        codes=second_factor.new_backup_codes(bureau["handler"]),
        link=a_link(bureau["editor"]),
    )


def approved(people, households, month):
    batch = importing.import_list(
        lists.rural_csv(households),
        programme=Programme.objects.get(pk="rural-dibao"),
        region=Region.objects.get(pk="320722"),
        month=date(2026, month, 1),
        user=people["editor"],
    )
    reviewing.submit(batch, people["editor"], "已核对")
    ended = differences.sums(batch).ended
    return reviewing.approve(batch, people["reviewer"], ended=ended)


def a_link(person) -> str:
    link = links.AccountLink.objects.create(
        account=person,
        made_by=person,
        expires_at=links.timezone.now() + links.timedelta(hours=1),
        digest=links._digests("A" * 20)[0],
        password_mark=links._marks(person)[0],
    )
    assert link.pk
    return "A" * 20


def everything_is_found(site, client) -> None:
    for key, filed in site.filed.items():
        assert receipts.open_case(filed.receipt, filed.pin, client_key=key).pk == filed.case.pk
        again = file_case(an_intake(), submission_key=key)
        assert (again.case.pk, again.receipt, again.pin, again.created) == (
            filed.case.pk,
            filed.receipt,
            filed.pin,
            False,
        )
    assert Case.objects.filter(complainant__phone_index__in=phone_indexes(PHONE)).count() == 3
    names, _calls = traces.of_person(User(pk=0, name=ACCUSED))
    assert Trace.objects.filter(key__in=names).values("case").distinct().count() == 3
    assert lookup.current_row(site.before.public_id).amount == 777
    assert links.find(site.link).account == site.people["editor"]
    assert client.get("/staff/").status_code == 200, "still logged in"


def problems() -> set[str]:
    return {problem.code for problem in verifying.Walk().problems()}


def test_everything_is_found_before_while_and_after_the_key_is_changed(site, settings, client):
    client.force_login(site.people["inspector"])
    everything_is_found(site, client)
    traced = Trace.objects.count()
    settings.BLIND_INDEX_KEY, settings.BLIND_INDEX_OLD_KEYS = NEW, [settings.BLIND_INDEX_KEY]
    everything_is_found(site, client)
    assert problems() == {"old_seal"}
    assert not household_key.are_changing(), "lists go on under the key before"

    steps = rotating.rotate()
    while next(steps) != (household_key.PART, Recipient.objects.order_by("pk")[1].pk):
        pass
    steps.close()  # killed in the middle of the lists
    everything_is_found(site, client)
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(site.next, site.people["reviewer"])
    assert refused.value.codes == ["key_changes"]
    client.force_login(site.people["editor"])
    shown = client.get(reverse("batch:inspect", args=[site.next.pk]))
    assert shown.headers["Location"] == reverse("batch:index"), "no difference that is none"
    client.force_login(site.people["inspector"])

    call_command("rotate_blind_index", stdout=io.StringIO())
    everything_is_found(site, client)
    assert problems() == set()
    assert Trace.objects.count() == traced, "none is left under the key before"
    assert {person.phone_index for person in Complainant.objects.all()} == {phone_index(PHONE)}
    for row in Recipient.objects.all():
        assert row.id_index == blind_index(row.id_number, "recipient-id")
    publishing.publish(site.next, site.people["reviewer"])
    assert (site.next.opened_rows.count(), site.next.closed_rows.count()) == (2, 2), "the others stayed"
    assert site.next.opened_rows.get(holder_name=lists.name(5)).is_hidden, "as the row before it"
    assert second_factor.verify(site.people["handler"], site.codes[0], "here")
    call_command("rotate_blind_index", stdout=io.StringIO())


def test_rows_that_were_changed_by_others_are_not_frozen_anew(site, settings):
    site.next.staged_rows.filter(holder_name__startswith="").update(people=99)
    settings.BLIND_INDEX_KEY, settings.BLIND_INDEX_OLD_KEYS = NEW, [settings.BLIND_INDEX_KEY]
    call_command("rotate_blind_index", stdout=io.StringIO())
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(site.next, site.people["reviewer"])
    assert refused.value.codes == ["content_changed"]


def test_without_the_key_before_nothing_is_begun(db, settings):
    with pytest.raises(CommandError, match="BLIND_INDEX_OLD_KEYS is empty"):
        call_command("rotate_blind_index")


def test_a_session_outlives_a_new_secret_key_while_the_old_one_is_named(bureau, settings, client):
    client.force_login(bureau["inspector"])
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-" + "y" * 50
    settings.SECRET_KEY_FALLBACKS = [old]
    assert client.get("/staff/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/staff/").status_code == 200, "it was signed anew"
    settings.SECRET_KEY = "a third " + "z" * 50
    assert client.get("/staff/").status_code == 302
