"""Names that an officer or an office had: people go on writing them, so words count for these too.

Kept in clear beside the name itself. A name is one of these once another one counts instead of it; one that
nobody has confirmed never was.
"""

from organizations.models import Region, Unit, User

#: So many of the latest are kept.
MOST = 10


def keep(whom: User | Unit | Region, before: str) -> None:
    """Note on ``whom``, unsaved, the name that words counted for until now, where another counts now."""
    kept = whom.formerly or []
    if before and before != whom.called and before not in kept:
        whom.formerly = [*kept, before][-MOST:]


def all_of(whom: User | Unit) -> list[str]:
    """Return all names by which words mean them, the one that counts today first; none twice."""
    return [name for name in dict.fromkeys([whom.called, *whom.formerly]) if name]
