"""Who is hidden leaves no trace on any page: the portal answers as if the household had never been listed."""

import re
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.db import transaction

from disclosure.enums import Step
from disclosure.models import ListTotal, Recipient
from tests.disclosure.lists import VILLAGES, household, name
from tests.disclosure.public.earlier import COUNTY, LIST, TOWNSHIP, VILLAGE, hide

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MIGRATION = import_module("disclosure.migrations.0024_hidden_in_no_count")
#: Where household 0 lives before and after it moves, and the township of either.
OTHER_VILLAGE, OTHER_TOWNSHIP = "320722101201", "320722101"
PLACES = ("3207", COUNTY, TOWNSHIP, VILLAGE, OTHER_TOWNSHIP, OTHER_VILLAGE)
TIMES = (
    "",
    *(f"?month=2026-{month:02}" for month in (9, 10, 11)),
    *(f"?on=2026-{day}" for day in ("09-20", "10-20")),
)
KINDS_OF_MONTH = ("/", "/statistics/", "/statistics.json")
ADDRESSES = [
    *(
        f"/lists/{code}/{LIST}{kind}{time}"
        for code, kind, time in product(PLACES, ("/", "/changes/", ".csv", ".json"), TIMES)
    ),
    *(f"/lists/{code}/{LIST}/?page=2" for code in PLACES),
    *(f"/lists/{code}/" for code in PLACES),
    *(f"/lists/{code}/statistics{kind}" for code in PLACES for kind in ("/", ".csv", ".json")),
    *(f"/lists/{code}{kind}{month}" for code, kind, month in product(PLACES, KINDS_OF_MONTH, TIMES[1:4])),
    f"/lists/bulk/{COUNTY}/",
    *(f"/lists/bulk/{COUNTY}-2026-{month:02}.{kind}" for month in (9, 10, 11) for kind in ("csv", "jsonl")),
    *(f"/lists/{code}/poster/" for code in PLACES),
    *(f"/lists/{code}/kiosk/{rest}" for code in PLACES for rest in ("", f"{LIST}/")),
    "/lists/",
]
HEADINGS = ("所属省", "所属市", "所属区", "所属街", "所属社")
#: What differs between two runs by itself: addresses of rows, moments.
CHANCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d\d:\d\d:\d\d(?:\.\d+)?|csrf\S+|nonce\S+")


def somewhere(code, **changes):
    return {**household(0), **dict(zip(HEADINGS, VILLAGES[code], strict=True)), **changes}


#: Household 0 in September, October and November: on the list as what, or None.
LIVES = {
    "moves": (somewhere(VILLAGE), somewhere(OTHER_VILLAGE), somewhere(OTHER_VILLAGE, **{"合计（元）": 900})),
    "comes": (None, somewhere(VILLAGE), somewhere(VILLAGE, **{"合计（元）": 900})),
    "leaves": (somewhere(VILLAGE), somewhere(VILLAGE, **{"合计（元）": 900}), None),
    "moves back": (somewhere(VILLAGE), somewhere(OTHER_VILLAGE), somewhere(VILLAGE)),
}
OTHERS = {
    "with neighbours": ([1, 2, 3, 4, 5, 6, 8], [1, 2, 4, 5, 6, 8], [1, 2, 4, 5, 6, 7, 8]),
    "alone in both villages": ([1, 4, 7], [1, 4], [1, 4, 7]),
}


@pytest.fixture
def world(on, county):
    """``world(life, others, hidden_after)``: three months published, and household 0 hidden after so many."""

    def world(life, others, hidden_after=None):
        for number, (own, rest) in enumerate(zip(life, others, strict=True)):
            on(9 + number, 5, [*([own] if own else []), *(household(n) for n in rest)])
            if number + 1 == hidden_after:
                hide(county, 0)

    return world


def answers(client):
    found = {address: client.get(address) for address in ADDRESSES}
    return {
        address: (answer.status_code, answer.get("Location", ""), CHANCE.sub("", text(answer)))
        for address, answer in found.items()
    }


def text(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def figures():
    names = ("region_id", "batch__month", "households", "people", "amount", "added", "removed", "changed")
    return sorted(ListTotal.objects.telling().values_list(*names, "is_current"))


def both(client, world, *args):
    """What a world answers and counts, with nothing left of it afterwards."""
    with transaction.atomic():
        world(*args)
        found = answers(client), figures()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    ("life", "after", "others"),
    [
        ("moves", 1, "with neighbours"),
        ("moves", 3, "with neighbours"),
        ("moves", 2, "alone in both villages"),
        ("comes", 2, "alone in both villages"),
        ("leaves", 1, "alone in both villages"),
        ("moves back", 3, "with neighbours"),
    ],
)
def test_no_page_tells_that_somebody_is_hidden(client, world, life, after, others):
    hidden = both(client, world, LIVES[life], OTHERS[others], after)
    absent = both(client, world, (None, None, None), OTHERS[others])
    assert hidden[1] == absent[1]
    assert [address for address in ADDRESSES if hidden[0][address] != absent[0][address]] == []
    assert sum(status == 200 for status, *_ in absent[0].values()) > 100


@pytest.mark.parametrize("life", ["moves", "comes", "moves back"])
def test_who_is_shown_again_counts_as_if_never_hidden(client, world, county, life):
    world(LIVES[life], OTHERS["with neighbours"])
    names = ("pk", "households", "people", "amount", "hidden", "added", "removed", "changed")
    before = list(ListTotal.objects.order_by("pk").values_list(*names))
    hide(county, 0)
    assert list(ListTotal.objects.order_by("pk").values_list(*names)) != before
    hide(county, 0, Step.UNHIDE)
    assert list(ListTotal.objects.order_by("pk").values_list(*names)) == before
    assert Recipient.objects.current().filter(holder_name=name(0), is_hidden=False).exists()


@pytest.mark.parametrize("life", ["moves", "comes", "moves back"])
def test_what_counted_hidden_households_until_now_is_put_right_once(world, county, life):
    world(LIVES[life], OTHERS["with neighbours"])
    names = ("added", "removed", "changed")
    before = {total.pk: {one: getattr(total, one) for one in names} for total in ListTotal.objects.all()}
    hide(county, 0)
    right = figures()
    for pk, counts in before.items():
        ListTotal.objects.filter(pk=pk).update(**counts)
    assert figures() != right
    MIGRATION.count_nobody_hidden(apps, None)
    assert figures() == right
