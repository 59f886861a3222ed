"""Who reads what names the two highest offices over a place by no word of a wrong: one that it does not name.

What may be said of their people no table holds, so in doubt the other one reads it (``inspecting``,
``highest``). Each new reader is asked for anew: what says nothing against an office elsewhere may do so on
its own desk.
"""

from collections.abc import Callable, Iterable, Sequence

from complaints.reach.highest import bureau_named
from complaints.reach.inspecting import inspectors_named, inspectors_on_file
from complaints.routing import FirstHands
from complaints.texts.highest_words import Beside, is_of_a_city
from complaints.texts.nearby import Nearby
from complaints.texts.respondent_matching import ResolvedRespondent
from organizations.enums import UnitKind
from organizations.models import Unit

#: Tells who would get the case first where it is about these.
Ask = Callable[[list[ResolvedRespondent]], FirstHands]


def past_the_named(
    ask: Ask, texts: Sequence[str], parties: list[ResolvedRespondent], around: Nearby
) -> tuple[list[ResolvedRespondent], FirstHands]:
    """Return the parties with the highest offices that the texts name, and who gets the case first then.

    To whom somebody only went or wrote, 我找过市民政局, is read past, but no case lies unread for that alone.
    """
    first, named = ask(parties), list(parties)
    while more := named_before(first.unit, texts, named, around, screened=first.screened, called=["you"]):
        named += more
        first = ask(named)
    if first.hidden and (fewer := without_who_was_turned_to(named, texts, around)) != named:
        past = ask(fewer)
        if not past.hidden:
            return fewer, past
    return named, first


def named_before(
    reader: Unit,
    texts: Sequence[str],
    parties: Iterable[ResolvedRespondent],
    around: Nearby,
    *,
    screened: bool,
    called: Sequence[Beside] = (),
) -> list[ResolvedRespondent]:
    """Return the highest offices, beside the parties, that texts name which ``reader`` reads.

    ``called`` is what else means it there (``highest``). Where they are not ``screened`` nobody is meant, and
    rules and papers may be asked after.
    """
    units = {party.unit for party in parties}
    has_it = None if reader.kind == UnitKind.INSPECTION else False
    named = list(inspectors_named(texts, around, has_it=has_it))
    if screened:
        named += bureau_named(texts, around, reader=reader.pk, called=called)
    return [party for party in named if party.unit not in units]


def without_who_was_turned_to(
    parties: Sequence[ResolvedRespondent], texts: Sequence[str], around: Nearby
) -> list[ResolvedRespondent]:
    """Return the parties without a highest office that only texts name, and to which somebody only turned, or
    with which they had to do.
    """
    told_of = {party.unit for party in (*bureau_named(texts, around), *inspectors_on_file(texts, around))}
    turned_to = {
        unit.pk
        for unit in around.units
        if unit.pk not in told_of and (is_of_a_city(unit) or unit.kind == UnitKind.INSPECTION)
    }
    given = {party.name for party in parties if not party.derived}
    return [
        party
        for party in parties
        if party.unit not in turned_to or party.user or not party.derived or party.name in given
    ]
