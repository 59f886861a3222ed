"""Two at once: one submission files one case, one state takes one act, no number is given twice."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from complaints.handling.casework import act
from complaints.intake.filing import file_case
from complaints.models import Case
from protection.refusals import NotAllowed
from tests.complaints.factories import an_intake, make_case, make_staff
from tests.organizations.factories import make_places, make_units

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    """Places, units and staff, committed: other connections have to see them."""
    make_places()
    return make_staff(make_units())


def at_once(*calls):
    """Run the calls in threads that start together; return what each gave or raised."""
    ready, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            ready.wait(timeout=10)
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_the_same_submission_at_once_is_one_case(people):
    results = at_once(*[lambda: file_case(an_intake(), submission_key="same") for _number in range(4)])
    assert len({filed.receipt for filed in results}) == 1
    assert sorted(filed.created for filed in results) == [False, False, False, True]
    assert Case.objects.count() == 1


def test_different_submissions_at_once_get_different_numbers(people):
    results = at_once(
        *[lambda key=key: file_case(an_intake(), submission_key=key).case.number for key in "abcdef"]
    )
    assert len(set(results)) == 6
    assert {number[:12] for number in results} == {f"320722-{timezone.localdate().year}-"}


def test_one_of_two_acts_at_once_is_refused(people):
    case = make_case()

    def accept(name):
        return lambda: act(Case.objects.get(pk=case.pk), "accept", user=people[name], expected=1)

    results = at_once(accept("handler"), accept("colleague"))
    assert sum(isinstance(result, NotAllowed) for result in results) == 1
    assert list(case.events.values_list("sequence", flat=True)) == [1, 2]


def test_a_receipt_means_committed(people):
    """Another connection sees the case as soon as the receipt is there."""
    filed = file_case(an_intake(), submission_key="committed")
    assert not connection.in_atomic_block
    (seen,) = at_once(lambda: Case.objects.filter(pk=filed.case.pk).exists())
    assert seen is True
