"""Somebody takes office, or an office is entered, after a lead was opened that speaks of them.

A lead may hold no case, so its own words are read again, as a case's are (``handling.recognition``): it is
hidden before they could look (信访工作条例 30; design, invariant 2).
"""

from django.db import transaction
from django.dispatch import receiver

from complaints.handling.recognition import around, could_mean
from complaints.parties import on_file
from complaints.signals import staff_or_unit_changed
from organizations.models import Unit, User
from protection import audit
from supervision import leads, reading
from supervision.models import Lead, LeadRespondent


@receiver(staff_or_unit_changed, dispatch_uid="supervision.recognise")
def rematch_leads(sender, whom: User | Unit, **kwargs) -> None:
    """Hide from ``whom`` the leads whose words mean them; one entry in the log for each, without names."""
    where = around(whom, "region_id")
    if not where:
        return
    there = Lead.objects.filter(where)
    said = LeadRespondent.objects.filter(lead__in=there, derived=False).exclude(name="")
    named = said.values_list("lead_id", "name")
    found = {lead for lead, words in named.iterator() if could_mean(words, whom)}
    # Leads are few, and a summary is encrypted: each of the places is read.
    for lead in there.prefetch_related("events").iterator(chunk_size=200):
        if any(could_mean(text, whom) for text in reading.texts_of(lead)):
            found.add(lead.pk)
    for key in sorted(found):
        _hide(key, whom)


@transaction.atomic
def _hide(key: int, whom: User | Unit) -> None:
    lead = Lead.objects.select_for_update(of=("self",)).select_related("region").get(pk=key)
    parties = on_file.newly_meant(lead.respondents.all(), lead.region, whom, texts=reading.texts_of(lead))
    leads.write_respondents(lead, parties)
    if parties:
        audit.record("supervision.recognise", lead, respondents=len(parties))
