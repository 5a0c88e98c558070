from pairing.models.help_signals import HelpSignal
from pairing.models.kept_apart import KeptApart
from pairing.models.proposals import Proposal
from pairing.models.shortlists import ShortlistEntry
from pairing.models.suggestions import SuggestedLeader, Suggestion

__all__ = ["HelpSignal", "KeptApart", "Proposal", "ShortlistEntry", "SuggestedLeader", "Suggestion"]
