"""People outside the team by name and address, as part of a form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django import forms

from coachingpairs.errors import DomainError
from feedback.rules import asking as rules
from feedback.services.asking import NO_PARTNER
from feedback.services.others import Other, leaders_by_address, the_leader_at
from feedback.services.place_to_ask import PlaceToAsk
from teams.models import Leader

YOURSELF = "That is your own address."
TWICE = "You have that address twice. Each needs their own."


@dataclass(frozen=True)
class Row:
    """The two fields of one of them."""

    name: forms.BoundField
    email: forms.BoundField


class OthersFields(forms.Form):
    """Mixed into forms with ``rows`` places for others; ``place`` is set before ``clean``.

    Whoever is named by the address of a leader of the team is that leader: ``recognised``.
    """

    rows = 1
    place: PlaceToAsk

    def add_others(self, *, allowed: bool) -> None:
        self.others_allowed = allowed
        for number in self._numbers:
            self.fields[f"name_{number}"] = forms.CharField(
                label="Name",
                required=False,
                max_length=rules.LONGEST_NAME,
                widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
                error_messages={"max_length": "Make it 120 characters at most."},
            )
            self.fields[f"email_{number}"] = forms.EmailField(
                label="Email address",
                required=False,
                max_length=254,
                widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
                error_messages={"invalid": "Enter a whole address, for example sam.lee@example.org."},
            )

    @property
    def other_rows(self) -> list[Row]:
        return [Row(self[f"name_{number}"], self[f"email_{number}"]) for number in self._numbers]

    @property
    def has_others(self) -> bool:
        """Something was typed there, so that the place for it is shown open."""
        return any(row.name.value() or row.email.value() for row in self.other_rows)

    @property
    def other_errors(self) -> bool:
        return any(name.startswith(("name_", "email_")) for name in self.errors)

    def clean_others(self) -> None:
        """Names go with addresses, each address is there once, and nobody asks themself or their partner."""
        seen: set[str] = set()
        for number in self._numbers:
            other = self._typed(number)
            if other.email:
                self._check_whole(number, other, seen)
            elif other.name and f"email_{number}" not in self.errors:
                self.add_error(f"email_{number}", f"Enter the address at which {other.name} is written to.")
            seen.add(other.email.lower())

    @cached_property
    def typed_others(self) -> list[Other]:
        """Whole rows, in order."""
        typed = (self._typed(number) for number in self._numbers)
        return [other for other in typed if other.name and other.email]

    @cached_property
    def recognised(self) -> list[Leader]:
        """Leaders of the team among them."""
        return [leader for other in self.typed_others if (leader := self._leader_at(other))]

    @cached_property
    def outside(self) -> list[Other]:
        return [other for other in self.typed_others if self._leader_at(other) is None]

    @cached_property
    def _found(self) -> dict[str, list[Leader]]:
        addresses = [self._typed(number).email for number in self._numbers]
        return leaders_by_address(self.place.leader.team_id, filter(None, addresses))

    @property
    def _numbers(self) -> range:
        return range(1, self.rows + 1 if self.others_allowed else 1)

    def _typed(self, number: int) -> Other:
        said = self.cleaned_data
        return Other.typed(said.get(f"name_{number}") or "", said.get(f"email_{number}") or "")

    def _check_whole(self, number: int, other: Other, seen: set[str]) -> None:
        if not other.name and f"name_{number}" not in self.errors:
            self.add_error(f"name_{number}", "Say who that is: they read their name above the questions.")
        if problem := self._problem(other, seen):
            self.add_error(f"email_{number}", problem)

    def _leader_at(self, other: Other) -> Leader | None:
        try:
            return the_leader_at(other, self._found)
        except DomainError:
            return None

    def _problem(self, other: Other, seen: set[str]) -> str:
        if other.email.lower() in seen:
            return TWICE
        try:
            leader = the_leader_at(other, self._found)
        except DomainError as unclear:
            return str(unclear)
        if leader is None:
            return ""
        if leader.pk == self.place.leader.pk:
            return YOURSELF
        return NO_PARTNER if leader.pk in self.place.partner_ids else ""
