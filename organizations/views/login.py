"""The staff site's login."""

from wagtail.admin.views.account import LoginView

from organizations.views import guessing


class StaffLoginView(LoginView):
    """Wagtail's login, after which the browser is known for one that logged in to this account."""

    def form_valid(self, form):
        """Log in and mark the browser, so that strangers' guesses never keep it waiting."""
        response = super().form_valid(form)
        guessing.remember(self.request, response, form.get_user())
        return response


login = StaffLoginView.as_view()
