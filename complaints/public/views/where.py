"""The place question: one level a page, from the county down, stopping wherever the visitor likes."""

from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from complaints.public import place_question, refusals
from complaints.public.views.base import FilingView


class WhereView(FilingView):
    """County, township, village. How far the question got is in the address, the answer in the draft."""

    slug = "where"
    template_name = "complaints/public/where.html"

    def page(self, chosen, **context):
        """The level that the address names, else the one beside the place chosen before."""
        code = self.request.GET.get("in") or place_question.start_for(chosen)
        choice = place_question.choice(code)
        if len(choice.path) > 1:
            context["back_url"] = f"{self.request.path}?{self.query(choice.path[-2].code)}"
        return self.show(choice=choice, chosen=chosen, **context)

    def query(self, code):
        """The query of the same page one level further up or down."""
        return urlencode({"in": code} | ({"from": "check"} if self.from_check else {}))

    def get(self, request):
        if refusals.take(request.session, self.slug):
            problem = _("Choose a place. If you are not sure, choose the whole of it.")
            return self.page("", problems=[("region-1", problem)], problem=problem)
        return self.page(self.answers.region or request.COOKIES.get(place_question.COOKIE, ""))

    def post(self, request):
        picked = place_question.find(request.POST.get("region"))
        if picked is None:
            return self.refuse(nothing=True)
        if picked.code != request.POST.get("here") and place_question.has_places_below(picked.code):
            return redirect(f"{request.path}?{self.query(picked.code)}")
        place_question.put_place(self.answers, picked.code)
        return self.go_on()
