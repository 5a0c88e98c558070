from pairing.models.proposals import Proposal

__all__ = ["Proposal"]
