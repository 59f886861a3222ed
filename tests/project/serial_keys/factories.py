"""Cases and leads whose keys are told apart from any other number, and what a browser is answered of them."""

import re

from django.core.files.base import ContentFile
from django.db import connection

from complaints.models import Attachment, Case, CaseEvent
from organizations.enums import Role
from supervision import leads
from supervision.models import Lead, LeadEvent, LeadItem, Transfer
from tests.organizations.factories import make_person
from tests.organizations.walls import text_of_archive

#: Far from any other number of a page, and told apart: a key of a file is not one of an event.
FIRST = {
    Case: 731_000_001,
    CaseEvent: 732_000_001,
    Attachment: 733_000_001,
    Lead: 734_000_001,
    LeadItem: 735_000_001,
    LeadEvent: 736_000_001,
    Transfer: 737_000_001,
}
SERIAL = re.compile(r"(?<!\d)73[1-7]0000\d\d(?!\d)")


def number_from(model, first: int) -> None:
    """Let the database count the keys of a table from ``first``."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first - 1])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, first])


def person(units, name: str, unit: str, *roles: Role):
    return make_person(name, *((units[unit], role) for role in roles))


def add_file(case) -> Attachment:
    paper = Attachment(
        case=case, event=case.events.first(), kind="application/pdf", size=3, original_name="材料.pdf"
    )
    paper.file.save("file.pdf", ContentFile(b"%PD"), save=True)
    return paper


def open_lead(user, unit, cases, accused=()) -> Lead:
    return leads.open_lead(
        user=user,
        unit=unit,
        region=unit.region,
        title="低保金去向",
        summary="多件来件所述相同",
        reason="核查",
        cases=cases,
        accused=accused,
    )


def text_of(response) -> str:
    """Head and body of an answer; what is packed is unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        return text_of_archive(content)
    return f"{response.headers}\n{content.decode('utf-8', 'replace')}"
