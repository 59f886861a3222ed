"""Somebody shall step aside: asked for under the receipt (信访工作条例 28)."""

from django.urls import reverse

from complaints.enums import EventKind
from tests.complaints.factories import do_with_reasons, sees
from tests.complaints.public.citizen import refused, shown


def test_it_is_asked_for_under_the_receipt(opened, case, staff, units):
    address = reverse("complaints:recusal")
    for _click in range(2):
        said = {"recusal-text": "办这件事的人里有我不放心的亲戚关系。"}
        assert opened.post(address, said).status_code == 302
    assert case.events.filter(kind=EventKind.ASK_RECUSAL).count() == 1
    assert 'id="recusal"' not in shown(opened), "once, until it is decided"
    case.refresh_from_db()
    # The words may mean anybody who has it, so the office above reads them, and decides.
    assert not any(sees(staff[who], case) for who in ("handler", "supervisor"))
    decider = staff["inspector" if case.unit == units["inspection"] else "city_supervisor"]
    do_with_reasons(case, "refuse_recusal", decider, text="经核实，没有应当回避的情形。")
    page = shown(opened)
    assert "经核实，没有应当回避的情形。" in page
    assert 'id="recusal"' in page


def test_an_empty_request_is_refused_and_the_page_comes_back(opened, case):
    refused(opened, reverse("complaints:recusal"), {"recusal-text": " "})
    assert not case.events.filter(kind=EventKind.ASK_RECUSAL).exists()
    assert opened.get(reverse("complaints:recusal")).url.endswith("#recusal")
