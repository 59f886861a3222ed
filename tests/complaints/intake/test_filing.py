"""Filing: one door, once, whole or not at all (design, invariant 1)."""

import itertools
import re

import pytest
from django.db import connection, transaction

from complaints.enums import CaseKind, CaseStatus, Channel, EventKind, ReporterIdentity
from complaints.identity import receipts
from complaints.intake import filing, found_again
from complaints.intake.filing import file_case
from complaints.intake.intake import IntakeRefused, check
from complaints.models import Case, CaseClock, CaseEvent, Complainant, Respondent
from tests.complaints.factories import an_intake, make_case, moment


def test_a_filed_case_is_registered_routed_and_has_its_first_clock(units):
    filed = file_case(an_intake(received_at=moment("2026-09-01 09:30")), submission_key="one")
    case = filed.case
    assert filed.created
    assert re.fullmatch(r"320722-2026-\d{6}", case.number)
    assert case.status == CaseStatus.REGISTERED
    assert case.unit == units["township"]
    assert [event.kind for event in case.events.all()] == [EventKind.REGISTER]
    assert [str(clock.due_on) for clock in case.clocks.order_by("due_on")] == ["2026-09-02", "2026-09-04"]


def test_the_same_submission_files_once_and_shows_the_same_receipt(units):
    first = file_case(an_intake(), submission_key="twice")
    second = file_case(an_intake(title="另一个标题"), submission_key="twice")
    assert (first.case, first.receipt, first.pin) == (second.case, second.receipt, second.pin)
    assert not second.created
    assert Case.objects.count() == 1


def test_a_number_says_county_and_year_and_nothing_of_other_cases(units):
    numbers = [
        make_case(received_at=moment("2025-12-31 23:50")).number,
        make_case(received_at=moment("2026-01-01 00:10")).number,
        make_case(region_code="320723100201").number,
        make_case(region_code="3207").number,
        *(make_case().number for _turn in range(4)),
    ]
    assert [number[:12] for number in numbers] == [
        "320722-2025-",
        "320722-2026-",
        "320723-2026-",
        "320700-2026-",
        *["320722-2026-"] * 4,
    ]
    serials = [int(number[12:]) for number in numbers]
    assert all(abs(one - other) > 1 for one, other in itertools.pairwise(serials))


def test_a_number_that_is_taken_is_drawn_again(units, monkeypatch):
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("complaints.intake.filing.derive", lambda *_args: next(drawn).to_bytes(8))
    assert [make_case().number[-6:] for _turn in range(2)] == ["000007", "000008"]


def test_identity_is_kept_encrypted_and_found_by_its_index(units):
    case = make_case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, address FROM complaints_complainant")
        stored = " ".join(cursor.fetchone())
    assert "陈小满" not in stored
    assert "13905180001" not in stored
    assert Complainant.objects.get(phone_index=found_again.phone_index("139 0518-0001")).case == case


def test_an_anonymous_case_has_no_complainant(units):
    case = make_case(openness=ReporterIdentity.ANONYMOUS)
    assert not Complainant.objects.filter(case=case).exists()


def test_the_audit_log_has_one_entry_without_anything_protected(units):
    from complaints.models import CaseLogEntry

    case = make_case(respondents=[(None, "王某人")])
    (entry,) = CaseLogEntry.objects.filter(action="complaints.register")
    assert entry.label == case.number
    assert "陈小满" not in str(entry.data)
    assert "王某人" not in str(entry.data)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"narrative": ""}, "narrative"),
        ({"narrative": "长" * 20_001}, "narrative"),
        ({"kind": "praise"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"openness": "half"}, "openness"),
        ({"region_code": "999999"}, "region_code"),
        ({"programme_code": "no-such"}, "programme_code"),
        ({"respondents": [(987654, "")]}, "respondents"),
        ({"attachments": [987654]}, "attachments"),
        ({"complainant": None}, "complainant"),
        ({"complainant": ("陈小满", "", "", "")}, "complainant"),
        ({"complainant": ("陈小满", "13905180001", "320722198001010011", "")}, "id_number"),
        ({"openness": ReporterIdentity.ANONYMOUS, "complainant": ("陈小满", "1", "", "")}, "complainant"),
        ({"kind": CaseKind.OBJECTION}, "row"),
        ({"row": "4be0643f-1d98-573b-97cd-ca98a65347dd"}, "row"),
    ],
)
def test_what_cannot_be_filed_says_which_field_and_what_would_be_right(units, changes, field):
    """Invariant 8: a message for the field, and nothing stored."""
    errors = check(an_intake(**changes))
    assert list(errors) == [field]
    assert len(errors[field]) > 5
    with pytest.raises(IntakeRefused) as refused:
        file_case(an_intake(**changes), submission_key="bad")
    assert refused.value.errors == errors
    assert not Case.objects.exists()


def test_all_errors_come_at_once(units):
    assert set(check(an_intake(title="", narrative="", region_code="", kind=""))) == {
        "title",
        "narrative",
        "region_code",
        "kind",
    }


def test_no_receipt_inside_somebody_elses_transaction(units):
    """A receipt means "committed"; inside a transaction nothing is."""
    with transaction.atomic(), pytest.raises(RuntimeError):
        file_case(an_intake(), submission_key="nested")


def test_a_caller_with_a_transaction_registers_and_looks_the_receipt_up_afterwards(units):
    with transaction.atomic():
        case, created = filing.register(an_intake(), submission_key="held")
    assert created
    assert filing.register(an_intake(), submission_key="held") == (case, False)
    filed = receipts.filed_by("held")
    assert filed.case == case
    assert receipts.filed_by("unknown") is None


STEPS = [
    "complaints.parties.respondents.Respondent.objects.bulk_create",
    "complaints.intake.filing._write_complainant",
    "complaints.intake.filing.append",
    "complaints.handling.casework.CaseEvent.objects.create",
    "complaints.intake.filing._adopt",
    "complaints.clocks.projection.refresh",
    "complaints.handling.record.case_changed.send",
    "complaints.intake.filing.audit.record",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_between_any_two_steps_leaves_nothing(units, monkeypatch, step):
    """Invariant 1: killed before any step of the filing, no half case is left, and the key files anew."""

    class Crash(Exception):
        pass

    def crash(*args, **kwargs):
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(step, crash)
        with pytest.raises(Crash):
            file_case(an_intake(), submission_key="crash")
    for model in (Case, CaseEvent, CaseClock, Complainant, Respondent):
        assert not model.objects.exists(), model
    assert receipts.filed_by("crash") is None
    assert file_case(an_intake(), submission_key="crash").created


def test_a_named_officer_takes_the_unit_along(units, staff):
    """Who writes "Officer Zhao" without the office still does not reach that office."""
    case = make_case(respondents=[(None, "赵 测试")])
    assert {(row.unit, row.name) for row in case.respondents.all()} == {
        (None, "赵测试"),
        (units["township"], "赵测试"),
    }
    assert case.unit == units["county"]


def test_channels_and_kinds_all_file(units):
    for channel in Channel.values:
        for kind in set(CaseKind.values) - {CaseKind.OBJECTION}:
            case = make_case(kind=kind, channel=channel)
            expected = CaseStatus.REGISTERED if kind == CaseKind.ENQUIRY else CaseStatus.SCREENING
            assert case.status == expected
