"""Who looked at what: the page for superiors, its table as a file, the alarms, and one case's looks."""

import datetime
import uuid
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from complaints.identity.redacted_text import by_form
from complaints.oversight import alarms, looks
from complaints.oversight.alarms import rules
from complaints.oversight.looks import LogPosition, Look
from complaints.oversight.watched import LookKind
from complaints.staff.views.base import CasePage
from complaints.staff.views.looks_form import LooksForm
from organizations import scope
from organizations.views.kept_forms import typed_before
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import demanded
from protection import audit, csv_export
from protection.encryption import Undecipherable, decrypt, encrypt
from protection.refusals import NotAllowed

SHOWN_ALARMS = 20
#: Where a place in the order is kept between two pages (protection.encryption).
ADDRESS = "address.looks"


class OversightPage(StaffPage):
    """A page for those who read what others looked at."""

    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not looks.may_oversee(request.user):
            raise PermissionDenied
        # Before rows leave the site as a file one says again who one is.
        asked = demanded(request) if request.GET.get("export") else None
        return asked or super().dispatch(request, *args, **kwargs)


class LooksView(OversightPage):
    """The looks, newest first, a page at a time, with the alarms above them."""

    template_name = "complaints/staff/looks.html"
    page_title = _("Who looked at what")

    def get(self, request, *args, **kwargs):
        form = LooksForm(request.GET, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, rows=[]))
        if request.GET.get("export") == "csv":
            return self.export(form)
        found = looks.looks(request.user, form.asked(), _place(request.GET.get("after", "")))
        more = len(found) == looks.PAGE
        return self.render_to_response(
            self.get_context_data(
                form=form,
                rows=[row(look) for look in found],
                next=self.address(form, after=_token(found[-1].place)) if more else "",
                export=self.address(form, export="csv") if found else "",
                is_later=bool(request.GET.get("after")),
            )
        )

    def get_context_data(self, **kwargs):
        waiting = looks.alarms(self.request.user).filter(notes=None)
        settled = looks.alarms(self.request.user).exclude(notes=None).prefetch_related("notes__by").distinct()
        reader = self.request.user
        return super().get_context_data(
            kept=typed_before(self.request),
            alarms=[
                alarm_in_words(alarm, reader) for alarm in waiting.select_related("person")[:SHOWN_ALARMS]
            ],
            unknown=[
                {"at": timezone.localtime(entry.timestamp), "words": entry.message}
                for entry in looks.unknown_logins(self.request.user)
            ],
            settled=[
                alarm_in_words(alarm, reader) for alarm in settled.select_related("person")[:SHOWN_ALARMS]
            ],
            **kwargs,
        )

    def address(self, form, **more) -> str:
        """The address of this very question with something more."""
        kept = {name: form.data.get(name) for name in form.fields if form.data.get(name)}
        return "?" + urlencode({**kept, **more})

    def export(self, form) -> StreamingHttpResponse:
        """The table as a file, streamed, with one entry about it."""
        user = self.request.user
        audit.record("complaints.export_looks", user, user=user)
        rows = (cells(look) for look in looks.every(user, form.asked()))
        headings = [_("When"), _("Who"), _("What"), _("Case"), _("Reason")]
        response = StreamingHttpResponse(
            csv_export.lines(headings, rows), content_type=csv_export.CONTENT_TYPE
        )
        response["Content-Disposition"] = f'attachment; filename="looks-{timezone.localdate():%Y%m%d}.csv"'
        return response


#: Kinds of which the entry itself says more than the kind.
SAID_IN_WORDS = (LookKind.ACT, LookKind.LIST, LookKind.RULE)


class LookIntoView(OversightPage):
    """Takes down what somebody found who looked into an alarm."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """The alarm stands in the form, not in the address."""
        try:
            key = uuid.UUID(request.POST.get("alarm", ""))
            alarm = get_object_or_404(looks.alarms(request.user), key=key)
            alarms.look_into(alarm, request.user, request.POST.get("text", ""))
        except NotAllowed as refused:
            messages.error(request, refused.reasons[0])
        except ValueError as error:  # no key at all
            raise PermissionDenied from error
        else:
            messages.success(request, _("Written down. The alarm and your note stay in the log."))
        return redirect("complaints_looks")


class CaseLooksView(CasePage):
    """Who looked at one case, for those who answer for the people who did."""

    template_name = "complaints/staff/case_looks.html"
    page_title = _("Who looked at this case")
    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not scope.has_role(request.user, *looks.OF_ONE_CASE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        found = looks.at_case(self.request.user, self.case)
        return super().get_context_data(rows=[row(look) for look in found], **kwargs)


def row(look: Look) -> dict:
    """An entry in words, without anything that tells who brought the case."""
    reason = (look.entry.data or {}).get("reason", "")
    return {
        "at": timezone.localtime(look.entry.timestamp),
        "who": look.entry.user_display_name,
        "kind": look.kind,
        "what": look.entry.message if look.kind in SAID_IN_WORDS else LookKind(look.kind).label,
        "number": look.case.number if look.case else "",
        "reason": by_form(reason),
    }


def cells(look: Look) -> list[str]:
    """An entry as a line of the file."""
    told_of = row(look)
    return [
        f"{told_of['at']:%Y-%m-%d %H:%M:%S}",
        *(str(told_of[key]) for key in ("who", "what", "number", "reason")),
    ]


def alarm_in_words(alarm, reader) -> dict:
    """An alarm in words, with the notes of others: what is masked in one's own would tell who complained."""
    rule = rules().get(alarm.rule)
    words = rule.words if rule else alarm.rule
    return {
        "alarm": alarm,
        "words": words,
        "at": timezone.localtime(alarm.at),
        "notes": [(note.by, "" if note.by_id == reader.pk else note.text) for note in alarm.notes.all()],
    }


def _token(place: LogPosition) -> str:
    """A place in the order, sealed: a serial key would tell how many entries are hidden in between."""
    return encrypt(f"{place.at.isoformat()}|{place.log}|{place.pk}", ADDRESS)


def _place(token: str) -> LogPosition | None:
    """The place behind a token; for one that is not ours the first page."""
    try:
        at, log, pk = decrypt(token, ADDRESS).split("|")
        return LogPosition(datetime.datetime.fromisoformat(at), log, int(pk))
    except (Undecipherable, ValueError):
        return None
