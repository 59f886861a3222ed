"""For whom somebody brings a case, where it is not for themselves (代办): relation, consent, and children.

What is said here is chosen from a few answers, but for name and number: these are identity like the
complainant's own, and no other word can mean anybody. Nothing is decided by it, and each answer may be left
out.
"""

from dataclasses import asdict, dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ToConcerned(TextChoices):
    """Who the one concerned is to the one who writes."""

    PARENT = "parent", pgettext_lazy("relation", "Father or mother")
    CHILD = "child", pgettext_lazy("relation", "Child")
    SPOUSE = "spouse", pgettext_lazy("relation", "Husband or wife")
    RELATIVE = "relative", pgettext_lazy("relation", "Another relative")
    NEIGHBOUR = "neighbour", pgettext_lazy("relation", "A neighbour or friend")
    OFFICIAL = "official", pgettext_lazy("relation", "Somebody looked after by duty")
    OTHER = "other", pgettext_lazy("relation", "Somebody else")


class Consent(TextChoices):
    """Whether the one concerned agrees, or why they could not be asked."""

    AGREES = "agrees", _("They know and agree")
    ILL = "ill", _("They are too ill or too frail to be asked")
    AWAY = "away", _("They are away and cannot be reached")
    AFRAID = "afraid", _("They do not dare to")
    DEAD = "dead", _("They have died")


class Guardian(TextChoices):
    """Who agrees for a child under 14 (个人信息保护法 31)."""

    SELF = "self", _("The one who writes is parent or guardian, and agrees")
    AGREES = "agrees", _("A parent or guardian agrees")


#: What is said where a guardian's consent is missing.
NO_GUARDIAN = _(
    "For a child under 14 a parent or guardian has to agree. If none can be asked, leave the child's name "
    "and telephone empty: it is looked into all the same."
)


@dataclass(frozen=True)
class Concerned:
    """For whom it is brought, as far as it was said; what was left out is empty."""

    relation: str = ""
    name: str = ""
    phone: str = ""
    consent: str = ""
    child: bool = False
    guardian: str = ""

    @property
    def lacks_guardian(self) -> bool:
        """Whether name or number of a child would be stored without the consent that 个人信息保护法 31 wants.

        The matter is taken in without them: who speaks up for a child against its guardian is heard too.
        """
        return self.child and not self.guardian and bool(self.name.strip() or self.phone.strip())

    def as_stored(self) -> dict | None:
        """What the complainant's row keeps, None for who brings it for themselves."""
        return {name: value for name, value in asdict(self).items() if value} or None


@dataclass(frozen=True)
class ConcernedLine:
    """One thing that was said of the one concerned."""

    label: Promise
    value: str | Promise


def lines_of(stored: dict | None) -> list[ConcernedLine]:
    """Return what ``as_stored`` kept, line by line as people read it; none where nothing was kept."""
    said = Concerned(**(stored or {}))
    lines = [
        (_("Written for"), ToConcerned(said.relation).label if said.relation else ""),
        (_("Name of the one concerned"), said.name),
        (_("Their telephone"), said.phone),
        (_("Do they agree?"), Consent(said.consent).label if said.consent else ""),
        (_("Under 14"), _("yes") if said.child else ""),
        (_("Consent for a child under 14"), Guardian(said.guardian).label if said.guardian else ""),
    ]
    return [ConcernedLine(label, value) for label, value in lines if value]
