"""What stands in "who" is kept in clear, so what tells who complains is taken out of it before."""

import pytest

from complaints.handling import conversation
from complaints.models import Case, Respondent
from organizations.enums import Role
from supervision.models import LeadRespondent
from tests.complaints.factories import do_with_reasons, make_case
from tests.organizations.factories import make_person
from tests.supervision.factories import make_lead

WHO = ("陈小满", "13905180001", "320722196001011237", "和平镇刘庄村一组12号")
WORDS = [
    ("我是陈小满13905180001告民政办的人", "我是〔反映人〕告民政办的人"),
    ("陈小满（139 0518 0001）的堂叔", "〔反映人〕)的堂叔"),
    ("住和平镇刘庄村一组12号旁边的会计", "住〔反映人〕旁边的会计"),
    ("民政办李小满(85201234)", "民政办李小满(85201234)"),
    ("会计，我电话13811112222", "会计,我电话〔反映人〕"),
    ("会计，我微信xm_chen1988", "会计,我微信〔反映人〕"),
    ("陈小满", "〔反映人〕"),
    ("陈小明", "陈小明"),
]


def stored(case) -> str:
    return " ".join(case.respondents.values_list("name", flat=True))


@pytest.mark.parametrize(("words", "kept"), WORDS)
def test_the_complainant_is_not_written_into_it(units, words, kept) -> None:
    case = make_case(kind="report", complainant=WHO, respondents=[(None, words)])
    said = case.respondents.filter(derived=False).get()
    assert said.name == kept
    for value in (WHO[0], WHO[1], WHO[3]):
        assert kept == words or value not in stored(case)


def test_whom_the_words_mean_is_found_all_the_same(units, staff) -> None:
    officer = make_person("陈小满", (units["township"], Role.HANDLER))
    case = make_case(kind="report", complainant=WHO, respondents=[(None, "民政办陈小满骂我")])
    assert case.respondents.filter(user=officer).exists()
    assert not Case.objects.visible_to(officer).filter(pk=case.pk).exists()


def test_what_staff_add_keeps_a_name_and_no_number_also_when_it_is_read_again(units, staff) -> None:
    """They are not told who complained, and a name that was taken out would tell them."""
    case = make_case(kind="report", complainant=WHO, respondents=[(None, WORDS[0][0])])
    do_with_reasons(case, "screen", staff["county_supervisor"], handling_unit=units["county"])
    do_with_reasons(
        case, "add_respondent", staff["county_supervisor"], accused_name="陈小满13905180001的堂叔"
    )
    make_person("韩新来", (units["township"], Role.HANDLER))
    conversation.write_back(case, "还有别的事。")
    assert "13905180001" not in stored(case)
    assert {row.name for row in case.respondents.filter(derived=False)} == {
        "我是〔反映人〕告民政办的人",
        "陈小满〔反映人〕的堂叔",
    }
    rows = list(Respondent.objects.filter(case=case).values_list("unit", "user", "name", "derived"))
    assert len(rows) == len(set(rows)), "nothing is written twice"
    assert case.respondents.filter(derived=False).count() == 2


def test_nor_does_what_a_lead_is_about(units, staff) -> None:
    case = make_case(kind="report", matter="money", complainant=WHO)
    make_lead(staff["inspector"], units["inspection"], cases=[case], accused=["陈小满13905180001的堂叔"])
    names = " ".join(LeadRespondent.objects.values_list("name", flat=True))
    assert "陈小满〔反映人〕的堂叔" in names
    assert "13905180001" not in names
