"""How far a case is, read out to a caller who names receipt and telephone code, opened by the desk or not."""

from django.utils.translation import gettext_lazy as _

from complaints.clocks import progress
from complaints.identity import receipts
from complaints.oversight.alarms import same_caller
from complaints.receipt_forms import SpokenForm
from complaints.staff.views.desk import DeskPage
from protection import audit


class ProgressReadoutView(DeskPage):
    """Tells what the public page tells of the state and the next date, and nothing else of the case.

    The answer is the same whether the desk may open the case, and whom the case is about. A wrong code costs
    what a wrong PIN does on the public page, counted by operator: behind one address sit all of a hotline.
    """

    template_name = "complaints/staff/reading_out.html"
    page_title = _("How far is it?")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", SpokenForm())
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        """Look the case up. Sent by POST only, so that no address and no log holds receipt or code."""
        form = SpokenForm(request.POST)
        if not form.is_valid():
            return self.answer(422, form=form)
        who = f"desk {request.user.pk}"
        try:
            if seconds := receipts.crowded(who):
                raise receipts.TooManyAttempts(seconds)
            case = receipts.find_for_caller(client_key=who, **form.cleaned_data)
        except receipts.TooManyAttempts as refusal:
            response = self.answer(429, form=form, wait=refusal.seconds)
            response["Retry-After"] = str(refusal.seconds)
            return response
        except receipts.WrongReceipt:
            self.record(form, found=0)
            return self.answer(422, form=form, wrong=True)
        self.record(form, found=1)
        return self.answer(200, told=progress.aloud(case), promises=progress.promises(case))

    def answer(self, status, **context):
        """The page with this."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def record(self, form, *, found):
        """One entry, as for a caller who is looked up: letters stand for the receipt."""
        user = self.request.user
        asked = same_caller(user, receipts.normal(form.cleaned_data["receipt"]))
        audit.record("complaints.read_out", user, user=user, found=found, asked=asked)
