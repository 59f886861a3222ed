"""Whom a citizen means who knows no name: choices beside the names, each with the words it stands for."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Somebody(NamedTuple):
    """One choice: ``label`` for the visitor, ``words`` as somebody would write them, which are resolved."""

    label: str | Promise
    words: str


SOMEBODY = {
    "village": Somebody(_("Somebody of the village or community committee"), "村委会的人"),
    "township": Somebody(_("Somebody in the township or subdistrict"), "镇政府的人"),
    "county": Somebody(_("Somebody at the county or district bureau"), "县民政局的人"),
}
