"""An invented roster of the shape of a public agency's export: 27 posts, 6 units, shared mailboxes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

HEADINGS = [
    *("Post Unique Reference", "Name", "Grade (or equivalent)", "Job Title", "Job/Team Function"),
    *("Parent Department", "Organisation", "Unit", "Contact Phone", "Contact E-mail"),
    *("Reports to Senior Post", "Valid?"),
]
UNITS = {
    "Chief Executive": ["Gwen Dallimore"],
    "Network Delivery": [
        *("Dora Turnbull", "Jan Butterfield", "Mick Willows", "Dilys Gingham", "Rob Castellan"),
        *("Vera Gillespie", "Joan Griffin", "Davina Grundy", "Tamsin Harbottle"),
    ],
    "Major Projects": [
        *(
            "Nirmala Kothari",
            "Petra Addison",
            "Tilda Eastwood",
            "Ross Wallace",
            "Dougal Sincere",
            "Wat Andrews",
        ),
    ],
    "Finance & Business Services": [
        *("Stefan Downie", "Nico Shearman", "Paula Wilmslow", "Rick Wilding", "Andrea Poole"),
    ],
    "Network Services": ["Ginevra Clarkson", "Derry Drysdale", "Davy Pooley", "Anders Joneson", "Jo Bagshaw"],
    "Traffic Management": ["Simone Shelby-Wills"],
}
NEIGHBOURS = [
    # Nine of Network Delivery with three each of three units, then the rest among themselves.
    *zip(UNITS["Network Delivery"][:3], UNITS["Finance & Business Services"][:3], strict=True),
    *zip(UNITS["Network Delivery"][3:6], UNITS["Network Services"][:3], strict=True),
    *zip(UNITS["Network Delivery"][6:], UNITS["Major Projects"][:3], strict=True),
    *zip(UNITS["Finance & Business Services"][3:], UNITS["Major Projects"][3:5], strict=True),
    (UNITS["Network Services"][3], UNITS["Major Projects"][5]),
    (UNITS["Network Services"][4], UNITS["Traffic Management"][0]),
]
"""Thirteen pairs that keep every rule; the chief executive is left."""


@dataclass(frozen=True)
class Post:
    reference: int
    name: str
    unit: str
    email: str
    reports_to: str


def posts() -> list[Post]:
    """Directors stand first in their units and below some of their reports in the file."""
    found, number = [], 2
    for unit, names in UNITS.items():
        director = number
        address = f"{names[0].replace(' ', '.')}@roadworks.example"
        for name in names:
            above = "XX" if unit == "Chief Executive" else "2" if number == director else str(director)
            found.append(Post(number, name, unit, address, above))
            number += 1
    return sorted(found, key=lambda post: post.name[::-1])


def roster_file() -> bytes:
    """As the agency publishes it: UTF-8 with a byte order mark, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for post in posts():
        writer.writerow(
            [
                *(
                    post.reference,
                    post.name,
                    "SCS1",
                    f"Director, {post.unit}",
                    "Looks after roads.",
                ),
                *("Department of Roads", "Roadworks Agency", post.unit, "", post.email, post.reports_to, ""),
            ]
        )
    return out.getvalue().encode("utf-8-sig")
