"""Chains what the logs held before there was a chain."""

from protection import audit, chain
from protection.models import LinkKind, LogHead, LogLink

ADOPTED = "protection.chain_logs"


def prepare() -> None:
    """Adopt older entries once. Later ones without a link are for ``verify_log`` to find, not to mend."""
    if not LogLink.objects.filter(kind=LinkKind.ADOPTED).exists():
        adopt()


def adopt() -> int:
    """Chain every entry that has no link, and log how many those were, if any."""
    count = chain.adopt()
    if count:
        audit.record(ADOPTED, LogHead.objects.get(lane=1), entries=count)
    return count
