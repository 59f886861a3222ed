"""Who would get a matter as its draft stands, and to whom the visitor does not want it given."""

from dataclasses import dataclass

from complaints.intake.filing import preview
from complaints.intake.intake import IntakeRefused, checked
from complaints.models import Draft
from complaints.public.answers import FilingAnswers
from complaints.public.submission import intake_of
from complaints.routing import NoCompetentUnit, offices_and_groups_of
from organizations.enums import UnitKind
from organizations.models import Unit


@dataclass(frozen=True)
class Hands:
    """``unit`` gets it, None when nobody is left; ``decides``: it reads first and decides who handles it.

    ``later`` is the office of the place to which that one may hand it, if there is one. ``avoided`` are the
    units that the visitor ruled out, which neither get it nor see it. ``unread``: it is about all who could
    take it, so that nobody gets it, or nobody works there who reads it; it is kept.
    """

    unit: Unit | None
    decides: bool
    later: Unit | None
    avoided: list[Unit]
    unread: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether the visitor is asked if that unit may read it first."""
        return self.unit is not None and self.decides

    @property
    def above_see_it(self) -> bool:
        """Whether those above the unit see it too: no bureau sees what an inspection group has."""
        return self.unit is not None and self.unit.kind != UnitKind.INSPECTION


def of(answers: FilingAnswers, draft: Draft) -> Hands:
    """Return who would get it now; nothing is written."""
    avoided = list(Unit.objects.filter(pk__in=answers.avoid).order_by("pk"))
    try:
        first, later = preview(intake_of(answers, draft))
    except (NoCompetentUnit, IntakeRefused):  # what is refused is said when it is sent, beside its answer
        return Hands(None, False, None, avoided)
    if first.hidden:
        return Hands(None, False, None, avoided, unread=True)
    return Hands(first.unit, first.screened, later, avoided, unread=first.unread)


def _over_the_place(answers: FilingAnswers, draft: Draft) -> list[Unit]:
    """Return the units that could have a case of the place, none while the place is not clear."""
    try:
        region = checked(intake_of(answers, draft)).region
    except IntakeRefused:
        return []
    return offices_and_groups_of(region)


def avoid(answers: FilingAnswers, draft: Draft, unit: str) -> bool:
    """Rule out a unit by its key; return False where it has to stay, since nobody else is left.

    Only units that could have a case of the place can be ruled out: those that a page may have shown, however
    old it is. Where nobody would be left, the answers stay as they are.
    """
    meant = next((each for each in _over_the_place(answers, draft) if str(each.pk) == unit), None)
    if meant is None or meant.pk in answers.avoid:
        return True
    answers.avoid.append(meant.pk)
    if of(answers, draft).unit is None:
        answers.avoid.remove(meant.pk)
        return False
    return True


def allow(answers: FilingAnswers, unit: str) -> None:
    """Take back that this unit shall not get it."""
    answers.avoid = [pk for pk in answers.avoid if str(pk) != unit]
