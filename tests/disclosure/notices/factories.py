"""Invented notices."""

from typing import Any

from disclosure.enums import NoticeKind
from disclosure.models import Notice, Programme
from disclosure.notices import acting, entering
from disclosure.notices.entering import Wanted
from organizations.models import Region, User
from tests.disclosure.lists import id_number

VILLAGE = "320722100201"
REASONS = {"rural-dibao": "income", "urban-dibao": "income", "tekun": "tekun", "temporary": "火灾"}


def wanted(number: int = 1, **changes: Any) -> Wanted:
    """What an editor enters of one household; ``programme`` and ``region`` as codes."""
    programme = changes.pop("programme", "rural-dibao")
    kind = changes.get("kind", NoticeKind.PROPOSED)
    given = {
        "kind": kind,
        "holder_name": "钱小二",
        "id_number": id_number(number),
        "people": 2,
        "reason": "able" if kind == NoticeKind.ENDING else REASONS.get(programme, "income"),
    }
    region = Region.objects.get(pk=changes.pop("region", VILLAGE))
    return Wanted(programme=Programme.objects.get(pk=programme), region=region, **{**given, **changes})


def make_notice(editor: User, reviewer: User | None, number: int = 1, **changes: Any) -> Notice:
    """A notice that the editor entered and, where one is given, the reviewer put up."""
    notice = entering.enter(wanted(number, **changes), editor)
    return acting.act(notice, "put-up", reviewer) if reviewer else notice
