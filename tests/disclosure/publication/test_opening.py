"""A long list becomes public in pieces: nobody sees any of it before the last, wherever it breaks off."""

import pytest

from disclosure import lookup, tasks
from disclosure.enums import BatchState, Step
from disclosure.models import Batch, ListTotal, Programme, Recipient, StagedRow
from disclosure.problems import ListActNotAllowed
from disclosure.public import public_lists
from disclosure.publication import differences, opening, proposals, publishing, reviewing, totals
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household, name

pytestmark = pytest.mark.django_db

BEFORE = [household(n) for n in range(5)]
#: One ends, two have another amount, one stays, two are new.
AFTER = [{**household(n), "合计（元）": 999} for n in (1, 2)] + [household(n) for n in (3, 4, 5, 6)]
PIECES = 3 + 4  # closed and opened, one by one


@pytest.fixture(autouse=True)
def _in_pieces(monkeypatch):
    monkeypatch.setattr(opening, "LONG", 0)
    monkeypatch.setattr(opening, "PIECE", 1)


@pytest.fixture
def approved(load, county, release):
    """The list of November, approved, over that of October."""
    release(BEFORE)
    batch = reviewing.submit(load(AFTER, month=NOVEMBER), county.editor, "")
    return reviewing.approve(batch, county.reviewer, ended=1)


@pytest.fixture
def at_piece(monkeypatch):
    """Do something once so many rows were closed or opened."""

    def at_piece(number, do):
        left = [number]

        def counted(real):
            def move(*args):
                done = real(*args)
                left[0] -= 1
                if left[0] == 0:
                    do()
                return done

            return move

        for move in ("close_rows", "open_rows"):
            monkeypatch.setattr(opening, move, counted(getattr(publishing, move)))

    return at_piece


def dies():
    raise KeyboardInterrupt


def seen():
    """What the public sees of the county: rows, figures, and where an earlier address leads."""
    programme = Programme.objects.get(pk="rural-dibao")
    rows = list(public_lists.rows(Region.objects.get(pk="320722"), programme))
    known = Recipient.objects.order_by("public_id").values_list("public_id", flat=True)
    found = [lookup.shown_row(address) for address in known]
    figures = (
        ListTotal.objects.shown()
        .order_by("region_id")
        .values_list("region_id", "month", "households", "amount")
    )
    return (
        [(row.pk, row.holder_name, row.amount) for row in rows],
        [row and row.pk for row in found if row],
        list(figures),
    )


def names():
    return {row[1] for row in seen()[0]}


@pytest.mark.parametrize("piece", range(1, PIECES + 1))
def test_who_dies_between_two_pieces_leaves_the_list_before_and_the_next_goes_on(approved, at_piece, piece):
    before = seen()
    at_piece(piece, dies)
    with pytest.raises(KeyboardInterrupt):
        publishing.publish(approved)
    rows, found, figures = seen()
    assert (rows, figures) == (before[0], before[2])
    assert set(found) == set(before[1])
    assert differences.sums(Batch.objects.get(pk=approved.pk)).changed == 2
    assert tasks.publish_begun() == 1
    assert names() == {name(n) for n in (1, 2, 3, 4, 5, 6)}
    assert (Recipient.objects.count(), StagedRow.objects.count()) == (9, 0)
    total = ListTotal.objects.current().get(region_id="320722")
    assert (total.households, total.added, total.removed, total.changed) == (6, 2, 1, 2)


@pytest.mark.parametrize("piece", [2, 5])
def test_every_piece_in_another_hand_and_two_hands_at_once(approved, at_piece, piece):
    at_piece(piece, lambda: publishing.publish(approved))
    assert publishing.publish(approved).state == BatchState.PUBLISHED
    assert names() == {name(n) for n in (1, 2, 3, 4, 5, 6)}
    assert Recipient.objects.count() == 9


def test_what_can_no_longer_be_public_is_taken_back(approved, at_piece):
    before = seen()
    at_piece(5, dies)
    with pytest.raises(KeyboardInterrupt):
        publishing.publish(approved)
    StagedRow.objects.filter(batch=approved).update(amount=1)
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(approved)
    assert "content_changed" in refused.value.codes
    assert seen() == before
    assert not Recipient.objects.filter(valid_from=approved).exists()
    assert Programme.objects.filter(opening=None).count() == Programme.objects.count()


def test_meanwhile_nobody_sends_it_back_and_no_other_list_of_the_programme_becomes_public(
    approved, at_piece, county, load
):
    other = reviewing.submit(
        load(
            [{**household(9), "所属街": "双河街道", "所属社": "刘庄村委会"}],
            region=Region.objects.get(pk="320722101"),
        ),
        county.editor,
        "又",
    )
    other = reviewing.approve(other, county.reviewer, ended=differences.sums(other).ended)
    told = []

    def ask():
        for act in (
            lambda: reviewing.send_back(approved, county.reviewer, "错了"),
            lambda: publishing.publish(other),
        ):
            with pytest.raises(ListActNotAllowed) as refused:
                act()
            told.extend(refused.value.codes)

    at_piece(4, ask)
    publishing.publish(approved)
    assert told[:2] == ["becoming_public", "another_opening"]


@pytest.mark.parametrize("number", [3, 1])  # stays as it is; gets another row
def test_who_is_hidden_meanwhile_stays_hidden(approved, at_piece, county, number):
    def hide():
        row = Recipient.objects.current().get(holder_name=name(number))
        proposal = proposals.propose_for_row(Step.HIDE, row, county.editor, "本人要求")
        proposals.confirm(proposal, county.reviewer)
        assert name(number) not in names()

    at_piece(PIECES, hide)
    publishing.publish(approved)
    assert names() == {name(n) for n in (1, 2, 3, 4, 5, 6) if n != number}
    total = ListTotal.objects.current().get(region_id="320722")
    assert (total.households, total.hidden) == (5, 1)


def test_who_is_hidden_while_figures_are_added_up_is_in_none_of_them(approved, monkeypatch, county):
    real, done = totals.figures, []

    def figures(batch):
        found = real(batch)
        if not done:
            row = Recipient.objects.current().get(holder_name=name(2))
            proposal = proposals.propose_for_row(Step.HIDE, row, county.editor, "本人要求")
            done.append(proposals.confirm(proposal, county.reviewer))
        return found

    monkeypatch.setattr(totals, "figures", figures)
    publishing.publish(approved)
    assert name(2) not in names()
    assert ListTotal.objects.current().get(region_id="320722").households == 5


def test_an_old_form_of_the_programme_does_not_show_half_a_list(approved, at_piece):
    old = Programme.objects.get(pk="rural-dibao")
    before = names()

    def save():
        old.legal_basis = "依据"
        old.save()
        assert names() == before

    at_piece(4, save)
    publishing.publish(approved)
    assert Programme.objects.get(pk="rural-dibao").legal_basis == "依据"
