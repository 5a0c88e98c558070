from cycles.models.cycles import Cycle, Participant
from cycles.models.lessons import Lesson
from cycles.models.pairs import Pair, PairMember
from cycles.models.planned import PlannedSession
from cycles.models.sessions import PairNote, PrivateNote, Session

__all__ = [
    "Cycle",
    "Lesson",
    "Pair",
    "PairMember",
    "PairNote",
    "Participant",
    "PlannedSession",
    "PrivateNote",
    "Session",
]
