"""What is judged once for many places is what each of them would be told by itself, whatever is public."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.catalogue import overview as overviews
from disclosure.catalogue.offices import PublishingOffice, lines
from disclosure.enums import BatchState, DutyState
from disclosure.models import Batch, CatalogueItem, NotApplicable, Notice, Programme
from organizations.enums import Level, UnitKind
from organizations.models import Region, Unit
from tests.disclosure.notices.factories import make_notice

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
STATES = [BatchState.PUBLISHED] * 4 + [BatchState.TAKEN_DOWN, BatchState.REPLACED]


@pytest.fixture
def places(county):
    """Every place of the tests' city, and some townships beside them."""
    for number in range(102, 112):
        Region.objects.create(
            code=f"320722{number}", name=f"第{number}镇", level=Level.TOWNSHIP, parent_id="320722"
        )
        Region.objects.create(
            code=f"320722{number}201", name="一村", level=Level.VILLAGE, parent_id=f"320722{number}"
        )
    return list(Region.objects.filter(code__startswith="3207").values_list("code", flat=True))


def day(chance):
    return TODAY - timedelta(days=chance.randrange(200))


def at(chance):
    when = day(chance)
    return datetime(when.year, when.month, when.day, 9, tzinfo=SHANGHAI)


def anything(chance, county, places):
    """Lists, exceptions, offices and notices anywhere, in any state."""
    programmes = list(Programme.objects.values_list("pk", flat=True))
    for _ in range(chance.randrange(1, 14)):
        state = chance.choice(STATES)
        Batch.objects.create(
            programme_id=chance.choice(programmes),
            region_id=chance.choice(places),
            month=date(2026, chance.randrange(6, 12), 1),
            state=state,
            published_at=at(chance),
            withdrawn_at=at(chance) if state == BatchState.TAKEN_DOWN else None,
            uploaded_by=county.editor,
        )
    items = list(CatalogueItem.objects.prefetch_related("programmes"))
    for _ in range(chance.randrange(4)):
        item, since = chance.choice(items), day(chance)
        NotApplicable.objects.create(
            item=item,
            programme=chance.choice([None, *item.programmes.all()]),
            region_id=chance.choice(places),
            reason="没有这项业务",
            since=since,
            until=chance.choice([None, since + timedelta(days=100)]),
            entered_by=county.editor,
        )
    CatalogueItem.objects.filter(pk=chance.choice(items).pk).update(region=chance.choice(places))
    for code in chance.sample(places, 4):
        phone, address = chance.choice([("0518-8000 0000", "人民路1号"), ("", ""), ("0518-8000 0001", "")])
        told = {"phone": phone, "address": address, "is_public": True}
        Unit.objects.create(name=f"{code}办", kind=UnitKind.TOWNSHIP, region_id=code, **told)
    villages = [code for code in places if code.startswith("320722") and len(code) == 12]
    for number, code in enumerate(chance.sample(villages, chance.randrange(4))):
        make_notice(county.editor, county.reviewer, number + 1, region=code)
    Notice.objects.update(shown_from=TODAY, shown_until=TODAY + timedelta(days=7))


@pytest.mark.parametrize("seed", range(12))
def test_every_cell_is_the_one_of_its_place(county, places, seed):
    chance = random.Random(seed)
    anything(chance, county, places)
    known, plain = overviews.read(TODAY), overviews.read(TODAY)
    for code in chance.sample(places, len(places)):
        for duty in known.duties:
            assert known.cell(duty, code) == plain.judged(duty, code), (code, duty.item.number)


@pytest.mark.parametrize("seed", range(12, 18))
def test_the_report_by_state_has_the_same_lines_in_the_same_order(county, places, seed):
    chance = random.Random(seed)
    anything(chance, county, places)
    board, plain = overviews.read(TODAY), overviews.read(TODAY)
    offices = [PublishingOffice(code, code) for code in places if len(code) in (6, 9)]
    for wanted in (overviews.OPEN, (DutyState.NOT_APPLICABLE,), tuple(DutyState)):
        every = [(office, plain.judged(duty, office.code)) for office in offices for duty in plain.duties]
        chosen = [(office, cell) for office, cell in every if cell.state in wanted]
        chosen.sort(key=lambda one: (one[1].by or date.max, one[0].code))
        found = lines(board, offices, states=wanted)
        assert [(line.office, line.cell) for line in found] == chosen
        assert [(line.office, line.cell) for line in found[1:4]] == chosen[1:4]


def test_a_place_with_nothing_of_its_own_costs_no_judgement_and_no_query(county, places, monkeypatch):
    anything(random.Random(3), county, places)
    judged: list[str] = []
    real = overviews.CatalogueOverview.judged
    monkeypatch.setattr(
        overviews.CatalogueOverview,
        "judged",
        lambda board, duty, code: judged.append(code) or real(board, duty, code),
    )

    def cost(codes):
        judged.clear()
        with CaptureQueriesContext(connection) as captured:
            list(
                lines(
                    overviews.read(TODAY),
                    [PublishingOffice(code, code) for code in codes],
                    states=overviews.OPEN,
                )
            )
        return len(judged), len(captured)

    real_ones = [code for code in places if len(code) in (6, 9)]
    cost(real_ones)
    few = cost(real_ones)
    assert cost([*real_ones, *(f"320722{number}" for number in range(300, 900))]) == few
