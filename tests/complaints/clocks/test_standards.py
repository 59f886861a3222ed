"""Which standard holds for which case: those that come with the project, and how a closer row goes before."""

from datetime import date

import pytest

from complaints.clocks import standards
from complaints.clocks.standards import Situation, applicable
from complaints.enums import ClockKind, StandardSource
from complaints.models import ServiceStandard
from tests.tables import rows_beside

EXPECTED = rows_beside(__file__, "standards_that_hold.csv")
SHIPPED = [row.standard() for row in standards.TABLE.rows]
DAY = date(2026, 12, 2)


def a_row(days, valid_from="2026-01-01", version=1, **named):
    return ServiceStandard(
        clock="inform", days=days, version=version, valid_from=date.fromisoformat(valid_from), **named
    )


def name_of(row):
    named = (row["kind"], row["matter"], row["held_by"], row["channel"], row["clock"], row["day"])
    return "-".join(filter(None, named))


@pytest.mark.parametrize("row", EXPECTED, ids=name_of)
def test_which_shipped_standard_holds(row):
    situation = Situation(row["kind"], row["matter"], row["held_by"], row["channel"])
    found = applicable(SHIPPED, situation, row["clock"], date.fromisoformat(row["day"]))
    assert (str(found.days), found.unit, found.source) == (row["days"], row["unit"], row["source"]), row[
        "why"
    ]


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([a_row(1)], 1),
        ([a_row(1), a_row(2, kind="complaint")], 2),
        ([a_row(1), a_row(2, kind="report")], 1),
        # First the kind, then the matter, who holds it, the channel.
        ([a_row(1, kind="complaint"), a_row(2, matter="list", held_by="bureau", channel="web")], 1),
        ([a_row(1, matter="list"), a_row(2, held_by="bureau", channel="web")], 1),
        ([a_row(1, held_by="bureau"), a_row(2, channel="web")], 1),
        ([a_row(1, kind="complaint"), a_row(2, kind="complaint", channel="web")], 2),
        ([a_row(1, kind="complaint"), a_row(2, kind="complaint", channel="letter")], 1),
        # A closer row goes before from its first day on.
        ([a_row(1), a_row(2, kind="complaint", valid_from="2026-12-03")], 1),
        ([a_row(1), a_row(2, kind="complaint", valid_from="2026-12-02")], 2),
        ([a_row(1, version=2, valid_from="2026-11-01"), a_row(2, version=1)], 1),
        # Two of one day: the later version; before all, the earliest day of the closest.
        ([a_row(1), a_row(2, version=2)], 2),
        ([a_row(1, valid_from="2027-01-01"), a_row(2, valid_from="2027-01-01", version=2)], 2),
        ([a_row(1, valid_from="2027-01-01"), a_row(2, valid_from="2027-02-01", version=2)], 1),
        ([], None),
    ],
)
def test_the_closest_row_in_force_holds(rows, days):
    found = applicable(rows, Situation("complaint", "list", "bureau", "web"), ClockKind.INFORM, DAY)
    assert (found and found.days) == days


@pytest.mark.parametrize("row", standards.TABLE.rows, ids=lambda row: f"{row.kind}-{row.matter}-{row.clock}")
def test_what_is_said_to_be_law_names_its_article_and_a_house_rule_says_so(row):
    if row.source == StandardSource.HOUSE:
        assert row.standard().basis.startswith("内部规定：")
    else:
        assert "条" in row.legal_basis or "规则" in row.legal_basis


def test_a_later_shipped_version_joins_and_what_an_administrator_entered_stays(prepared):
    own = ServiceStandard.objects.get(kind="enquiry", clock="decide")
    assert own.version == 2
    for kind in ("enquiry", "report"):
        ServiceStandard.objects.filter(kind=kind, held_by="", clock="decide").update(version=1)
    ServiceStandard.objects.filter(kind="enquiry", clock="decide").update(version=3)
    assert standards.fill() == 1
    assert [*ServiceStandard.objects.filter(kind="enquiry", clock="decide")] == [own]
    assert ServiceStandard.objects.filter(kind="report", held_by="", clock="decide").count() == 2
