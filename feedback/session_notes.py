"""What a pair has shared of what colleagues said, on the page of their next session."""

from __future__ import annotations

from collections.abc import Iterator

from cycles.beside_sessions import ToTalkOver, brings_to_sessions
from cycles.services.pairs import ShownPair
from feedback.services.sharing import SharedAnswer, to_talk_over
from teams.access import LeaderPlace


@brings_to_sessions
def shared_answers(place: LeaderPlace, own: ShownPair) -> Iterator[ToTalkOver]:
    """Those shared in this pair since it last met, whoever of them shares them."""
    return (_brought(place, one) for one in to_talk_over(own.pair, place.leader))


def _brought(place: LeaderPlace, one: SharedAnswer) -> ToTalkOver:
    said = tuple((part.question, part.said) for part in one.parts if part.said)
    if one.asker == place.leader:
        title = f"What {one.request.giver_called} said to your question"
        page = place.address("feedback:asking", one.request.asking_id)
        return ToTalkOver(title, said, page)
    page = place.address("feedback:shared")
    return ToTalkOver(one.title, said, f"{page}#answer-{one.answer.pk}")
