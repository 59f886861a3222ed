"""The component gallery: every piece of the public site on one page, for those who build with it."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


class GalleryForm(forms.Form):
    """One field of each kind. Its words are samples in Chinese, as the rest of the gallery's."""

    name = forms.CharField(
        label="您的姓名",
        help_text="和身份证上一样。",
        widget=forms.TextInput({"class": "width-10"}),
        error_messages={"required": "请写下您的姓名，如“王芳”。"},
    )
    what = forms.ChoiceField(
        label="您反映的是什么？",
        choices=[("amount", "金额不对"), ("people", "人口不对"), ("else", "其他")],
        widget=forms.RadioSelect,
        error_messages={"required": "请从三项中选一项。"},
    )
    story = forms.CharField(label="发生了什么事？", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="地点", choices=[("1", "不限")], required=False)
    file = forms.FileField(label="照片或材料", required=False)
    agree = forms.BooleanField(label="我已经核对过", required=False)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component, a form in error among them."""
    context = {
        "form": GalleryForm({}),
        "fresh": GalleryForm(auto_id="fresh_%s"),
        "page_obj": Paginator(range(200), 20).get_page(5),
        "trail": [(_("Component gallery"), "")],
        "rows": [("救助项目", "农村低保"), ("保障人口", 3)],
    }
    return render(request, "portal/gallery.html", context)
