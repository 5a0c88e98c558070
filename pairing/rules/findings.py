"""What is found in a team before choosing opens, each with what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from pairing.rules.eligibility import Chooser, Terms, Why, why_not
from pairing.rules.guard import Prospect
from pairing.rules.numbers import IN_WORDS
from pairing.rules.risk import shortage
from pairing.rules.risk_words import shortage_in_words

FEWEST = 2
MORE_PEOPLE = "Invite more people from other functions, or ask who would be glad to sit this cycle out."
WRITE_DOWN = (
    "Once two people have told you that they want to pair, you can write it down for them in the room."
)


class Weight(Enum):
    BLOCKS = "blocks"
    """Choosing cannot open before it is put right."""
    HEED = "heed"
    """It can open, but somebody will be without a partner."""
    NOTE = "note"
    """Good to know; nothing is wrong."""


@dataclass(frozen=True)
class Member(Chooser):
    """An active leader of the team."""

    function_name: str = ""
    has_address: bool = True
    has_accepted: bool = True


@dataclass(frozen=True)
class Finding:
    """One thing to know before opening: a title, what to do, whom it concerns, and where to put it right."""

    kind: str
    weight: Weight
    title: str
    what_to_do: str
    people: tuple[str, ...] = ()
    on_roster: bool = False


def without_function(members: Sequence[Member]) -> Iterator[Finding]:
    names = tuple(member.name for member in members if member.function_id is None)
    if names:
        yield Finding(
            "no function",
            Weight.BLOCKS,
            f"{_leaders(names)} no function yet",
            "Partners come from different functions. Say on the roster where they belong; then choosing can "
            "open.",
            names,
            on_roster=True,
        )


def _leaders(names: Sequence[str]) -> str:
    """“One leader has”, “Three leaders have”, “14 leaders have”."""
    count = len(names)
    said = IN_WORDS[count - 1] if count <= len(IN_WORDS) else str(count)
    return f"{said} leader has" if count == 1 else f"{said} leaders have"


def too_few(ready: Sequence[Member], most_pairs: int) -> Iterator[Finding]:
    if len(ready) < FEWEST:
        yield Finding(
            "too few",
            Weight.BLOCKS,
            "There are not yet two people to pair",
            "Add the leaders of this team to the roster first.",
            on_roster=True,
        )
    elif most_pairs == 0:
        yield Finding(
            "no pair",
            Weight.BLOCKS,
            "Nobody in this team can pair with anybody",
            "Look through the functions and line managers on the roster, or add people from other functions.",
            on_roster=True,
        )


def over_half(functions: Sequence[tuple[str, int]], people: int) -> Iterator[Finding]:
    if not functions or people < FEWEST:
        return
    name, size = functions[0]
    others = people - size
    if size > others:
        yield Finding(
            "over half",
            Weight.HEED,
            f"{name} is more than half of the room: {size} of {people}",
            f"Each of them needs somebody from another function, and there {_are(others)}. At most "
            f"{_pairs(others)} can form, so at least {_people_of(size - others, name)} will be without a "
            f"partner. {MORE_PEOPLE}",
        )


def _are(others: int) -> str:
    return "is one" if others == 1 else f"are {others}" if others else "is nobody"


def _pairs(count: int) -> str:
    return "one pair" if count == 1 else f"{count} pairs"


def _people_of(count: int, function: str) -> str:
    return f"one person in {function}" if count == 1 else f"{count} people in {function}"


def nobody_to_ask(ready: Sequence[Member], terms: Terms) -> Iterator[Finding]:
    if len(ready) < FEWEST:
        return
    for member in ready:
        reasons = [why_not(member, other, terms) for other in ready if other.id != member.id]
        if all(reasons):
            yield Finding(
                "nobody to ask",
                Weight.HEED,
                f"{member.name} cannot pair with anybody",
                f"Of the others, {_counted([reason.why for reason in reasons if reason])}. Look whether the "
                "roster is right, and speak with them before choosing opens: they will be without a partner "
                "this cycle.",
                (member.name,),
                on_roster=True,
            )


COUNTED = {
    Why.SAME_FUNCTION: ("{} shares their function", "{} share their function"),
    Why.LINE_MANAGER: ("{} is their line manager", "{} are their line managers"),
    Why.DIRECT_REPORT: ("{} reports to them", "{} report to them"),
    Why.EARLIER_PARTNER: ("{} was their partner before", "{} were their partners before"),
    Why.KEPT_APART: ("{} is not offered to them", "{} are not offered to them"),
}


def _counted(found: Sequence[Why]) -> str:
    """“2 share their function, 5 report to them and 1 was their partner before”."""
    counts = Counter(found)
    said = [COUNTED[why][counts[why] > 1].format(counts[why]) for why in COUNTED if counts[why]]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def odd_with_trio(prospect: Prospect) -> Iterator[Finding]:
    people = prospect.hall.choosing.bit_count()
    if people % 2 and people > FEWEST and prospect.is_whole:
        yield Finding(
            "odd",
            Weight.NOTE,
            f"The number is odd: one pair takes in a third ({people} people)",
            "The three meet as equals. The last one still choosing can ask a pair to take them in, or three "
            "who agree can tell you. Somebody who would be glad to sit this cycle out can say so instead.",
        )


def odd_without_trio(prospect: Prospect) -> Finding:
    """For a room in which nobody is left but the one of the odd number."""
    return Finding(
        "odd without a trio",
        Weight.HEED,
        f"The number is odd: one of {prospect.hall.choosing.bit_count()} people is left without a partner",
        "There are no three who may meet as a trio so that all the others can still pair. Ask beforehand who "
        "would be glad to sit this cycle out, so that nobody is surprised in the room.",
    )


def some_left(prospect: Prospect, members: Sequence[Member]) -> Finding:
    """Functions, lines and earlier partners together: whom they leave short, in a sentence."""
    people = prospect.hall.choosing.bit_count()
    short = shortage(prospect)
    names, functions = [one.name for one in members], [one.function_name for one in members]
    said = f"{shortage_in_words(short, names, functions)} " if short else ""
    return Finding(
        "some left",
        Weight.HEED,
        f"At most {_pairs(prospect.most_pairs)} can form among {people} people",
        f"{said}Functions, reporting lines and earlier partners together leave {prospect.left_over} "
        f"without a partner, however they choose. {MORE_PEOPLE}",
        tuple(names[place] for place in short.people) if short and len(short.people) > 1 else (),
    )


def out_of_reach(members: Sequence[Member]) -> Iterator[Finding]:
    """Those who cannot choose on their own phone."""
    waiting = [member for member in members if not member.has_accepted]
    unreachable = tuple(member.name for member in waiting if not member.has_address)
    invited = tuple(member.name for member in waiting if member.has_address)
    if unreachable:
        yield Finding(
            "no address",
            Weight.NOTE,
            f"{_leaders(unreachable)} no email address",
            f"They cannot choose on their own phone. {WRITE_DOWN}",
            unreachable,
            on_roster=True,
        )
    if invited:
        yield Finding(
            "not accepted",
            Weight.NOTE,
            f"{_leaders(invited)} not accepted an invitation yet",
            f"Send it from the roster. Choosing can open all the same. {WRITE_DOWN}",
            invited,
            on_roster=True,
        )
