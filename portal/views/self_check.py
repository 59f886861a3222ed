"""The self-check: a form, and on the same page what it comes to. Nothing of it is stored anywhere."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure import standards
from disclosure.enums import Measure
from disclosure.models import AssistanceStandard, Programme
from disclosure.public import public_lists
from organizations import codes
from organizations.enums import UnitKind
from organizations.models import Region
from portal import front, preferences, self_check
from portal.enums import Assistance
from portal.models import GuidePage
from portal.public import public
from portal.self_check import SelfCheckRule
from portal.self_check_form import HOUSEHOLDS, SelfCheckForm


@dataclass(frozen=True)
class Shown:
    """One result: the row of the table, its programme with what it pays, and the guide on it."""

    rule: SelfCheckRule
    programme: Programme | None
    figures: list[AssistanceStandard]
    guide: GuidePage | None

    @property
    def is_hopeful(self) -> bool:
        """Whether it names something to apply for."""
        return self.rule.result not in (Assistance.NONE, Assistance.ASK)


# Without a token the page sets no cookie and is the same for all; what is posted changes nothing.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask, or tell what the answers come to. What is in the address is not read: it would be kept in logs."""
    places = front.townships_to_choose(request)
    chosen = codes.township_of(preferences.place_code(request))
    form = SelfCheckForm(request.POST or None, places=places, initial={"place": chosen})
    context = {
        "form": form,
        "trail": [(_("Guides"), reverse("wagtail_serve", args=["guides/"])), (_("Check for yourself"), "")],
    }
    if request.method == "POST" and form.is_valid():
        context |= _result(form, places)
    return render(request, "portal/self_check.html", context)


def _result(form: SelfCheckForm, places: list[tuple[Region, list[Region]]]) -> dict[str, object]:
    of_code = {each.pk: each for county, townships in places for each in (county, *townships)}
    place = of_code[form.cleaned_data["place"]]
    household = public_lists.programmes().get(form.cleaned_data["household"])
    standard = standards.basic(_figures(household, place))
    is_known = standard is not None and standard.measure == Measure.YUAN_PERSON
    rules = self_check.decide(form.answers(), standard.amount if standard and is_known else None)
    guides = {guide.programme_id: guide for guide in public(GuidePage).filter(programme__isnull=False)}
    shown = [_shown(rule, household, place, guides) for rule in rules]
    units = public_lists.responsible(place)
    return {
        "place": place,
        "window": next((unit for unit in units if unit.kind == UnitKind.TOWNSHIP), None),
        "standard": standard,
        "shown": sorted(shown, key=lambda each: not each.is_hopeful),
        "is_hopeful": any(each.is_hopeful for each in shown),
        "units": units,
    }


def _shown(rule: SelfCheckRule, household: Programme | None, place: Region, guides: dict) -> Shown:
    known = public_lists.programmes()
    programme = household if rule.result == Assistance.DIBAO else known.get(rule.result)
    guide = guides.get(programme.pk) if programme else None
    if programme and guide is None and rule.result == Assistance.DIBAO:
        # Both go the same way.
        guide = next((guides[code] for code, _label in HOUSEHOLDS if code in guides), None)
    return Shown(rule, programme, _figures(programme, place), guide)


def _figures(programme: Programme | None, place: Region) -> list[AssistanceStandard]:
    if programme is None:
        return []
    return public_lists.standards_for(programme, place.pk, timezone.localdate())
