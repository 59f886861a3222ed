"""The room's models."""

from supervision.models.events import LeadEvent
from supervision.models.leads import Lead, LeadItem, LeadQuerySet, LeadRespondent
from supervision.models.transfers import Transfer

__all__ = ["Lead", "LeadEvent", "LeadItem", "LeadQuerySet", "LeadRespondent", "Transfer"]
