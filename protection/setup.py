"""Chains what the logs held before there was a chain."""

from protection import audit, chain
from protection.models import LogHead, LogLink

ADOPTED = "protection.chain_logs"


def prepare() -> None:
    """Adopt what was written before there was a chain. Once it has a link, entries without one are for
    ``verify_log`` to find, not to mend: a start would make part of the log what somebody put into it.
    """
    if not LogLink.objects.exists():
        adopt()


def adopt() -> int:
    """Chain every entry that has no link, and log how many those were, if any."""
    count = chain.adopt()
    if count:
        audit.record(ADOPTED, LogHead.objects.get(lane=1), entries=count)
    return count
