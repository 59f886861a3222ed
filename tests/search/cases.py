"""Cases for the tests of the workbench: three villages, several kinds, one that accuses an inspector."""

from complaints.enums import CaseKind, Channel, ReporterIdentity
from tests.complaints.factories import make_case, moment

COMPLAINANT = ("陈小满", "13905180001", "320722196505071233", "和平镇刘庄村一组")


def make_cases(units):
    """The cases by short names, oldest first."""
    return {
        "passbook": make_case(
            kind=CaseKind.REPORT,
            title="反映村干部扣留存折",
            narrative="村会计王建国把低保户的存折收上去保管。我叫陈小满，电话13905180001。",
            region_code="320722100201",
            respondents=[(units["village"].pk, "王建国")],
            received_at=moment("2026-09-01 09:00"),
            openness=ReporterIdentity.CONFIDENTIAL,
            complainant=COMPLAINANT,
        ),
        "stopped": make_case(
            kind=CaseKind.COMPLAINT,
            title="低保金停发三个月",
            narrative="从八月起没有收到低保金，存折也不在手里。",
            region_code="320722101201",
            channel=Channel.HOTLINE,
            received_at=moment("2026-10-01 09:00"),
        ),
        "enquiry": make_case(
            kind=CaseKind.ENQUIRY,
            title="咨询临时救助",
            narrative="家里失火，想问临时救助的条件。",
            region_code="320723100201",
            received_at=moment("2026-10-02 09:00"),
        ),
        "inspector": make_case(
            kind=CaseKind.REPORT,
            title="反映检查组收礼",
            narrative="检查组的人收了存折里的钱。",
            region_code="320722100201",
            respondents=[(units["inspection"].pk, "")],
            received_at=moment("2026-10-03 09:00"),
        ),
        "elsewhere": make_case(
            title="外市的存折",
            narrative="另一个市的事。",
            region_code="320803",
            received_at=moment("2026-10-04 09:00"),
        ),
    }
