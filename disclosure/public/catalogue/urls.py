"""Public addresses of the catalogue: /lists/catalogue/, /lists/catalogue/<place>/, the same as .csv; and
where people find the lists and the notices that prove an item.
"""

from django.urls import path, re_path, reverse

from disclosure.catalogue.evidence import (
    Source,
    nothing_dated,
    past_lists,
    read_lists,
    read_notices,
    register,
)
from disclosure.enums import Proof
from disclosure.public.catalogue import views
from disclosure.publication.duties import Duty

_CODE = r"(?P<code>[1-8]\d{1,11})"

urlpatterns = [
    path("catalogue/", views.everywhere, name="catalogue"),
    path("catalogue.csv", views.download, name="catalogue_csv"),
    re_path(rf"^catalogue/{_CODE}/$", views.of_place, name="catalogue_place"),
    re_path(rf"^catalogue/{_CODE}\.csv$", views.download, name="catalogue_place_csv"),
]


def lists_at(duty: Duty, code: str) -> str:
    """The list, or all lists of the place where the item speaks of several."""
    if len(duty.programmes) == 1:
        return reverse("disclosure:list", args=[code, *duty.programmes])
    return reverse("disclosure:region", args=[code])


def notices_at(_duty: Duty, code: str) -> str:
    """The notices of the place."""
    return reverse("disclosure:notices", args=[code])


register(Proof.LISTS, Source(read_lists, past_lists, lists_at))
register(Proof.NOTICES, Source(read_notices, nothing_dated, notices_at, always=False))
