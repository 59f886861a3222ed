"""One act on several notices, chosen in their list."""

import uuid

from django.urls import reverse

from disclosure.messages import REASONS
from disclosure.notices import acting
from disclosure.notices.workflow import ACTS
from disclosure.staff.notices.views import NoticesPage
from disclosure.staff.views.several import ChosenRow, SeveralPage


def _keys(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


class SeveralNoticesView(SeveralPage, NoticesPage):
    """Several notices at once, the one that was entered first before the others; names are masked here."""

    acts = ACTS

    def rows(self, keys):
        """The notices in the user's places."""
        visible = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        found = visible.filter(public_id__in=_keys(keys)).select_related("programme", "region")
        return found.order_by("pk").defer("id_number")

    def lines_of(self, rows):
        """Notices, of all of which it is asked at once what is hidden, where that bars the act."""
        hidden = acting.hidden_among(rows) if acting.may_be_shown_by(self.act) else set()
        return [self.line(row, hidden) for row in rows]

    def line(self, row, hidden) -> ChosenRow:
        """A notice by its masked name."""
        codes = acting.reasons_against(self.act, row, self.request.user, hidden)
        name = f"{row.masked_name} · {row.region} · {row.programme}"
        url = reverse("notice:inspect", args=[row.public_id])
        return ChosenRow(row, str(row.public_id), name, url, [REASONS[code] for code in codes])

    def missing_reason(self, lines):
        """Where the act asks for one."""
        return str(REASONS["notice_reason_missing"]) if self.act.needs_reason else ""

    def do(self, row, reason):
        """Do it to one notice."""
        acting.act(row, self.act.name, self.request.user, reason)
        return self.act.done
