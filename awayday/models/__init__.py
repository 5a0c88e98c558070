from awayday.models.awaydays import Awayday
from awayday.models.guests import Arrival, Claim, PlaceCard

__all__ = ["Arrival", "Awayday", "Claim", "PlaceCard"]
