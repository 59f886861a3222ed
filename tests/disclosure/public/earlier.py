"""Pages of lists of earlier months, and what is done to their rows."""

from datetime import UTC, datetime

from django.urls import reverse
from django.utils import translation

from disclosure.enums import Step
from disclosure.models import Batch, Recipient
from disclosure.publication import proposals
from tests.disclosure.lists import name

VILLAGE, TOWNSHIP, COUNTY, CITY = "320722100201", "320722100", "320722", "3207"
LIST = "rural-dibao"


def at(batch, **moments):
    days = {field: datetime(2026, *day, 4, 0, tzinfo=UTC) for field, day in moments.items()}
    Batch.objects.filter(pk=batch.pk).update(**days)


def address(kind, *args):
    with translation.override("zh-hans"):  # an English page leaves its language active
        return reverse(f"disclosure:{kind}", args=args)


def page(client, code=VILLAGE, kind="list", prefix="", status=200, **query):
    response = client.get(prefix + address(kind, code, LIST), query)
    assert response.status_code == status
    return response.content.decode() if status == 200 else response


def masked(number):
    full = name(number)
    return f"{full[0]}*{full[2]}"


def hide(county, number, step=Step.HIDE):
    row = Recipient.objects.current().get(holder_name=name(number))
    proposals.confirm(proposals.propose_for_row(step, row, county.editor, "核查"), county.reviewer)
