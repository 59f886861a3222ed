"""Which reports the county reads first: those about somebody below it, and nobody else."""

from organizations.enums import Role
from tests.complaints.making import make_case
from tests.organizations.making import make_person
from tests.tables import rows_beside


def test_the_county_reads_only_what_is_clearly_below_it(units, staff, subtests):
    """Of reports, and complaints about conduct; one about assistance names the county as it names rules."""
    units["county"].name, units["township"].name = "丙县民政局", "和平镇民政办公室"
    for key in ("county", "township"):
        units[key].save()
    make_person("孙继财", (units["township"], Role.HANDLER))
    for row in rows_beside(__file__, "levels.csv"):
        with subtests.test(row["text"]):
            case = make_case(
                kind=row["kind"], matter=row["matter"], narrative=row["text"], title="反映低保的事"
            )
            assert case.unit == units[row["unit"]], row["why"]
