"""What of a list row becomes public, and in what form: the only way from a recipient to the public.

The allow-list follows design invariant 5 and 最低生活保障审核确认办法 24 (name, number of people, amount;
nothing irrelevant). A column that is not in one of the two tables below has no way out: pages, CSV, API and
the sheets for a village's board all print PublicRow. Which of them a medium shows, and whether a name is
masked there, says ``columns``.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.enums import NameMasking
from disclosure.names import mask_name
from disclosure.public.columns import Form, Medium, form_of
from disclosure.relief_reasons import is_known

if TYPE_CHECKING:
    from disclosure.models import Notice, Programme, Recipient

#: The column of PublicRow → its heading. Order is the order on the page and in the CSV.
PUBLIC_COLUMNS = {
    "name": _("Name"),
    "people": _("People"),
    "amount": _("Yuan a month"),
    "programme": _("Programme"),
    "village": _("Village"),
    "since": _("Since"),
}
#: The same of a single payment: its reason (目录 13) is a class of disclosure/relief_reasons.py, never the
#: words of a file; whom else it helps is not published.
PAYMENT_COLUMNS = {
    "name": _("Name"),
    "amount": _("Yuan, paid once"),
    "reason": _("Granted for"),
    "programme": _("Programme"),
    "village": _("Village"),
    "since": _("Month of approval"),
}


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row as the public sees it. ``public_id`` addresses it ("report this row") and says nothing of
    anyone. What the list does not say is None.
    """

    public_id: uuid.UUID
    name: str
    people: int | None
    amount: Decimal | None
    programme: str
    village: str
    since: date | None
    reason: str = ""


assert {field.name for field in fields(PublicRow)} == {"public_id", *PUBLIC_COLUMNS, *PAYMENT_COLUMNS}


def columns_of(programme: "Programme", medium: Medium = Medium.WEB) -> Mapping[str, Promise]:
    """The columns of a programme's list that a medium shows, each with its heading; the amount only where the
    programme pays.
    """
    known = PAYMENT_COLUMNS if programme.pays_once else PUBLIC_COLUMNS
    shown = (name for name in known if form_of(programme.pk, medium, name) != Form.LEFT_OUT)
    return {name: known[name] for name in shown if name != "amount" or programme.has_amount}


def is_minor(recipient: "Recipient | Notice", today: date | None = None) -> bool:
    """Whether the holder is under age on ``today`` (Asia/Shanghai)."""
    return recipient.adult_on is not None and recipient.adult_on > (today or timezone.localdate())


def public_name(
    recipient: "Recipient | Notice", today: date | None = None, medium: Medium = Medium.WEB
) -> str:
    """The holder as a medium lets them be seen; never a minor's name, not even masked."""
    if is_minor(recipient, today):
        return gettext("(under age)")
    form = form_of(recipient.programme.pk, medium, "name")
    by_setting = form == Form.SETTING and recipient.programme.name_masking == NameMasking.FULL
    if form == Form.FULL or by_setting:
        # A setting does not make an ID number that slipped into the name column a name.
        return recipient.holder_name if not re.search(r"\d{5}", recipient.holder_name) else "***"
    return mask_name(recipient.holder_name)


def public_row(recipient: "Recipient", today: date | None = None, medium: Medium = Medium.WEB) -> PublicRow:
    """Bring one row into the form in which a medium shows it. Reads ``recipient.programme`` and ``.region``:
    select them too. Full names, which the board may have, go to nobody but who prints it.
    """
    programme = recipient.programme
    return PublicRow(
        public_id=recipient.public_id,
        name=public_name(recipient, today, medium),
        people=recipient.people,
        amount=recipient.amount if programme.has_amount else None,
        programme=programme.label,
        village=recipient.region.name,
        since=recipient.since,
        reason=recipient.category if programme.pays_once and is_known(recipient.category) else "",
    )
