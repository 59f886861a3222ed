"""The page and the command, and for whom they are."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from complaints.imports import importing
from complaints.models import CaseImport
from organizations.enums import Role
from organizations.models import Region
from tests.complaints.imports.files import FIRST, as_csv
from tests.organizations.factories import make_person


def test_only_an_administrator_of_that_very_place(take, admin, units, staff):
    region = Region.objects.get(pk=units["county"].region_id)
    for user in (admin, staff["operator"], staff["handler"]):
        with pytest.raises(importing.NotTheirs):
            importing.receive(as_csv([FIRST]), region=region, user=user)


def test_the_command_says_what_came_of_it(take, admin, tmp_path, capsys):
    path = tmp_path / "留言.csv"
    path.write_bytes(as_csv([FIRST, ("", *FIRST[1:])]).read())
    call_command("import_cases", path, "--region", "3207", "--user", admin.username)
    said = capsys.readouterr().out
    assert "第 3 行" in said or "row 3" in said
    with pytest.raises(CommandError):
        call_command("import_cases", path, "--region", "3207", "--user", "nobody")


def test_the_page_takes_a_file_and_shows_what_came_of_it(client, take, admin):
    client.force_login(admin)
    file = as_csv([FIRST, ("", *FIRST[1:])])
    file.name = "留言.csv"
    response = client.post(reverse("complaints_imports"), {"region": "3207", "file": file}, follow=True)
    made = CaseImport.objects.get()
    assert response.redirect_chain[-1][0] == reverse("complaints_import", args=[made.pk])
    html = client.get(reverse("complaints_import", args=[made.pk])).content.decode()
    assert "没有编号" in html
    assert (
        reverse("complaints_import", args=[made.pk])
        in client.get(reverse("complaints_imports")).content.decode()
    )


def test_nobody_else_sees_the_pages(client, take, staff, units):
    made = take(as_csv([FIRST]))
    for user in (staff["handler"], staff["operator"]):
        client.force_login(user)
        assert client.get(reverse("complaints_imports")).status_code in (302, 403)
    client.force_login(make_person("管理丙", (units["county"], Role.ADMINISTRATOR)))
    assert client.get(reverse("complaints_import", args=[made.pk])).status_code == 404
