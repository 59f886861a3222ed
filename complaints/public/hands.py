"""Who would get a matter as its draft stands, and to whom the visitor does not want it given."""

from dataclasses import dataclass

from complaints.intake import Refused, preview
from complaints.models import Draft
from complaints.routing import NoCompetentUnit
from organizations.models import Unit

from .answers import Answers
from .submission import intake_of


@dataclass(frozen=True)
class Hands:
    """``unit`` gets it, None when nobody is left; ``decides``: it reads first and decides who handles it.

    ``avoided`` are the units that the visitor ruled out, which neither get it nor see it.
    """

    unit: Unit | None
    decides: bool
    avoided: list[Unit]


def of(answers: Answers, draft: Draft) -> Hands:
    """Return who would get it now; nothing is written."""
    avoided = list(Unit.objects.filter(pk__in=answers.avoid).order_by("pk"))
    try:
        first = preview(intake_of(answers, draft))
    except (NoCompetentUnit, Refused):  # what is refused is said when it is sent, beside its answer
        return Hands(None, False, avoided)
    return Hands(first.unit, first.screened, avoided)


def avoid(answers: Answers, draft: Draft, unit: str) -> bool:
    """Rule out the unit that would get it, when ``unit`` is its key; return whether somebody else is left.

    Only the unit that was just shown can be ruled out, so nobody gathers a list of all of them. Where nobody
    would be left, the answers stay as they are.
    """
    now = of(answers, draft).unit
    if now is None or str(now.pk) != unit:
        return True
    answers.avoid.append(now.pk)
    if of(answers, draft).unit is None:
        answers.avoid.remove(now.pk)
        return False
    return True


def allow(answers: Answers, unit: str) -> None:
    """Take back that this unit shall not get it."""
    answers.avoid = [pk for pk in answers.avoid if str(pk) != unit]
