from cycles.models.cycles import Cycle, Participant
from cycles.models.pairs import Pair, PairMember
from cycles.models.sessions import PairNote, PrivateNote, Session

__all__ = ["Cycle", "Pair", "PairMember", "PairNote", "Participant", "PrivateNote", "Session"]
