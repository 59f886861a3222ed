"""The directory of other authorities, for who wonders whether a matter belongs here at all."""

from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from complaints.enums import WayElsewhere
from complaints.handling import elsewhere

HEADINGS = {
    WayElsewhere.TELL: gettext_lazy("Other authorities"),
    WayElsewhere.LEAD_IN: gettext_lazy("Procedures of their own"),
}


class ElsewhereView(TemplateView):
    """All entries that hold for every place, by how one gets there."""

    template_name = "complaints/public/elsewhere.html"

    def get_context_data(self, **kwargs):
        entries = sorted(elsewhere.directory(), key=lambda entry: WayElsewhere.values.index(entry.way))
        return super().get_context_data(
            groups=[
                {"heading": HEADINGS[WayElsewhere(way)], "entries": list(group)}
                for way, group in groupby(entries, key=attrgetter("way"))
            ],
            trail=[(_("Bring a matter"), reverse("complaints:new")), (_("What other authorities do"), None)],
            **kwargs,
        )
