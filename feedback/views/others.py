"""Whether leaders of the team may also ask people outside it, by email."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from coachingpairs.http import form_page, go
from feedback.forms.adding import OthersForm
from feedback.models import OthersByEmail
from feedback.services.others import allow_others, stop_others
from feedback.views.places import others_address
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

ALLOWED = "Leaders of this team can ask people outside it now."
STOPPED = "From now on only people in the team are asked. Whoever has been asked already can still answer."


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def others_by_email(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """What it means for privacy, and the press that allows it or stops it."""
    form = OthersForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["allow"] == "yes":
            allow_others(team=place.team, by=place.person)
            messages.success(request, ALLOWED)
        else:
            stop_others(team=place.team, by=place.person)
            messages.success(request, STOPPED)
        return go(request, others_address(place))
    row = OthersByEmail.objects.filter(team=place.team).first()
    since = row.allowed_at.astimezone(place.organisation.zone).date() if row else None
    context = {"is_allowed": row is not None, "since": since}
    return form_page(request, "feedback/others_by_email.html", context)
