from feedback.models.answers import Answer, Draft, Share
from feedback.models.askings import AskedTarget, Asking, Reading, Thanks
from feedback.models.requests import Link, Request
from feedback.models.teams import OthersByEmail

__all__ = [
    "Answer",
    "AskedTarget",
    "Asking",
    "Draft",
    "Link",
    "OthersByEmail",
    "Reading",
    "Request",
    "Share",
    "Thanks",
]
