"""An Awayday goes with the draft that it was to open: those who have its date are told."""

from __future__ import annotations

from django.utils import timezone

from awayday.models import Awayday
from awayday.services.telling import tell_cancelled
from cycles.drafts import precedes_deletion
from cycles.models import Cycle


@precedes_deletion
def tell_of_its_awayday(draft: Cycle) -> None:
    for awayday in Awayday.objects.filter(opens=draft).select_related("opens"):
        tell_cancelled(awayday, at=timezone.now())
