"""Every act that the rooms write down is read by a superior, or it is said here where it is read."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from complaints.oversight.watched import TABLE, look_kind

#: Rooms whose acts are read elsewhere.
ELSEWHERE = {
    "organizations": "at the account, the post or the unit, by whoever administers it",
    "supervision": "at the lead: who may know of one, its room decides",
    "protection": "by whoever runs the site",
}
#: Acts of the other rooms that no superior has on the page of looks, each with where it is seen.
SEEN_ELSEWHERE = {
    **dict.fromkeys(
        (
            *("disclosure.receive", "disclosure.map_columns", "disclosure.forget_columns"),
            *("disclosure.submit", "disclosure.approve", "disclosure.publish"),
            *("disclosure.send_back", "disclosure.recall", "disclosure.withdraw", "disclosure.bring_back"),
        ),
        "on the page of the list",
    ),
    **dict.fromkeys(
        (
            *("disclosure.propose_step", "disclosure.confirm_step"),
            *("disclosure.refuse_step", "disclosure.take_back_step"),
        ),
        "on the page of the proposal, by two people",
    ),
    **dict.fromkeys(
        (
            *("disclosure.put_up_notice", "disclosure.stand_notice_again", "disclosure.refuse_notice"),
            *("disclosure.take_notice_back", "disclosure.drop_notice", "disclosure.enter_notice"),
            *("disclosure.hold_notice", "disclosure.release_notice", "disclosure.end_notice"),
        ),
        "on the page of the notice",
    ),
    "disclosure.post_sheet": "on the page of the list's sheets",
    **dict.fromkeys(
        ("portal.ask_withdrawal", "portal.withdraw", "portal.refuse_withdrawal", "portal.mark_version"),
        "in the history of the page, which is public",
    ),
    "complaints.alarm": "it is the alarm itself",
    "complaints.look_into": "at the alarm",
    "complaints.recompute_clocks": "nobody did it: it follows from a rule that changed",
}


def declared() -> dict[str, str]:
    """Each act that a room declares, with its room."""
    return {
        action: room
        for room in settings.ROOMS
        if room not in ELSEWHERE and hasattr(_room(room), "ACTIONS")
        for action in _room(room).ACTIONS
    }


def _room(room):
    return import_module(f"{room}.audit_actions") if find_spec(f"{room}.audit_actions") else None


def test_every_act_is_read_by_somebody():
    unread = [
        action
        for action, room in declared().items()
        if not look_kind("model", action) and action not in SEEN_ELSEWHERE and not _is_of_a_case(action)
    ]
    assert not unread, "watch it (watched_acts.csv), or say where it is seen"
    assert not {action for action in SEEN_ELSEWHERE if look_kind("model", action)}


def test_the_table_names_acts_that_there_are():
    known = set(declared())
    assert {row.action for row in TABLE.rows if row.action != "*"} <= known
    assert len(known) > 60


def test_every_change_of_a_rule_for_everybody_rings():
    """What has no region has no superior of a place who would notice."""
    rules = ("programme", "catalogue_item", "not_applicable", "word", "calendar")
    changes = [action for action in declared() if action.endswith(rules) or action.endswith("standard")]
    assert len(changes) >= 12
    assert {look_kind("model", action) for action in changes} == {"rule"}


def _is_of_a_case(action: str) -> bool:
    # The case log has a row for whatever has none of its own.
    return action.startswith("complaints.") and bool(look_kind("case", action))
