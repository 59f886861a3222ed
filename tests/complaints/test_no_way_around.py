"""A staff view or a queryset that goes around the rule of visibility fails here (invariants 2, 6)."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from complaints import wagtail_hooks
from complaints.models import Attachment, CaseLogEntry
from tests.complaints.factories import a_formal_paper, do_with_reasons, make_case

ROOM = Path(wagtail_hooks.__file__).parent

#: What a view shows comes from these files; each reads cases through ``visible_to`` or the policy.
STAFF_FILES = [*sorted((ROOM / "staff").rglob("*.py")), ROOM / "wagtail_hooks.py"]


def test_there_are_staff_files_to_look_at():
    assert len(STAFF_FILES) > 15


@pytest.mark.parametrize("path", STAFF_FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_staff_file_reads_cases_by_another_way(path):
    for found in re.finditer(r"\b(Case|CaseEvent|Complainant|Respondent)\.objects\.(\w+)", path.read_text()):
        assert found.group(2) == "visible_to", f"{path.name}: {found.group()}"


def addresses(case, attachment) -> list[str]:
    """Every address of this room on the staff site that is about one case, from the registrations."""
    values = {
        "pk": case.number,
        "number": case.number,
        "kind": "note",
        "attachment": attachment.public_id,
        "paper": case.papers.get().public_id,
    }
    patterns = [
        *((pattern, pattern.name) for pattern in wagtail_hooks.register_urls()),
        *((pattern, f"case:{pattern.name}") for pattern in wagtail_hooks.case_viewset.get_urlpatterns()),
    ]
    found = []
    for pattern, name in patterns:
        names = set(pattern.pattern.converters)
        assert names <= set(values), f"{name}: say here what its {names - set(values)} is"
        # An import is no case, and its page names none.
        if names & {"pk", "number"} and name != "complaints_import":
            found.append(reverse(name, kwargs={key: values[key] for key in names}))
    return found


def test_no_address_opens_a_case_to_the_accused_or_to_another_region(client, units, staff):
    case = make_case(respondents=[(units["township"].pk, "")])
    a_formal_paper(case)
    attachment = Attachment.objects.create(case=case, file="x.pdf", kind="application/pdf", size=1)
    checked = addresses(case, attachment)
    assert len(checked) >= 4
    for who in ("handler", "supervisor", "neighbour", "other_operator", "editor", "administrator"):
        client.force_login(staff[who])
        for address in checked:
            for response in (client.get(address), client.post(address, {"sequence": 1, "reason": "测试"})):
                assert response.status_code in (302, 403, 404), (who, address)
                if response.status_code == 302:
                    assert response.url == reverse("wagtailadmin_home")
    assert case.events.count() == 1


def test_lists_counts_and_searches_do_not_tell_that_it_exists(client, units, staff):
    """The same case with and without the accusation: for the accused the pages are the same."""
    case = make_case(title="独一无二的标题", respondents=[(units["township"].pk, "")])
    client.force_login(staff["handler"])
    for address in (
        reverse("case:index"),
        reverse("case:index") + f"?q={case.number[:-1]}",
        reverse("case:index") + "?status=open",
        reverse("case:index_results"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:site_history") + "?export=csv",
    ):
        response = client.get(address)
        body = (b"".join(response) if response.streaming else response.content).decode()
        assert "独一无二的标题" not in body, address
        assert case.number not in body, address
    panel = client.get(reverse("wagtailadmin_home")).context["panels"]
    (cases,) = [part for part in panel if getattr(part, "name", "") == "cases"]
    figures = cases.get_context_data({})["figures"]
    assert {figure.number for figure in figures} == {0}


def test_the_log_is_read_only_with_the_case(units, staff):
    seen, hidden = make_case(), make_case(respondents=[(units["township"].pk, "")])
    do_with_reasons(seen, "note", staff["handler"])
    entries = CaseLogEntry.objects.viewable_by_user(staff["handler"])
    assert {entry.object_id for entry in entries} == {str(seen.pk)}
    above = CaseLogEntry.objects.viewable_by_user(staff["county_supervisor"])
    assert {entry.object_id for entry in above} == {str(seen.pk), str(hidden.pk)}
    assert str(entries.first()).startswith("complaints.")
