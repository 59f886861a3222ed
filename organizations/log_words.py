"""What the audit log says of logins in words, with the facts of each entry."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

#: What came besides the password.
PROOFS = {
    "password": gettext_lazy("password"),
    "code": gettext_lazy("code of the app"),
    "backup": gettext_lazy("backup code"),
    "key": gettext_lazy("security key"),
}


class LoginFormatter(LogFormatter):
    """A sentence, then how often and from which network, as far as the entry says so."""

    def format_message(self, log_entry) -> str:
        """Return the sentence with its facts."""
        facts = log_entry.data or {}
        said = [str(self.message)]
        if how := facts.get("how"):
            said.append(str(PROOFS.get(how, how)))
        if failures := facts.get("failures"):
            said.append(_("failure number %(number)s") % {"number": failures})
        if number := facts.get("number"):
            said.append(_("sessions: %(number)s") % {"number": number})
        if network := facts.get("network"):
            said.append(_("from the network %(network)s") % {"network": network})
        return "; ".join(said)

    def format_comment(self, log_entry) -> str:
        """Return the reason that was given."""
        return (log_entry.data or {}).get("reason", "")


LOGINS = {
    "organizations.login": (gettext_lazy("Log in"), gettext_lazy("Gave the right password at the login")),
    "organizations.login_proven": (
        gettext_lazy("Second step"),
        gettext_lazy("Completed the login with the second factor"),
    ),
    "organizations.login_failed": (
        gettext_lazy("Failed login"),
        gettext_lazy("Somebody gave a wrong password at the login"),
    ),
    "organizations.login_unknown": (
        gettext_lazy("Failed login"),
        gettext_lazy("Somebody gave a name at the login that no account has"),
    ),
    "organizations.code_failed": (
        gettext_lazy("Failed proof"),
        gettext_lazy("Somebody who had logged in gave a wrong code or password"),
    ),
    "organizations.logout": (gettext_lazy("Log out"), gettext_lazy("Logged out")),
    "organizations.end_session": (gettext_lazy("End a login"), gettext_lazy("Ended logins of their own")),
    "organizations.end_sessions": (
        gettext_lazy("End all logins"),
        gettext_lazy("All logins of the account were ended"),
    ),
}


def declare(actions: LogActionRegistry) -> None:
    """Register the acts of logins with their sentences."""
    for action, (label, message) in LOGINS.items():
        words = {"label": label, "message": message}
        actions.register_action(action)(type("Formatter", (LoginFormatter,), words))
