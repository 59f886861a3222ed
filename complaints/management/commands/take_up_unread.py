"""Give cases that nobody may read to an office that they are not about, once there is one."""

import logging

from django.core.management.base import BaseCommand

from complaints import unread

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Cases about every office that could take them are read by none. Once another office is entered and "
        "staffed, this gives them to it. How many still wait is said in the log of the machine alone."
    )

    def handle(self, *args, **options):
        # What a command prints is shown to administrators, whose office may be among those that are meant.
        went, wait = unread.take_up()
        if went or wait:
            logger.warning("cases that nobody may read: %d given to another office, %d wait", went, wait)
