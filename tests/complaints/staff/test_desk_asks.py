"""The operator asks the caller who may read it first, and takes the answer down."""

from django.urls import reverse

from complaints.models import Case
from tests.complaints.factories import a_call

DESK = "complaints_desk"


def test_the_caller_is_asked_who_may_read_it_first(desk, units):
    call = a_call(matter="assistance", reach="below", people="")
    del call["reader"]
    asked = desk.post(reverse(DESK), call)
    assert (asked.status_code, Case.objects.count()) == (200, 0)
    assert units["county"].name in asked.content.decode()
    assert asked.context["form"].data["narrative"] == call["narrative"]
    again = desk.post(reverse(DESK), call | {"reader": ""})
    assert (again.status_code, bool(again.context["reader"].errors)) == (422, True)
    desk.post(reverse(DESK), call | {"reader": units["county"].pk})
    assert Case.objects.get().unit == units["county"]


def test_the_caller_wants_another_office(desk, units):
    call = a_call(matter="assistance", reach="below", people="", reader=f"not-{units['county'].pk}")
    asked = desk.post(reverse(DESK), call)
    assert (asked.status_code, Case.objects.count()) == (200, 0)
    assert asked.context["reader"].fields["reader"].choices[0][0] == str(units["city"].pk)
    assert asked.context["form"].data.getlist("not_first") == [str(units["county"].pk)]
    desk.post(reverse(DESK), call | {"not_first": units["county"].pk, "reader": units["city"].pk})
    case = Case.objects.get()
    assert case.unit == units["city"]
    assert [row.unit for row in case.respondents.filter(avoided=True)] == [units["county"]]


def test_where_the_caller_wants_none_of_them_it_stays_with_the_last(desk, units):
    others = [units[key].pk for key in ("township", "county", "inspection")]
    call = a_call(reach="below", people="", not_first=others, reader=f"not-{units['city'].pk}")
    asked = desk.post(reverse(DESK), call)
    assert "这里没有别的单位" in asked.content.decode()
    assert asked.context["reader"].fields["reader"].choices[0][0] == str(units["city"].pk)
    assert Case.objects.count() == 0


def test_what_turns_out_to_be_a_plain_question_is_filed_without_the_answer_to_the_other(desk, units):
    """The operator mends the kind after they were asked: the page still says who was let."""
    question = {"title": "低保怎么申请", "narrative": "请问低保怎么申请？"}
    call = a_call(kind="enquiry", reach="nobody", people="", reader=units["county"].pk, **question)
    assert desk.post(reverse(DESK), call).status_code == 302
    assert Case.objects.get().unit == units["township"]


def test_a_no_counts_also_where_the_call_turns_out_to_be_a_plain_question(desk, units):
    question = {"title": "低保怎么申请", "narrative": "请问低保怎么申请？"}
    call = a_call(kind="enquiry", reach="nobody", people="", reader=f"not-{units['township'].pk}", **question)
    answer = desk.post(reverse(DESK), call)
    if answer.status_code == 200:
        desk.post(reverse(DESK), call | {"not_first": units["township"].pk, "reader": units["county"].pk})
    case = Case.objects.get()
    assert case.unit == units["county"]
    assert case.respondents.filter(unit=units["township"], avoided=True).exists()
