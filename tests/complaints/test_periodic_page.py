"""The staff page of periodic work says the same whether or not its reader is kept from a case."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from complaints.models import Case
from organizations.enums import Role
from portal.models import PeriodicWork
from portal.periodic import running
from portal.periodic.table import table
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person

CELLS = re.compile("<td>(.*?)</td>", re.DOTALL)


def run_all(client) -> list[str]:
    """The cells of the page after every command of the table was run, without the times."""
    running._enter_new()
    PeriodicWork.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert set(running.run_due("a")) == {each.name for each in table()}
    page = client.get(reverse("portal_periodic")).content.decode().partition("<tbody>")[2]
    return [
        re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", cell)
        for cell in CELLS.findall(page.partition("</tbody>")[0])
    ]


def test_no_command_tells_there_of_a_case_that_its_reader_is_not_shown(client, units, staff, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    administrator = make_person("镇管理", (units["township"], Role.ADMINISTRATOR))
    client.force_login(administrator)
    before = run_all(client)
    outcomes = before[2::4]
    assert len(outcomes) == len(table())
    assert set(outcomes) == {str(PeriodicWork.Outcome.DONE.label)}

    hidden = make_case(kind="report", matter="money", respondents=[(units["township"].pk, "")])
    assert not Case.objects.visible_to(administrator).filter(pk=hidden.pk).exists()
    assert run_all(client) == before
