"""manage.py demonstration_accounts: who can log in, and which cases can be opened by receipt and PIN."""

from typing import IO, cast

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from complaints.identity.receipts import filed_by
from demonstration.cases import to_try
from demonstration.models import Loading
from demonstration.staff import ACCOUNTS
from organizations.models import Post


class Command(BaseCommand):
    """Print the accounts of the demonstration. The password is the value of DEMO_PASSWORD at loading."""

    help = "Print the demonstration's accounts, and the receipts and PINs of a few cases."

    def handle(self, *args, **options) -> None:
        """Print two tables."""
        loading = Loading.objects.first()
        if loading is None:
            self.stdout.write(_("No demonstration is loaded. Run manage.py load_demonstration first."))
            return
        console = Console(file=cast(IO[str], self.stdout), width=110)
        logins = [account.username for account in ACCOUNTS]
        posts = Post.objects.active().filter(user__username__in=logins).select_related("user", "unit")
        accounts = Table(title=_("Accounts"))
        for heading in (_("Login"), _("role"), _("full name"), _("unit")):
            accounts.add_column(heading)
        for post in sorted(posts, key=lambda post: logins.index(post.user.username)):
            accounts.add_row(post.user.username, post.get_role_display(), post.user.name, post.unit.name)
        console.print(accounts)
        cases = Table(title=_("Cases to open on the public site"))
        for heading in (_("Receipt number"), _("PIN of the case"), _("Case")):
            cases.add_column(heading)
        for filed in filter(None, map(filed_by, to_try(loading.seed))):
            cases.add_row(filed.receipt, filed.pin, filed.case.number)
        console.print(cases)
