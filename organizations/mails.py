"""A mail to one member of staff; where it does not leave, the log says so and names nobody."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

from organizations.models import User

logger = logging.getLogger(__name__)

#: No machine shall answer it (RFC 3834).
HEADERS = {"Auto-Submitted": "auto-generated"}


def deliver(to: User, subject: str, text: str) -> bool:
    """Send a mail and say whether it left."""
    try:
        EmailMessage(subject, text, to=[to.email], headers=HEADERS).send()
    except (SMTPException, OSError) as error:
        # No trace: what a server refuses names the address.
        logger.error("A mail to a member of staff could not be sent: %s.", type(error).__name__)
        return False
    return True
