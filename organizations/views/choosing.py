"""Behind a one-time link: its holder enters the code and chooses the password. Nobody is logged in here.

The code never is part of an address that a server sees: it is typed, or taken from behind the # by a script.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from organizations import links

HELD = "account_link"


class LinkCodeForm(forms.Form):
    """The code from the paper or the mail."""

    code = forms.CharField(
        label=gettext_lazy("Code of the link"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=gettext_lazy("24 letters and digits from the mail or the paper; dashes do not matter."),
    )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class _LinkView(FormView):
    """What both steps share: what is typed stands in no report of an error.

    The site's referrer policy (same-origin) stands: with "no-referrer" browsers send no origin either, and
    every form would be refused as forged. The address holds no code anyway.
    """


class EnterCodeView(_LinkView):
    """The first step: the code.

    Wrong ones keep nobody waiting (decision 0024): a code has 119 bits, which nobody guesses, and a pause by
    network would keep a colleague behind the same address from her link.
    """

    form_class = LinkCodeForm
    template_name = "organizations/enter_code.html"

    def form_valid(self, form):
        """Hold a link that opens in the session and go on."""
        link = links.find(form.cleaned_data["code"])
        if link is None:
            form.add_error(
                "code",
                _(
                    "This code does not open anything: it is mistyped, was used, was replaced by a newer one "
                    "or is too old. Compare it, or ask your administrator for a new link."
                ),
            )
            return self.form_invalid(form)
        self.request.session.flush()  # also who was logged in here, if somebody was
        self.request.session[HELD] = link.pk
        return redirect("organizations_choose_password")


class ChoosePasswordView(_LinkView):
    """The second step: the password."""

    form_class = SetPasswordForm
    template_name = "organizations/choose_password.html"

    def dispatch(self, request, *args, **kwargs):
        """Go back to the first step without a link that still opens."""
        link = links.find_held(request.session.get(HELD) or 0)
        if link is None:
            return redirect("organizations_enter_code")
        self.link = link
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """The form is about the link's account."""
        return {**super().get_form_kwargs(), "user": self.link.account}

    def get_context_data(self, **kwargs):
        """Whose account it is, and whether a second administrator is needed after."""
        return {**super().get_context_data(**kwargs), "link": self.link}

    def form_valid(self, form):
        """Store the password, end the link, and go to the login."""
        try:
            links.use(self.link, form.cleaned_data["new_password1"])
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        self.request.session.flush()
        words = _("Your password is stored. You can log in now.")
        if not self.link.is_trusted:
            words = _(
                "Your password is stored. Before you can do anything, a second administrator has to confirm "
                "in person that you chose it. Go to somebody other than the one who gave you the link."
            )
        messages.success(self.request, words)
        return redirect("wagtailadmin_login")
