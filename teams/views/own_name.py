"""What others read when somebody invites them or runs a cycle."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from coachingpairs.http import form_page, go
from teams.access import PlacedRequest, signed_in
from teams.forms.own_name import OwnNameForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_name(request: PlacedRequest) -> HttpResponse:
    """Leaders' names stand on their rosters; this is the name of whoever signs in."""
    form = OwnNameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        request.user.name = form.cleaned_data["name"]
        request.user.save(update_fields=["name"])
        messages.success(request, f"Messages you cause are now from {request.user.name}.")
        return go(request, "/places/")
    return form_page(request, "teams/own_name.html", {"form": form})
