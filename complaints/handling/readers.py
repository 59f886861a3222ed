"""Who at work can open a case and has to: who reads what comes to its office, and who works on it.

The rule of ``visibility`` looks from one person at all cases; this looks from the cases at all people, to
find those that are open to nobody (``unread``). So it is said once as a query, without a list of people or
of cases, and once for a case and an office at hand; tests hold both to each other where a case lies.
"""

from collections.abc import Iterable
from copy import copy

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone

from complaints import routing, sights
from complaints.models import Case, Respondent
from complaints.parties import second_person
from complaints.visibility import case_filters, for_every_desk_q
from complaints.workflow import INVESTIGATORS
from organizations import codes, scope
from organizations.enums import Level, UnitKind
from organizations.lines import STEPS_UP
from organizations.models import Post, Unit, User


def nobody_reads() -> Q:
    """Return the condition that nobody at work in the case's office, nor who works on it, can open it."""
    return ~_is_opened_by(routing.reading_posts(), unit=OuterRef("unit")) & nobody_works()


def nobody_works() -> Q:
    """Return the condition that it is in nobody's hands who is at work where it lies, or opens it above."""
    working = routing.posts_at_work().filter(role__in=INVESTIGATORS)
    there = working.filter(unit=OuterRef("unit"))
    theirs = {"user": OuterRef("handler")}
    over = _is_opened_by(routing.reading_posts(), **theirs) | (
        for_every_desk_q() & Q(Exists(_opening(working, plain=True).filter(**theirs)))
    )
    return ~_is_opened_by(there, **theirs) & ~over


def reads(unit: Unit, case: Case, rows: Iterable[Respondent]) -> bool:
    """Whether somebody at work in the unit would open the case, with these respondents, if it lay there."""
    there = copy(case)
    there.handler, there.sight = None, sights.of_unit(unit)
    posts = routing.reading_posts().filter(_is_open(), unit=unit)
    people = User.objects.filter(pk__in=posts.values("user")).order_by("pk")
    return any(
        case_filters(user, INVESTIGATORS).admits(there, rows) and not second_person.was_put_back(case, user)
        for user in people
    )


def _is_opened_by(posts: QuerySet[Post], **where: OuterRef) -> Q:
    """Return the condition that one of the posts opens the case, by its kind kept from villages or not."""
    plain, kept = _opening(posts, plain=True).filter(**where), _opening(posts, plain=False).filter(**where)
    return (for_every_desk_q() & Q(Exists(plain))) | (~for_every_desk_q() & Q(Exists(kept)))


def _opening(posts: QuerySet[Post], *, plain: bool) -> QuerySet[Post]:
    """Those of the posts whose place and level open the case outside, and whose holders it is not about.

    ``plain``: it is said against nobody (``visibility.is_for_every_desk``).
    """
    placed = posts.annotate(place=_outer("region_id"), sight=_outer("sight"))
    high = Q(unit__kind=UnitKind.INSPECTION) | _is_high_enough()
    around = placed.filter(_is_open(), high, place__startswith=F("unit__region_id"))
    open_to = around.exclude(_has_post_it_is_kept_from(plain=plain))
    bears = Replace(Replace("user__name", Value(" "), Value("")), Value("\u3000"), Value(""))
    about = Respondent.objects.filter(_hides(), case=OuterRef(OuterRef("pk")))
    return open_to.annotate(bears=bears).filter(~Exists(about))


def _is_high_enough() -> Q:
    """The condition on annotated posts that offices of their place see a case of this sight."""
    high = Q()
    for sight, longest in sights.LONGEST_CODE.items():
        high |= Q(sight=sight, unit__region__level__lte=codes.LEVEL_OF_LENGTH[longest])
    return high


def _has_post_it_is_kept_from(*, plain: bool) -> Exists:
    """The condition that who holds the post outside has, had or will have one in an office of the place, or
    in it, that may not see the case (``visibility.withheld_from``).
    """
    theirs = Post.objects.on_record().exclude(unit__kind__in=scope.OF_NO_PLACE).filter(user=OuterRef("user"))
    placed = theirs.annotate(place=_outer("place"), sight=_outer("sight"))
    around_or_within = Q(place__startswith=F("unit__region_id")) | Q(
        unit__region__code__startswith=F("place")
    )
    kept = ~_is_high_enough()
    if not plain:
        kept |= Q(unit__region__level=Level.VILLAGE)
    return Exists(placed.filter(kept, around_or_within))


def _hides() -> Q:
    """The condition that a respondent hides the case from who holds the post outside (``case_filters``), or
    did until they were put back: they open it, and leave every decision to others (``second_person``).
    """
    named = Q(user=OuterRef("user")) | (Q(name=OuterRef("bears")) & ~Q(name=""))
    meant = named | Q(Exists(_concerned().filter(user=OuterRef(OuterRef("user")))))
    alone = Q(unit=None, user=None) | Q(user=OuterRef("user"))
    return (meant & Q(lifted_at=None)) | (named & alone & Q(lifted_at__isnull=False, avoided=False))


def _concerned() -> QuerySet[Post]:
    """The posts whose holders step aside where the unit outside is meant (``scope.concerned_with``)."""
    today = timezone.localdate()
    now = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
    above = Q()
    for steps in STEPS_UP:
        above |= Q(**{"__".join(["unit", *["parent"] * steps]): OuterRef("unit")})
    return Post.objects.on_record().filter(Q(unit=OuterRef("unit")) | (now & above))


def _is_open() -> Q:
    return Q(unit__open_until=None) | Q(unit__open_until__gte=timezone.localdate())


def _outer(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef(column), output_field=CharField())
