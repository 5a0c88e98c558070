"""Where a leader chooses their reminders, for the page behind “Fewer notes like this”."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from coachingpairs.mail.registry import knows_choices_page
from coachingpairs.tenancy.scope import scope
from teams.models import Leader


@knows_choices_page
def page_of(organisation_id: UUID, recipient_id: UUID) -> str:
    """'' for somebody who has left. It tells no more than the message that the link came with."""
    with scope(organisation=organisation_id):
        leader = Leader.objects.active().select_related("team__organisation").filter(pk=recipient_id).first()
    if leader is None or leader.person_id is None:
        return ""
    return reverse("cycles:reminders", args=[leader.team.organisation.slug, leader.team.slug])
