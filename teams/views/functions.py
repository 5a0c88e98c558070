"""The functions of an organisation, reached from a team's roster."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import EDITS_PEOPLE, PlacedRequest, TeamPlace, in_team
from teams.forms.leaders import FunctionForm
from teams.models import Function, Leader
from teams.rules.colours import COLOURS
from teams.services import functions


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def function_page(request: PlacedRequest, place: TeamPlace, function_id: UUID) -> HttpResponse:
    """A function's name, code and colour."""
    function = get_object_or_404(Function, pk=function_id, organisation=place.organisation)
    form = FunctionForm(request.POST if request.method == "POST" else None, function=function)
    if request.method == "POST" and form.is_valid():
        try:
            functions.change_function(function=function, **form.cleaned_data, by=place.person)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{function.name} is up to date.")
            return go(request, _roster(place))
    status = 422 if request.method == "POST" else 200
    return _function_page(request, place, function, form, status)


@require_POST
@in_team(*EDITS_PEOPLE)
def delete_function(request: PlacedRequest, place: TeamPlace, function_id: UUID) -> HttpResponse:
    """Delete a function that nobody is in."""
    function = get_object_or_404(Function, pk=function_id, organisation=place.organisation)
    try:
        functions.delete_function(function=function, by=place.person)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return go(request, place.address("teams:function", function.pk))
    messages.success(request, f"{function.name} is deleted.")
    return go(request, _roster(place))


def _function_page(
    request: PlacedRequest, place: TeamPlace, function: Function, form: FunctionForm, status: int
) -> HttpResponse:
    others = Function.objects.exclude(pk=function.pk)
    chosen = str(form["colour"].value())
    context = {
        "form": form,
        "place": place,
        "function": Function.objects.get(pk=function.pk),
        "colours": [
            {
                "function": Function(colour=number, code=function.code, name=name),
                "name": name.capitalize(),
                "used_by": [other.name for other in others if other.colour == number],
                "chosen": chosen == str(number),
            }
            for number, name in enumerate(COLOURS, start=1)
        ],
        "here": Leader.objects.active().filter(function=function, team=place.team),
        "is_empty": not function.leaders.exists(),
    }
    return render(request, "teams/function.html", context, status=status)


def _roster(place: TeamPlace) -> str:
    return place.address("teams:roster")
