"""Give cases that nobody reads to an office in which somebody does, once there is one."""

import logging

from django.core.management.base import BaseCommand

from complaints.handling import unread

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Cases about every office that could take them, or where nobody is at work any more, are read by "
        "none. This gives them to the next office in which somebody reads them, as soon as there is one, and "
        "takes cases out of the hands of who left. How many still wait only the log of the machine says."
    )

    def handle(self, *args, **options):
        # What a command prints is shown to administrators, whose office may be among those that are meant.
        went, wait = unread.take_up()
        if went or wait:
            logger.warning("cases that nobody may read: %d given to another office, %d wait", went, wait)
