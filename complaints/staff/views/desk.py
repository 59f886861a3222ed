"""The operator's desk: register a call on one screen, read out receipt and PIN, find a case again."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from complaints import reader_forms, urgency
from complaints.enums import EventKind
from complaints.handling import knowing
from complaints.intake import caller_lookup
from complaints.intake.filing import file_case, preview
from complaints.intake.found_again import phone_indexes
from complaints.intake.intake import IntakeRefused
from complaints.models import Case
from complaints.oversight.alarms import same_caller
from complaints.permissions import INTAKE_ROLES, case_policy
from complaints.reader_forms import CallersReaderForm
from complaints.receipt_forms import SpokenForm
from complaints.routing import NoCompetentUnit
from complaints.staff.desk_forms import DeskForm, FindForm
from complaints.staff.views import receipt_readout
from complaints.staff.views.base import CASE_RELATIONS
from organizations.views.kept_forms import typed_before
from organizations.views.pages import StaffPage
from protection import audit

#: Which form was sent last, to tell whoever goes back and sends it with other words.
LAST_FORM = "complaints.last_form"


class DeskPage(StaffPage):
    """A page for those who take cases in."""

    header_icon = "mobile-alt"

    def dispatch(self, request, *args, **kwargs):
        if not case_policy.user_has_permission(request.user, "register"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeskView(DeskPage):
    """Registers a call, letter or visit; the rules are those of the web form."""

    template_name = "complaints/staff/desk.html"
    page_title = _("Desk")

    def get_context_data(self, **kwargs):
        if "form" not in kwargs:
            kwargs["form"] = DeskForm(typed_before(self.request), user=self.request.user)
        return super().get_context_data(find=FindForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        """File the case, once the caller was asked who may read it first. What was typed is kept when
        something is missing.
        """
        form, reader = DeskForm(request.POST, user=request.user), None
        if form.is_valid():
            try:
                intake, first = self.decided(form)
                reader = self.question(form, first)
                if reader is None:
                    return self.file(form, replace(intake, agreed=self.agreed(form, first)))
            except IntakeRefused as refused:
                form.refuse(refused.errors)
            except NoCompetentUnit:
                message = _("No office is left that could take it. Leave one of these out, or choose none.")
                form.add_error("avoid" if form.cleaned_data["avoid"] else "unit", message)
        status = 200 if reader and not reader.errors else 422
        return self.render_to_response(self.get_context_data(form=form, reader=reader), status=status)

    def decided(self, form):
        """What was taken down, and who gets it first; where the caller has just said that an office may not
        read it, without that one, unless none is left.
        """
        intake, unwanted = form.intake(), reader_forms.ruled_out(form.data.get("reader", ""))
        if unwanted:
            without = replace(intake, avoid=[*intake.avoid, int(unwanted)])
            try:
                first, _later = preview(without, taken_down=True)
            except NoCompetentUnit:
                messages.info(self.request, reader_forms.NO_OTHER)
            else:
                form.keep_from(unwanted)
                return without, first
        return intake, preview(intake, taken_down=True)[0]

    def question(self, form, first):
        """The question whether this office may read it first, with what is wrong with the answer; None where
        it is answered, or not asked.
        """
        if not first.asks_leave:
            return None
        answer = form.data.get("reader")
        is_about_it = answer is not None and not reader_forms.ruled_out(answer)
        reader = CallersReaderForm(form.data if is_about_it else None, unit=first.unit)
        return None if reader.is_valid() else reader

    def agreed(self, form, first):
        """The key of the office that the caller let read it first; None where nobody was asked."""
        return first.unit.pk if form.data.get("reader") == str(first.unit.pk) else None

    def file(self, form, intake):
        """File it, and go on to its receipt."""
        key = form.submission_key()
        filed = file_case(intake, submission_key=key, user=self.request.user)
        self.say_if_sent_before(str(form.cleaned_data["submission"]), filed)
        receipt_readout.begin(self.request.session, key, filed, self.request.user)
        return redirect("complaints_desk_receipt")

    def say_if_sent_before(self, form_id, filed):
        """A form that was gone back to and sent with other words is a case of its own; nothing is lost."""
        if filed.created and self.request.session.get(LAST_FORM) == form_id:
            messages.warning(
                self.request,
                _(
                    "This form had been sent before with other words. Both are registered as cases of their "
                    "own. If it was the same call, say so in a note to one of them."
                ),
            )
        self.request.session[LAST_FORM] = form_id


class ReceiptView(DeskPage):
    """Receipt and PIN to read out to the caller, until the operator says that it is done."""

    template_name = "complaints/staff/receipt.html"
    page_title = _("Registered")

    @cached_property
    def filed(self):
        """What was filed by this operator just now, from the committed row."""
        return receipt_readout.current(self.request.session, self.request.user)

    def get(self, request, *args, **kwargs):
        if self.filed is None:
            return redirect("complaints_desk")
        case = Case.objects.visible_to(request.user).filter(pk=self.filed.case.pk).first()
        told = urgency.told_in([self.filed.case.title, self.filed.case.narrative])
        return self.render_to_response(
            self.get_context_data(filed=self.filed, case=case, urgent=urgency.help_for(told))
        )

    def post(self, request, *args, **kwargs):
        """Forget both: they are shown once."""
        receipt_readout.forget(request.session)
        messages.success(request, _("Ready for the next call."))
        return redirect("complaints_desk")


class FindView(DeskPage):
    """Finds the case of somebody who calls again, by its number or by the number they call from."""

    template_name = "complaints/staff/found.html"
    page_title = _("Find a case")

    def get(self, request, *args, **kwargs):
        return redirect("complaints_desk")

    def post(self, request, *args, **kwargs):
        """By post, because a telephone number has no place in an address."""
        form = FindForm(request.POST)
        asked = form.data.get("q", "").strip()
        # What the desk sees, and not another post of the operator: a number that calls tells who complained.
        of_desk = case_policy.instances_user_has_permission_for(request.user, "register")
        visible = of_desk.select_related(*CASE_RELATIONS)
        case = visible.filter(number=asked).first()
        if case is not None:
            return redirect(reverse("complaints_act", args=[case.number, EventKind.NOTE_CALL]))
        indexes = phone_indexes(asked)
        found = list(visible.filter(complainant__phone_index__in=indexes)[:20]) if indexes[0] else []
        same = same_caller(request.user, indexes[0] or asked)
        audit.record("complaints.find_caller", request.user, user=request.user, found=len(found), asked=same)
        # Who tries a number learns that a case of it exists: each is a look at that case.
        audit.record_each_once_a_day(knowing.FOUND, found, user=request.user)
        return self.render_to_response(self.get_context_data(form=form, found=found, pair=SpokenForm()))


@require_POST
def find_place(request):
    """Answer the place field while the operator types: ``[{"code": …, "path": …}]``. By post, since a caller
    says house and name with the village.
    """
    if not case_policy.user_has_permission(request.user, "register"):
        raise PermissionDenied
    found = caller_lookup.find_places(request.POST.get("q", "")[:100], request.user, INTAKE_ROLES)
    return JsonResponse([{"code": code, "path": path} for code, path in found], safe=False)
