"""Three cases and two leads, and those whose pages show them."""

import pytest

from complaints.models import Case
from organizations.enums import Role
from organizations.models import Unit
from supervision import transferring
from tests.complaints.factories import do_with_reasons, make_complaint
from tests.organizations.factories import make_places, make_units
from tests.project.serial_keys.factories import FIRST, add_file, number_from, open_lead, person


@pytest.fixture
def units(prepared):
    for model, first in FIRST.items():
        number_from(model, first)
    make_places()
    made = make_units()
    made["commission"] = Unit.objects.create(name="纪委", kind="inspection", region_id="3207")
    return made


@pytest.fixture
def people(units):
    """Those whose pages show cases and leads, by what they do."""
    return {
        "township": person(units, "赵测试", "township", Role.HANDLER, Role.SUPERVISOR),
        "county": person(units, "钱测试", "county", Role.HANDLER, Role.SUPERVISOR, Role.OPERATOR),
        "inspector": person(units, "孙测试", "inspection", Role.INSPECTOR),
        "elsewhere": person(units, "李测试", "other_city", Role.HANDLER, Role.OPERATOR),
    }


@pytest.fixture
def cases(units, people):
    """Three that everybody at work there sees, worked on and with files."""
    made = [make_complaint(title=f"第{turn}件") for turn in "甲乙丙"]
    for case in made:
        add_file(case)
        do_with_reasons(case, "accept", people["township"])
        do_with_reasons(case, "note", people["township"])
    return [Case.objects.get(pk=case.pk) for case in made]


@pytest.fixture
def kept(units, people, cases):
    """Two leads of the inspector, one transferred."""
    inspector = people["inspector"]
    still_open = open_lead(inspector, units["inspection"], cases[:2])
    sent = open_lead(inspector, units["inspection"], cases[1:])
    transferring.transfer(
        sent,
        user=inspector,
        to_unit=units["commission"],
        letter_number=transferring.suggested_number(sent),
        reason="移送",
    )
    return [still_open, sent]
