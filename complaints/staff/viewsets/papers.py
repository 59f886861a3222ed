"""How an office words its papers, and the characters that stand for it in their numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from complaints.models import PaperMark, PaperWording
from complaints.papers import filling, wording
from complaints.papers.table import PARTS, PartRow, row_of
from complaints.staff.viewsets.directories import DirectoryViewSet


def _called(part: PartRow) -> str:
    heading = part.heading or _("opening paragraph")
    return f"{row_of(part.paper).title} · {heading}"


class PaperWordingForm(forms.ModelForm):
    """The words of one part; what the law wants in it has to stay (``wording.faults``)."""

    part = forms.ChoiceField(label=_("part of a paper"))

    class Meta:
        model = PaperWording
        fields = ["unit", "part", "heading", "text", "in_use"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(part.key, _called(part)) for part in PARTS.rows]
        names = "；".join(f"{{{name}}} {meaning}" for name, meaning in filling.NAMES.items())
        self.fields["text"].help_text = names

    def clean(self):
        """Refuse words that lack something, or ask for what nobody knows."""
        super().clean()
        given = self.cleaned_data
        for fault in wording.faults(given.get("part", ""), given.get("text", ""), filling.NAMES):
            self.add_error("text", fault)
        return given


class PaperWordingViewSet(DirectoryViewSet):
    """Each part of a paper as an office words it; without a row the shipped words hold."""

    model = PaperWording
    icon = "doc-full"
    menu_label = _("Wordings of papers")
    list_display = ["part", "unit", "heading", BooleanColumn("in_use", label=_("In use"))]
    list_filter = ["in_use"]

    def get_form_class(self, for_update=False):
        """Return the form of one part."""
        return PaperWordingForm


class PaperMarkViewSet(DirectoryViewSet):
    """The characters of each unit; without a row they are made of its place."""

    model = PaperMark
    icon = "title"
    menu_label = _("Characters of units")
    list_display = ["unit", "mark"]
    form_fields = ["unit", "mark"]


class PapersGroup(ViewSetGroup):
    """One menu entry for how papers are written."""

    menu_label = _("Formal papers")
    menu_icon = "doc-full"
    menu_order = 740
    items = (PaperWordingViewSet("paper_wording"), PaperMarkViewSet("paper_mark"))
