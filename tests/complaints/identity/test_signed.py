"""Who filed without a name and signs all the same is named to nobody; whoever else is named stays."""

import re

import pytest

from complaints.identity.redacted_text import case_document_text, redactor_for, who_without_own
from complaints.identity.signed import without_signature
from protection.redaction import MASK, both, redact
from tests.complaints.factories import make_case
from tests.tables import rows_beside


@pytest.mark.parametrize("row", rows_beside(__file__, "signed.csv"), ids=lambda row: row["text"])
def test_the_table_of_signatures(row):
    """What stands between ⟦ and ⟧ goes, and numbers by their form; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    assert without_signature(text) == wanted, row["why"]
    assert redactor_for([])(text) == both(wanted, redact(text)), row["why"]


@pytest.mark.parametrize(
    "who", ["孙继财 13805123344", "孙继财，电话13805123344", "刘庄村\n孙继财\n13805123344"]
)
def test_whoever_is_complained_about_stays_beside_their_telephone(who):
    assert "孙继财" in who_without_own(who, [])


@pytest.mark.usefixtures("units")
def test_an_anonymous_letter_with_a_signature_is_read_without_it():
    case = make_case(openness="anonymous", narrative="村会计扣了我的低保。此致敬礼！柳如眉 2026年11月28日")
    assert "柳如眉" not in str(case_document_text(case))
    assert "2026年11月28日" in str(case_document_text(case))
