"""What one text of a case tells of who wrote it goes in all of them, and what is told of others in none."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from complaints.identity import signed
from complaints.identity.redacted_text import case_document_text, redacted, redactor_for
from complaints.models import Case, Complainant
from protection.redaction import MASK
from search.workbench import case_documents
from tests.complaints.factories import make_complaint, write_later
from tests.tables import rows_beside

NAMED = "我叫覃秀禾，今年55岁。"
TITLE = "覃秀禾家的低保停了"


@pytest.mark.parametrize("told_by", ["narrative", "title"])
@pytest.mark.parametrize(
    "row", rows_beside(__file__, "told.csv"), ids=lambda row: f"{row['tells']}: {row['text']}"
)
def test_the_table_of_what_is_told(units, row, told_by):
    """What stands between ⟦ and ⟧ goes, where another text of the case tells; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    texts = {"narrative": text, "title": text, told_by: row["tells"]}
    case = Case(region=units["county"].region, **texts)
    assert redacted(case, text) == wanted, row["why"]


@pytest.mark.parametrize("complainant", [None, ("小覃", "18355027361", "", "")])
def test_a_later_message_tells_of_the_title_and_the_story_of_the_later_message(units, complainant):
    openness = {"openness": "confidential", "complainant": complainant} if complainant else {}
    case = make_complaint(
        title=TITLE, narrative="村里的人还在等通知。", **{"openness": "anonymous"} | openness
    )
    assert TITLE in str(case_document_text(case))
    write_later(case, f"{NAMED}秀禾说的都是真的。")
    case = Case.objects.get(pk=case.pk)
    document = case_documents.read([case.pk])[0]
    assert "秀禾" not in str(document)
    assert redacted(case, case.title) == "＊＊＊家的低保停了"


def test_lists_and_files_have_it_too_in_a_fixed_number_of_queries(
    units, staff, client, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(2):
        write_later(
            make_complaint(openness="anonymous", title=TITLE, narrative="村里的人还在等通知。"), NAMED
        )
    client.force_login(staff["county_supervisor"])
    assert "秀禾" not in client.get(reverse("case:index")).content.decode()
    cases = list(Case.objects.select_related("region", "complainant"))
    with django_assert_num_queries(1):
        hide = redactor_for(cases)
        assert {hide(case.title) for case in cases} == {"＊＊＊家的低保停了"}


def test_what_staff_wrote_tells_nothing_of_the_complainants_texts(units, staff):
    """Whoever guesses would see by the mask whether they are right."""
    case = make_complaint(openness="anonymous", title=TITLE, narrative="村里的人还在等通知。")
    assert redacted(case, "举报人：覃秀禾，覃秀禾来过") == "举报人：＊＊＊，＊＊＊来过"
    assert redacted(case, case.title) == TITLE


def test_each_text_of_a_case_is_read_once_for_its_document(units, monkeypatch):
    case = make_complaint(openness="anonymous", title=TITLE, narrative=NAMED)
    write_later(case, "秀禾等着。")
    read = Counter()
    real = signed.marks
    monkeypatch.setattr(signed, "marks", lambda form, **more: (read.update([form]), real(form, **more))[1])
    case_documents.read([case.pk])
    assert read == {TITLE: 1, NAMED.replace("，", ","): 1, "秀禾等着。": 1}


@pytest.mark.parametrize(
    "row", rows_beside(__file__, "officials.csv"), ids=lambda row: f"{row['name']}: {row['text']}"
)
def test_the_table_of_names_in_office_that_hold_a_part_of_ones_own(units, row):
    """What stands between ⟦ and ⟧ goes; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    case = Case(region=units["county"].region, title="", narrative="")
    case.complainant = Complainant(name=row["name"])
    assert redacted(case, text) == wanted, row["why"]
