"""Can everybody be paired? What is found before choosing opens, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from pairing.rules.eligibility import Chooser, History, Why, why_not
from pairing.rules.outlook import outlook

FEWEST = 2
IN_WORDS = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]
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


@dataclass(frozen=True)
class Preflight:
    """``functions`` are (name, people in it), largest first; ``most_pairs`` can be formed at most."""

    people: int
    functions: tuple[tuple[str, int], ...]
    most_pairs: int
    findings: tuple[Finding, ...]

    @property
    def may_open(self) -> bool:
        return all(finding.weight is not Weight.BLOCKS for finding in self.findings)

    @property
    def everybody_can_pair(self) -> bool:
        """Nobody is left but the one whom an odd number leaves."""
        return self.people >= FEWEST and self.most_pairs == self.people // 2


def check_before_opening(members: Sequence[Member], history: History) -> Preflight:
    """Read the whole room. Findings come in the order in which they matter."""
    ready = [member for member in members if member.function_id is not None]
    sizes = Counter(member.function_name for member in ready)
    functions = tuple(sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0])))
    most_pairs = outlook(ready, history).pairs
    findings = [
        *_without_function(members),
        *_too_few(ready, most_pairs),
        *_over_half(functions, len(ready)),
        *_nobody_to_ask(ready, history),
        *_odd(len(ready)),
        *_away(members),
    ]
    if _leaves_more_than_named(findings, len(ready), most_pairs):
        findings.insert(0, _some_left(len(ready), most_pairs))
    return Preflight(len(ready), functions, most_pairs, tuple(findings))


def _without_function(members: Sequence[Member]) -> Iterator[Finding]:
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


def _too_few(ready: Sequence[Member], most_pairs: int) -> Iterator[Finding]:
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


def _over_half(functions: Sequence[tuple[str, int]], people: int) -> Iterator[Finding]:
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


def _nobody_to_ask(ready: Sequence[Member], history: History) -> Iterator[Finding]:
    if len(ready) < FEWEST:
        return
    for member in ready:
        reasons = [why_not(member, other, history) for other in ready if other.id != member.id]
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
}


def _counted(found: Sequence[Why]) -> str:
    """“2 share their function, 5 report to them and 1 was their partner before”."""
    counts = Counter(found)
    said = [COUNTED[why][counts[why] > 1].format(counts[why]) for why in COUNTED if counts[why]]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _odd(people: int) -> Iterator[Finding]:
    if people % 2 and people > FEWEST:
        yield Finding(
            "odd",
            Weight.NOTE,
            f"The number is odd: {people} people",
            "When all the others have paired, one is left. Ask beforehand who would be glad to sit this "
            "cycle out, so that nobody is surprised in the room.",
        )


def _away(members: Sequence[Member]) -> Iterator[Finding]:
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


def _leaves_more_than_named(findings: Sequence[Finding], people: int, most_pairs: int) -> bool:
    """Reporting lines and earlier partners together can leave people whom no single finding names."""
    if people < FEWEST or most_pairs in (0, people // 2):
        return False
    return not any(finding.kind in ("over half", "nobody to ask") for finding in findings)


def _some_left(people: int, most_pairs: int) -> Finding:
    return Finding(
        "some left",
        Weight.HEED,
        f"At most {_pairs(most_pairs)} can form among {people} people",
        f"Functions, reporting lines and earlier partners together leave {people - 2 * most_pairs} without a "
        f"partner, however they choose. {MORE_PEOPLE}",
    )
