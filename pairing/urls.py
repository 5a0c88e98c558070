from django.urls import path

from pairing.views import choosing, facilitating, sealing, wall

app_name = "pairing"
TEAM = "o/<slug:organisation>/t/<slug:team>/"
CYCLE = f"{TEAM}cycles/<int:number>/"

urlpatterns = [
    path(f"{TEAM}choosing/", choosing.choosing, name="choosing"),
    path(f"{TEAM}choosing/proposals/", choosing.propose, name="propose"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/acceptance/", choosing.accept, name="accept"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/not-this-time/", choosing.decline, name="decline"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/withdrawal/", choosing.withdraw, name="withdraw"),
    path(f"{TEAM}choosing/stepping-back/", choosing.step_back, name="step_back"),
    path(f"{CYCLE}pre-flight/", facilitating.preflight, name="preflight"),
    path(f"{CYCLE}opening/", facilitating.open_choosing, name="open_choosing"),
    path(f"{CYCLE}room/", facilitating.room, name="room"),
    path(f"{CYCLE}room/pairs/", facilitating.record_pair, name="record_pair"),
    path(f"{CYCLE}room/pairs/<uuid:pair_id>/undoing/", facilitating.undo_pair, name="undo_pair"),
    path(f"{CYCLE}room/participants/", facilitating.add_participant, name="add_participant"),
    path(f"{CYCLE}sealing/", sealing.seal, name="seal"),
    path(f"{CYCLE}board/", wall.board, name="board"),
]
