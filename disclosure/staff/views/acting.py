"""One act of a table on one row: asks for what it takes and says what will happen, then does it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin import messages

from disclosure.messages import REASONS
from disclosure.problems import ListActNotAllowed
from organizations.views.kept_forms import typed_before
from organizations.views.pages import RowPage


class ActPage(RowPage):
    """Stands before the other bases. ``acts`` is the table, by the word in the address."""

    acts: Mapping[str, Any]

    @property
    def act(self) -> Any:
        """The act of the address, or 404."""
        try:
            return self.acts[self.kwargs["act"]]
        except KeyError as error:
            raise Http404 from error

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        """What the act takes."""
        return self.act.right.name

    @property
    def done(self) -> Any:
        """What whoever did it reads."""
        return self.act.done

    def get_page_title(self):
        """What is about to happen."""
        return self.act.label

    @abstractmethod
    def reasons_against(self) -> list[str]:
        """The codes of why nothing that is said could allow it now."""

    @abstractmethod
    def form(self, data=None):
        """What the act asks for."""

    @abstractmethod
    def do(self, said: Mapping[str, Any]) -> None:
        """Do it, with what the form holds. Raises ListActNotAllowed."""

    def get(self, request, *args, **kwargs):
        """Ask; where it cannot be done, tell why at once and promise nothing."""
        if codes := self.reasons_against():
            self.refuse(REASONS[code] for code in codes)
            return redirect(self.object_url)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Do it, or say every reason why not."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.do(form.cleaned_data)
        except ListActNotAllowed as refused:
            self.refuse(refused.reasons)
        else:
            messages.success(request, self.done)
        return redirect(self.object_url)

    def get_context_data(self, **kwargs):
        """Add the act and its form; the address has a word under the same name as the act."""
        kwargs.setdefault("form", self.form(typed_before(self.request)))
        return super().get_context_data(**{**kwargs, "act": self.act})
