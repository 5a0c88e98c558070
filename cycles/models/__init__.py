from cycles.models.agreements import Agreement, AgreementYes
from cycles.models.cycles import Cycle, Participant
from cycles.models.guide import HousePage
from cycles.models.lessons import Lesson
from cycles.models.pairs import Pair, PairMember
from cycles.models.planned import PlannedSession
from cycles.models.sessions import PairNote, PrivateNote, Session
from cycles.models.strengths import Strength, StrengthsRead
from cycles.models.targets import GrowthTarget, TargetWording
from cycles.models.tryouts import TryOut

__all__ = [
    "Agreement",
    "AgreementYes",
    "Cycle",
    "GrowthTarget",
    "HousePage",
    "Lesson",
    "Pair",
    "PairMember",
    "PairNote",
    "Participant",
    "PlannedSession",
    "PrivateNote",
    "Session",
    "Strength",
    "StrengthsRead",
    "TargetWording",
    "TryOut",
]
