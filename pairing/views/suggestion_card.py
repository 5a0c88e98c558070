"""The words about an open suggestion on the page of one of its people."""

from __future__ import annotations

from dataclasses import dataclass

from cycles.rules.words import listed
from pairing.services.own import OwnView
from pairing.services.own_suggestion import OwnSuggestion
from pairing.views.choosing_links import Links
from teams.models import Function, Leader

NOT_JUST_NOW = (
    "Just now this would not work for the whole room. That changes as pairs form; if it does, the answer is "
    "here again."
)
BEGIN_ANEW = (
    "Three of you would meet as equals, and begin anew: what the two of you have written stays yours alone, "
    "and hours that you have planned are cancelled."
)
NOBODY_TOLD = "If it is not this time, nobody is told who said so."


@dataclass(frozen=True)
class SuggestionCard:
    """``own`` as its reader sees it. Says of nobody else what they answered."""

    own: OwnSuggestion
    view: OwnView
    links: Links

    @property
    def me(self) -> Leader:
        return self.view.me

    @property
    def yes_address(self) -> str:
        return self.links.take(self.own.suggestion.pk)

    @property
    def no_address(self) -> str:
        return self.links.leave(self.own.suggestion.pk)

    @property
    def can_say_yes(self) -> bool:
        return not (self.own.said_yes or self.why_not_now or self.view.is_paused)

    @property
    def can_say_no(self) -> bool:
        """While choosing is paused one can only take something back."""
        return self.own.said_yes or not self.view.is_paused

    @property
    def functions(self) -> list[Function | None]:
        """One's own first, then the others' in the order of their names."""
        return [leader.function for leader in (self.me, *self.own.others)]

    @property
    def is_my_question(self) -> bool:
        return self.own.suggestion.asked_by_id == self.me.pk

    @property
    def heading(self) -> str:
        third, others = self.own.third, self.own.others
        if self.is_my_question:
            return f"You have asked {_called(others)} to take you in as a third"
        if third is None:
            return f"Your facilitator suggests: {listed(['you', *(other.name for other in others)])}"
        if third.pk == self.me.pk:
            names = listed([other.name for other in others])
            return f"Your facilitator suggests: you as a third with {names}"
        if self.own.asked:
            return f"{third.name} would like to join you"
        return f"Your facilitator suggests that {third.name} joins you"

    @property
    def text(self) -> str:
        if self.is_my_question:
            return "Once both have said yes, you are a trio. Until then nothing is decided."
        if self.own.third is not None and self.own.third.pk != self.me.pk:
            return "Three of you would meet as equals." if self.view.cycle.is_choosing else BEGIN_ANEW
        if len(self.own.others) > 1:
            return "Three of you would meet as equals. It is a suggestion, and nothing is decided."
        return "It is a suggestion, and nothing is decided: it needs a yes from both of you."

    @property
    def yes(self) -> str:
        """On the button."""
        agreeing = self.own.still_to_agree
        return f"Yes, if {_called(agreeing)} {'says' if len(agreeing) == 1 else 'say'} yes too"

    @property
    def said(self) -> str:
        """After one's own yes."""
        others, agreeing = self.own.others, self.own.still_to_agree
        learns = "learns" if len(others) == 1 else "learn"
        says = f"{agreeing[0].called} says" if len(agreeing) == 1 else "both say"
        return f"You said yes. {_called(others)} {learns} of it only if {says} yes too."

    @property
    def not_signed_in(self) -> str:
        """They cannot answer here."""
        absent = tuple(other for other in self.own.still_to_agree if not self.view.is_reachable(other))
        if not absent:
            return ""
        has = "has" if len(absent) == 1 else "have"
        return (
            f"{_called(absent)} {has} not signed in yet. Agree in person, and your facilitator can write it "
            "down for you."
        )

    @property
    def why_not_now(self) -> str:
        return "" if self.own.works_now else NOT_JUST_NOW

    @property
    def hint(self) -> str:
        return "" if self.own.said_yes else NOBODY_TOLD


def _called(leaders: tuple[Leader, ...]) -> str:
    return listed([leader.called for leader in leaders])
