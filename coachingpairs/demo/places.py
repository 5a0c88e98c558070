"""What an organisation of the demo consists of."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

FACILITATOR = "Esther Boateng"
FACILITATOR_EMAIL = "esther@boateng-coaching.example"


@dataclass(frozen=True)
class Someone:
    """A leader of the demo; ``function`` is its code, ``manager`` a name.

    ``spelt`` is the name in the letters of an email address, where dropping its marks is not enough.
    """

    name: str
    function: str
    title: str
    manager: str = ""
    spelt: str = ""


@dataclass(frozen=True)
class Place:
    """An organisation of the demo. Everybody's address is at ``domain``, the facilitator's elsewhere."""

    name: str
    slug: str
    domain: str
    about: str
    team: str
    administrator: str
    sponsor: str
    functions: tuple[tuple[str, str], ...]
    leaders: tuple[Someone, ...]

    def email(self, name: str) -> str:
        if name == FACILITATOR:
            return FACILITATOR_EMAIL
        spelt = next((one.spelt for one in self.leaders if one.name == name and one.spelt), name)
        return f"{plain(spelt)}@{self.domain}"


def plain(name: str) -> str:
    """“Marek Zieliński” as the part before the @: marek.zielinski."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return letters.replace(" ", ".")
