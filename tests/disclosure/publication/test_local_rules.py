"""Lists that no national text asks for become public by a local rule with its basis, or not at all."""

import pytest

from disclosure.enums import BatchState, Step
from disclosure.models import Batch, Programme
from disclosure.problems import ListActNotAllowed
from disclosure.publication import local_rules, proposals, publishing, reviewing
from tests.disclosure import shapes

pytestmark = pytest.mark.django_db
WAITING = [row.programme for row in local_rules.TABLE.rows]


@pytest.fixture
def draft(load):
    """``draft(programme)`` loads a list of it."""
    return lambda programme: load(shapes.SHAPES[programme](), programme=Programme.objects.get(pk=programme))


def refused(act, *args):
    with pytest.raises(ListActNotAllowed) as told:
        act(*args)
    return told.value.codes


def test_they_are_read_and_checked_and_wait(draft, county):
    for programme in WAITING:
        batch = draft(programme)
        assert batch.accepted_count
        assert refused(reviewing.submit, batch, county.editor) == ["without_basis"]


@pytest.mark.parametrize(("basis", "proof"), [("", "lists"), (" ", "lists"), ("某市办法 6", "notices")])
def test_a_row_without_basis_or_of_something_else_is_no_rule(draft, county, local_rule, basis, proof):
    local_rule("marginal", basis, proof)
    assert refused(reviewing.submit, draft("marginal"), county.editor) == ["without_basis"]


def test_by_a_local_rule_they_become_public_and_only_while_it_stands(draft, county, local_rule):
    item = local_rule("marginal")
    batch = reviewing.submit(draft("marginal"), county.editor)
    item.programmes.clear()
    assert refused(reviewing.approve, batch, county.reviewer) == ["without_basis"]
    item.programmes.add("marginal")
    batch = reviewing.approve(batch, county.reviewer)
    item.programmes.clear()
    assert refused(publishing.publish, batch) == ["without_basis"]
    item.programmes.add("marginal")
    batch = publishing.publish(batch)
    assert batch.state == BatchState.PUBLISHED
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.TAKEN_DOWN)
    batch.refresh_from_db()
    item.programmes.clear()
    assert refused(proposals.propose, Step.SHOW_AGAIN, batch, county.editor, "已更正") == ["without_basis"]


def test_what_the_law_asks_for_needs_no_further_rule(prepared):
    named = set(Programme.objects.values_list("pk", flat=True))
    assert set(WAITING) == {"marginal", "rigid-expense"}
    assert all(local_rules.may_be_public(programme, "320722") for programme in named - set(WAITING))


def test_a_rule_of_one_county_opens_no_list_of_another(draft, county, local_rule):
    item, batch = local_rule("marginal"), draft("marginal")
    for place, opens in (("320723", False), ("320722", True), ("3207", True), (None, True)):
        item.region_id = place
        item.save()
        assert local_rules.may_be_public("marginal", batch.region_id) is opens, place
    item.not_applicable.create(region_id="320722", reason="本县没有这样的规定")
    assert refused(reviewing.submit, batch, county.editor) == ["without_basis"]
