from django.urls import path

from pairing.views import (
    choosing,
    facilitating,
    finding_help,
    help_signals,
    kept_apart,
    pausing,
    people_in_room,
    recording,
    repeats,
    room,
    sealing,
    shortlist,
    sitting_out,
    suggesting,
    suggestion,
    wall,
    what_if,
)

app_name = "pairing"
TEAM = "o/<slug:organisation>/t/<slug:team>/"
CYCLE = f"{TEAM}cycles/<int:number>/"
PARTICIPANT = f"{CYCLE}room/participants/<uuid:leader_id>/"

urlpatterns = [
    path(f"{TEAM}choosing/", choosing.choosing, name="choosing"),
    path(f"{TEAM}choosing/proposals/", choosing.propose, name="propose"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/acceptance/", choosing.accept, name="accept"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/not-this-time/", choosing.decline, name="decline"),
    path(f"{TEAM}choosing/proposals/<uuid:proposal_id>/withdrawal/", choosing.withdraw, name="withdraw"),
    path(f"{TEAM}choosing/stepping-back/", choosing.step_back, name="step_back"),
    path(f"{TEAM}choosing/help/", finding_help.find_partner, name="help"),
    path(f"{TEAM}choosing/help-signal/", finding_help.ask_for_help, name="ask_for_help"),
    path(f"{TEAM}choosing/help-signal/withdrawal/", finding_help.take_back_help, name="take_back_help"),
    path(f"{TEAM}choosing/shortlist/", shortlist.shortlist, name="shortlist"),
    path(
        f"{TEAM}choosing/suggestions/<uuid:suggestion_id>/acceptance/",
        suggestion.take,
        name="take_suggestion",
    ),
    path(
        f"{TEAM}choosing/suggestions/<uuid:suggestion_id>/not-this-time/",
        suggestion.leave,
        name="leave_suggestion",
    ),
    path(f"{TEAM}choosing/pairs/<uuid:pair_id>/joining/", suggestion.ask_to_join, name="ask_to_join"),
    path(f"{TEAM}choosing/sitting-out/", sitting_out.sit_out, name="sit_out"),
    path(f"{TEAM}choosing/choosing-after-all/", sitting_out.choose_after_all, name="choose_after_all"),
    path(f"{CYCLE}pre-flight/", facilitating.preflight, name="preflight"),
    path(f"{CYCLE}opening/", facilitating.open_choosing, name="open_choosing"),
    path(f"{CYCLE}repeats/", repeats.repeats, name="repeats"),
    path(f"{CYCLE}what-if/", what_if.what_if, name="what_if"),
    path(f"{CYCLE}room/", room.room, name="room"),
    path(f"{CYCLE}room/pause/", pausing.pause, name="pause"),
    path(f"{CYCLE}room/resumption/", pausing.resume, name="resume"),
    path(f"{CYCLE}room/help-signals/<uuid:signal_id>/seen/", help_signals.seen, name="help_seen"),
    path(f"{CYCLE}room/suggestions/", suggesting.suggest, name="suggest"),
    path(f"{CYCLE}room/pairs/", recording.record_pair, name="record_pair"),
    path(f"{CYCLE}room/pairs/<uuid:pair_id>/third/", recording.take_in_third, name="take_in_third"),
    path(f"{CYCLE}room/pairs/<uuid:pair_id>/undoing/", room.undo_pair, name="undo_pair"),
    path(f"{CYCLE}room/participants/", people_in_room.add_participant, name="add_participant"),
    path(f"{PARTICIPANT}away/", people_in_room.mark_away, name="mark_away"),
    path(f"{PARTICIPANT}back/", people_in_room.mark_back, name="mark_back"),
    path(f"{PARTICIPANT}sitting-out/", people_in_room.mark_resting, name="mark_resting"),
    path(f"{PARTICIPANT}choosing-after-all/", people_in_room.mark_choosing, name="mark_choosing"),
    path(f"{CYCLE}sealing/", sealing.seal, name="seal"),
    path(f"{CYCLE}board/", wall.board, name="board"),
    path(f"{TEAM}kept-apart/", kept_apart.kept_apart, name="kept_apart"),
    path(f"{TEAM}kept-apart/<uuid:kept_apart_id>/lifting/", kept_apart.lift, name="lift_kept_apart"),
]
