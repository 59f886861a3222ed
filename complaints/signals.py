"""What this room tells the rooms above it."""

from django.dispatch import Signal

#: Sent inside the transaction of every change to a case, with ``case``. A receiver that fails undoes it:
#: the search outbox has to be written with it or not at all.
case_changed = Signal()

#: Sent when a person (``whom``) or an office takes its place or another name, inside that transaction: words
#: on file elsewhere may mean them now (``recognition``).
staff_or_unit_changed = Signal()
