"""One function a message; importing them registers which kind each of them writes."""

from cycles.emails import nudges

__all__ = ["nudges"]
