"""One function a message; importing them registers which kind each of them writes."""

from feedback.emails import to_askers, to_givers

__all__ = ["to_askers", "to_givers"]
