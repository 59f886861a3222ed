"""Another name of a place: it is read at once beside the one before, and hides nobody until a second saw it.

Texts and lists mean a place by its names, and by both while one waits: words that meant an office yesterday
mean it today. But some words with a place's name in them mean nobody in office (刘庄村的会计), and one
administrator who calls a village 我们社区 would hide whoever is named beside it: for those the name counts
that two have seen (``Region.called``). Who imports the register, or runs the server, renames alone.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import deciding, former_names
from organizations.models import Region, User
from organizations.permissions import RegionPermissionPolicy
from protection import audit


def keep_name(place: Region, before: Region, *, user: User) -> None:
    """Let the name that a place had count on. Called before the new one is stored, along with it."""
    known = before.called
    waits = place.name != known and not user.is_superuser
    place.known_as, place.renamed_by, place.renamed_at = (
        (known, user, timezone.now()) if waits else ("", None, None)
    )
    former_names.keep(place, known)


def waiting_for(user: User) -> QuerySet[Region]:
    """Return the places renamed by somebody else that this administrator names, in order."""
    kept = RegionPermissionPolicy(Region).instances_user_has_permission_for(user, "change")
    # Of half a million places a few: asked first, or a province's would be walked through.
    few = list(Region.objects.filter(renamed_by__isnull=False).order_by().values_list("pk", flat=True))
    renamed = kept.filter(pk__in=few, renamed_by__isnull=False).exclude(renamed_by=user.pk)
    return renamed.select_related("parent", "renamed_by").order_by("code")


def asked_by(user: User) -> QuerySet[Region]:
    """Return the places whose new name by this administrator waits for somebody else."""
    return Region.objects.filter(renamed_by__isnull=False, renamed_by=user.pk).order_by("code")


def shown(place: Region) -> str:
    """Return a mark of what a screen shows of it."""
    return f"{place.known_as} {place.name} {place.renamed_by_id}"


@transaction.atomic
def confirm(place: Region, *, user: User, seen: str) -> None:
    """Let the new name count like the one before, which ``user`` saw as ``seen``.

    Raises ValidationError for whoever may not, and when it was changed meanwhile.
    """
    place = _locked(place, user, seen)
    before = place.called
    _settle(place)
    former_names.keep(place, before)
    place.save()
    audit.record("organizations.confirm_place_name", place, user=user)


@transaction.atomic
def refuse(place: Region, *, user: User, seen: str, reason: str) -> None:
    """Give the place its name back; raises ValidationError as ``confirm``, and without a reason."""
    deciding.needs_reason(reason)
    place = _locked(place, user, seen)
    give_back(place)
    place.save()
    audit.record("organizations.refuse_place_name", place, user=user, reason=reason)


def give_back(place: Region) -> None:
    """Let it be called, unsaved, as two had seen."""
    place.name = place.called
    _settle(place)


def _settle(place: Region) -> None:
    place.known_as, place.renamed_by, place.renamed_at = "", None, None


def _locked(place: Region, user: User, seen: str) -> Region:
    others = _("Another administrator, of a place above, has to decide on this name.")
    return deciding.locked(place, among=waiting_for(user), seen=seen, shown=shown, otherwise=others)
