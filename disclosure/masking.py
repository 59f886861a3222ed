"""What of a list row becomes public, and in what form: the only way from a recipient to the public.

The allow-list follows design invariant 5 and 最低生活保障审核确认办法 24 (name, number of people, amount;
nothing irrelevant). A column that isn't in one of the two tables below has no way out: pages, CSV and API all
print PublicRow.
"""

import re
import unicodedata
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
from disclosure.relief_reasons import is_known

if TYPE_CHECKING:
    from disclosure.models import Programme, Recipient

# The column of PublicRow → its heading. Order is the order on the page and in the CSV.
PUBLIC_COLUMNS = {
    "name": _("Name"),
    "people": _("People"),
    "amount": _("Yuan a month"),
    "programme": _("Programme"),
    "village": _("Village"),
    "since": _("Since"),
}
# The same of a single payment: its reason (目录 13) is a class of disclosure/relief_reasons.py, never the
# words of a file; whom else it helps is not published.
PAYMENT_COLUMNS = {
    "name": _("Name"),
    "amount": _("Yuan, paid once"),
    "reason": _("Granted for"),
    "programme": _("Programme"),
    "village": _("Village"),
    "since": _("Month of approval"),
}

# Surnames of two characters (复姓) that occur; anything else has a surname of one.
COMPOUND_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|"
    "慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|拓跋|夹谷|"
    "轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门"
)

# Names of some peoples put a dot between given and father's name: 阿依古丽·买买提.
_DOTS = re.compile(r"[·•・．.‧]")


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row as the public sees it. ``public_id`` addresses it ("report this row") and says nothing of
    anyone.
    """

    public_id: uuid.UUID
    name: str
    people: int
    amount: Decimal | None
    programme: str
    village: str
    since: date
    reason: str = ""


assert {field.name for field in fields(PublicRow)} == {"public_id", *PUBLIC_COLUMNS, *PAYMENT_COLUMNS}


def columns_of(programme: "Programme") -> Mapping[str, Promise]:
    """The public columns of a programme's list, each with its heading."""
    return PAYMENT_COLUMNS if programme.pays_once else PUBLIC_COLUMNS


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧阳*三; what isn't made of letters becomes stars throughout."""
    name = "".join(unicodedata.normalize("NFKC", name).split())
    if not name or any(not character.isalpha() for character in _DOTS.sub("", name)):
        # A digit in a name is a mistake at best and an ID number at worst.
        return "*" * min(max(len(name), 1), 3)
    if _DOTS.search(name):
        return f"{name[0]}**"
    surname = name[:2] if len(name) > 2 and COMPOUND_SURNAMES.match(name) else name[0]
    rest = name[len(surname) :]
    if len(rest) == 0:
        return "*"
    if len(rest) == 1:
        return f"{surname}*"
    return f"{surname}{'*' * min(len(rest) - 1, 2)}{rest[-1]}"


def mask_id_number(number: str) -> str:
    """320722199001011234 → 32*************234, the form seen in notices; only ever for staff."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"


def is_minor(recipient: "Recipient", today: date | None = None) -> bool:
    """Whether the holder is under age on ``today`` (Asia/Shanghai)."""
    return recipient.adult_on is not None and recipient.adult_on > (today or timezone.localdate())


def public_name(recipient: "Recipient", today: date | None = None) -> str:
    """The holder as the programme lets the public see them; never a minor's name, not even masked."""
    if is_minor(recipient, today):
        return gettext("(under age)")
    if recipient.programme.name_masking == NameMasking.FULL:
        # A setting does not make an ID number that slipped into the name column a name.
        return recipient.holder_name if not re.search(r"\d{5}", recipient.holder_name) else "***"
    return mask_name(recipient.holder_name)


def public_row(recipient: "Recipient", today: date | None = None) -> PublicRow:
    """Bring one row into its public form. Reads ``recipient.programme`` and ``.region``: select them too."""
    programme = recipient.programme
    return PublicRow(
        public_id=recipient.public_id,
        name=public_name(recipient, today),
        people=recipient.people,
        amount=recipient.amount if programme.has_amount else None,
        programme=programme.label,
        village=recipient.region.name,
        since=recipient.since,
        reason=recipient.category if programme.pays_once and is_known(recipient.category) else "",
    )
