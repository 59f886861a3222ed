"""What the citizens' pages hear of: a login in the same browser."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from complaints.public import session_state


@receiver(user_logged_in, dispatch_uid="complaints.leave_at_login")
def leave_at_login(sender, request, **kwargs) -> None:
    """Whoever logs in at the screen of a village hall is another than who opened a case there."""
    session_state.leave(request.session)
