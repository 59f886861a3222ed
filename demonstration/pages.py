"""The demonstration's policies, guides and bureau: texts of its own, taken in the way a user would take
them in.
"""

import datetime
import tomllib
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from demonstration.plan import Plan, moment
from demonstration.units import CITY_HOTLINE
from disclosure.models import Programme
from organizations.models import User
from portal.models import Bureau, GuideIndexPage, GuidePage, PolicyIndexPage, PolicyPage
from portal.policies.importing import gather, take_in

TEXTS = settings.BASE_DIR / "demonstration" / "texts"


def load(plan: Plan, editor: User) -> None:
    """Fill the bureau's data, the policy library and the guides."""
    _bureau()
    # By nobody in particular: an editor cannot publish without a reviewer, and there is none to wait for
    # here.
    gathered = gather(TEXTS / "policies")
    if gathered.problems:
        raise ValueError("\n".join(gathered.problems))
    take_in(gathered.sources, PolicyIndexPage.objects.get())
    for policy in PolicyPage.objects.filter(document_number__startswith="演民"):
        # Published within the twenty working days that the rules give (政府信息公开条例 26).
        published = min((policy.written_on or plan.until) + datetime.timedelta(days=7), plan.until)
        at = moment(published, 9)
        PolicyPage.objects.filter(pk=policy.pk).update(
            published_on=published, first_published_at=at, last_published_at=at
        )
    _guides(editor, plan.until)


def _bureau() -> None:
    bureau = Bureau.load()
    bureau.name = "连云港市民政局（演示）"
    bureau.name_en = "Lianyungang Civil Affairs Bureau (demonstration)"
    bureau.address = "连云港市示范路 1 号"
    bureau.region_code = "3207"
    bureau.hotline = CITY_HOTLINE
    bureau.save()


def _guides(editor: User, checked_on: datetime.date) -> None:
    programmes = Programme.objects.in_bulk()
    index = GuideIndexPage.objects.get()
    with (TEXTS / "guides.toml").open("rb") as file:
        guides = tomllib.load(file)["guide"]
    for guide in guides:
        page = GuidePage(owner=editor, live=False, **_fields(guide, programmes, checked_on))
        index.add_child(instance=page)
        page.save_revision(user=editor).publish()


def _fields(
    guide: dict[str, Any], programmes: dict[str, Programme], checked_on: datetime.date
) -> dict[str, Any]:
    fields: dict[str, Any] = {name: value for name, value in guide.items() if isinstance(value, str)}
    fields["programme"] = programmes.get(guide["programme"])
    fields["papers"] = [("paper", paper) for paper in guide.get("papers", ())]
    # What the city wrote on it, where it did; the State's texts a user loads.
    written = PolicyPage.objects.filter(title__in=guide.get("sources", ())).order_by("title")
    fields["sources"] = [("source", {"policy": policy, "article": None}) for policy in written]
    fields["checked_on"] = checked_on
    ordered = {"steps"}
    for name in ("audience", "materials", "steps", "basis"):
        fields[name] = _as_list(guide[name], "ol" if name in ordered else "ul")
    return fields


def _as_list(items: list[str], tag: str) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html("<{0}>{1}</{0}>", tag, lines)
