from __future__ import annotations


class RosterError(Exception):
    """A roster that cannot be read or planned. Its text is written for the person who sent it."""
