"""What has to hold for an act on a list beyond its state, each rule by the reason told where it does not.

Which act asks for which stands in ``workflow``. Who acts, and that it is not their own work, is asked of all.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from disclosure import order
from disclosure.intake import open_notices
from disclosure.models import Batch
from disclosure.publication import local_rules
from disclosure.publication.workflow import Act
from disclosure.roles import may
from organizations.models import User


class SeveralLists:
    """What the rules ask of the database, of several lists at once: each thing when it is first needed."""

    def __init__(self, batches: Collection[Batch], user: User) -> None:
        self._batches, self._user = batches, user
        self.beside = order.ListsBeside(batches)

    @cached_property
    def others_work(self) -> frozenset[int]:
        """The keys of those that the user did not work on."""
        found = Batch.objects.not_worked_on_by(self._user).filter(pk__in=[one.pk for one in self._batches])
        return frozenset(found.values_list("pk", flat=True))

    @cached_property
    def held(self) -> frozenset[int]:
        """The keys of those on which a household is new whose notice is held."""
        return open_notices.held_on(self._batches)


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that somebody is about to do, with what they say; ``user`` None is the site itself.

    ``among``: the lists of which it is asked together, one of them this one.
    """

    act: Act
    batch: Batch
    user: User | None
    reason: str
    among: SeveralLists | None = None

    @property
    def is_overtaken(self) -> bool:
        """As ``order`` has it."""
        return (self.among.beside if self.among else order).is_overtaken(self.batch)

    @property
    def corrected(self) -> Batch | None:
        """The list that it would correct, as ``order`` has it."""
        return (self.among.beside if self.among else order).corrected_by(self.batch)

    @property
    def is_others_work(self) -> bool:
        """Whether the user did not work on it."""
        assert self.user
        if self.among:
            return self.batch.pk in self.among.others_work
        return Batch.objects.not_worked_on_by(self.user).filter(pk=self.batch.pk).exists()

    @property
    def has_held_household(self) -> bool:
        """Whether a household is new on it whose notice an undecided objection holds."""
        held = self.among.held if self.among else open_notices.held_on([self.batch])
        return self.batch.pk in held

    @property
    def has_reason(self) -> bool:
        """Whether they say why."""
        return bool(self.reason.strip())


RULES: dict[str, Callable[[Asked], bool]] = {
    "still_reading": lambda asked: asked.batch.is_checked,
    "no_rows": lambda asked: not asked.batch.is_checked or asked.batch.accepted_count > 0,
    "without_basis": lambda asked: local_rules.may_be_public(asked.batch.programme_id, asked.batch.region_id),
    "month_not_later": lambda asked: not asked.is_overtaken,
    "month_ahead": lambda asked: order.has_begun(asked.batch),
    "corrects_another": lambda asked: (
        not _stands(asked) or order.says_what_it_corrects(asked.batch, asked.corrected)
    ),
    "still_in_force": lambda asked: not order.is_in_force(asked.batch),
    "becoming_public": lambda asked: asked.batch.programme.opening_id != asked.batch.pk,
    "another_opening": lambda asked: asked.batch.programme.opening_id in (None, asked.batch.pk),
    "reason_for_refused": lambda asked: asked.batch.refused_count == 0 or asked.has_reason,
    "reason_for_held": lambda asked: asked.has_reason or not asked.has_held_household,
    "reason_for_correction": lambda asked: asked.has_reason or asked.corrected is None,
}


def broken(asked: Asked) -> list[str]:
    """Everything in the table that stands against the act: codes of ``messages.REASONS``."""
    return [
        *_reasons_against_whom(asked),
        *([] if _stands(asked) else [asked.act.elsewhere]),
        *unmet(asked),
        *(["reason_missing"] if asked.act.needs_reason and not asked.has_reason else []),
    ]


def unmet(asked: Asked) -> list[str]:
    """The rules of the act that do not hold, by their codes; of a step too, which ``proposals`` asks."""
    return [code for code in asked.act.rules if not RULES[code](asked)]


def _reasons_against_whom(asked: Asked) -> list[str]:
    act, batch, user = asked.act, asked.batch, asked.user
    if user is None:
        return [] if act.by_itself else [act.right.lacking]
    found = [] if may(user, act.right.name, batch.region_id) else [act.right.lacking]
    if act.never_own and not asked.is_others_work:
        found.append("own_work")
    return found


def _stands(asked: Asked) -> bool:
    return asked.batch.state in asked.act.sources
