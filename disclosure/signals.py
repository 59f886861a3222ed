"""What this room tells the rooms above it."""

from django.dispatch import Signal

#: Sent before somebody (``user``) acts on a ``notice``, in the act's transaction and before any row is
#: locked: a case about it is hidden from them from now on. Where the act is refused, that is undone with it.
acting_on_notice = Signal()
