"""The component gallery: every piece of the public site on one page, for those who build with it."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


class GalleryForm(forms.Form):
    """One field of each kind, so that the gallery shows what real forms show."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As on your ID card."),
        widget=forms.TextInput({"class": "width-10"}),
    )
    what = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            ("amount", _("The amount")),
            ("people", _("The number of people")),
            ("else", _("Something else")),
        ],
        widget=forms.RadioSelect,
    )
    story = forms.CharField(label=_("What happened?"), widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label=_("Place"), choices=[("1", _("Anywhere"))], required=False)
    file = forms.FileField(label=_("A picture or a document"), required=False)
    agree = forms.BooleanField(label=_("I have checked my answers"), required=False)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component, a form in error among them."""
    context = {
        "form": GalleryForm({}),
        "fresh": GalleryForm(auto_id="fresh_%s"),
        "page_obj": Paginator(range(200), 20).get_page(5),
        "trail": [(_("Component gallery"), "")],
        "rows": [(_("Programme"), _("Rural minimum living allowance")), (_("People"), 3)],
    }
    return render(request, "portal/gallery.html", context)
