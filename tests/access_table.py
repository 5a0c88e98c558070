"""Every address and who gets in, written by hand on purpose; tests/test_access.py walks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

OPEN = "open"
OWN = "own"
BOARD, BOARD_LEADER = "board", "board leader"
"""Those who run the Awayday, the team's leaders, and guests; only leaders, signed in or not."""
GIVER = "giver"
"""Whoever has brought the link of that request, and nobody else (tests/feedback/test_givers_walk.py)."""
ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER = "administrator", "facilitator", "sponsor", "leader"
ANYONE = {ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER}
PEOPLE = {ADMINISTRATOR, FACILITATOR}
SETS_UP = {FACILITATOR, SPONSOR}
ROLES = {ADMINISTRATOR, FACILITATOR, SPONSOR}

WHO: dict[str, str | set[str]] = {
    "home": OWN,
    "places": OWN,
    "teams:own_name": OWN,
    "healthz": OPEN,
    "account_login": OPEN,
    "account_confirm_login_code": OPEN,
    "account_logout": OPEN,
    "mail:unsubscribe": OPEN,
    "demo:cast": OPEN,
    "demo:sign_in": OPEN,
    "demo:mailbox": OPEN,
    "demo:message": OPEN,
    "demo:message_html": OPEN,
    "teams:organisation": ANYONE,
    "teams:new_team": SETS_UP | {ADMINISTRATOR},
    "teams:people": ROLES,
    "teams:grant": {ADMINISTRATOR},
    "teams:withdraw": {ADMINISTRATOR},
    "teams:facilitate": {ADMINISTRATOR},
    "teams:invite_role": {ADMINISTRATOR},
    "teams:revoke_invitation": {ADMINISTRATOR},
    "teams:invitation_link": OPEN,
    "teams:invitation": OPEN,
    "teams:invite_leaders": PEOPLE,
    "teams:invite_leader": PEOPLE,
    "teams:roster": ROLES,
    "teams:new_leader": PEOPLE,
    "teams:leader": PEOPLE,
    "teams:leaving": PEOPLE,
    "teams:returning": PEOPLE,
    "teams:function": PEOPLE,
    "teams:delete_function": PEOPLE,
    "teams:roster_import": PEOPLE,
    "teams:roster_draft": PEOPLE,
    "teams:roster_columns": PEOPLE,
    "teams:roster_row": PEOPLE,
    "teams:roster_add": PEOPLE,
    "teams:roster_discard": PEOPLE,
    "cycles:home": ANYONE,
    "cycles:overview": ROLES,
    "cycles:new_cycle": SETS_UP,
    "cycles:edit_cycle": SETS_UP,
    "cycles:pairs": ANYONE,
    "cycles:pairs_pdf": ANYONE,
    "cycles:sessions": {LEADER},
    "cycles:new_session": {LEADER},
    "cycles:plan": {LEADER},
    "cycles:plan_file": {LEADER},
    "cycles:met": {LEADER},
    "cycles:session": {LEADER},
    "cycles:delete_session": {LEADER},
    "cycles:restore_session": {LEADER},
    "cycles:reminders": {LEADER},
    "cycles:end_holiday": {LEADER},
    "cycles:delete_cycle": SETS_UP,
    "cycles:guide": ANYONE,
    "cycles:guide_page": ANYONE,
    "cycles:guide_pdf": ANYONE,
    "cycles:house_page": ANYONE,
    "cycles:edit_house_page": {FACILITATOR},
    "cycles:delete_house_page": {FACILITATOR},
    "cycles:record": {LEADER},
    "cycles:record_pdf": {LEADER},
    "cycles:record_json": {LEADER},
    "cycles:agreement": {LEADER},
    "cycles:change_agreement": {LEADER},
    "cycles:agree": {LEADER},
    "cycles:take_yes_back": {LEADER},
    "cycles:agreement_of_cycle": {LEADER},
    "cycles:strengths": {LEADER},
    "cycles:strength": {LEADER},
    "cycles:delete_strength": {LEADER},
    "cycles:read_strengths": {LEADER},
    "cycles:strengths_of_cycle": {LEADER},
    "cycles:close_cycle": SETS_UP,
    "cycles:lessons": ANYONE,
    "cycles:new_lesson": {LEADER},
    "cycles:lesson": {LEADER},
    "cycles:offer_lesson": {LEADER},
    "cycles:take_lesson_back": {LEADER},
    "cycles:delete_lesson": {LEADER},
    "cycles:targets": {LEADER},
    "cycles:new_target": {LEADER},
    "cycles:target_hint": {LEADER},
    "cycles:target": {LEADER},
    "cycles:target_wording": {LEADER},
    "cycles:target_state": {LEADER},
    "cycles:carry_on": {LEADER},
    "cycles:new_try_out": {LEADER},
    "cycles:try_out": {LEADER},
    "cycles:look_back": {LEADER},
    "cycles:delete_try_out": {LEADER},
    "pairing:choosing": {LEADER},
    "pairing:propose": {LEADER},
    "pairing:accept": {LEADER},
    "pairing:decline": {LEADER},
    "pairing:withdraw": {LEADER},
    "pairing:step_back": {LEADER},
    "pairing:help": {LEADER},
    "pairing:ask_for_help": {LEADER},
    "pairing:take_back_help": {LEADER},
    "pairing:shortlist": {LEADER},
    "pairing:take_suggestion": {LEADER},
    "pairing:leave_suggestion": {LEADER},
    "pairing:ask_to_join": {LEADER},
    "pairing:sit_out": {LEADER},
    "pairing:choose_after_all": {LEADER},
    "pairing:end_own_pair": {LEADER},
    "pairing:preflight": SETS_UP,
    "pairing:open_choosing": SETS_UP,
    "pairing:room": SETS_UP,
    "pairing:record_pair": SETS_UP,
    "pairing:undo_pair": SETS_UP,
    "pairing:end_pair": SETS_UP,
    "pairing:add_participant": SETS_UP,
    "pairing:take_in_third": SETS_UP,
    "pairing:mark_away": SETS_UP,
    "pairing:mark_back": SETS_UP,
    "pairing:mark_resting": SETS_UP,
    "pairing:mark_choosing": SETS_UP,
    "pairing:suggest": SETS_UP,
    "pairing:pause": SETS_UP,
    "pairing:resume": SETS_UP,
    "pairing:help_seen": {FACILITATOR},
    "pairing:repeats": SETS_UP,
    "pairing:what_if": SETS_UP,
    "pairing:kept_apart": {FACILITATOR},
    "pairing:lift_kept_apart": {FACILITATOR},
    "pairing:seal": SETS_UP,
    "pairing:board": SETS_UP,
    "awayday:plan": SETS_UP,
    "awayday:cancel": SETS_UP,
    "awayday:desk": SETS_UP,
    "awayday:desk_ticket": SETS_UP,
    "awayday:bar": SETS_UP,
    "awayday:open_doors": SETS_UP,
    "awayday:new_code": SETS_UP,
    "awayday:close_doors": SETS_UP,
    "awayday:move": SETS_UP,
    "awayday:turn_lesson": SETS_UP,
    "awayday:pause": SETS_UP,
    "awayday:resume": SETS_UP,
    "awayday:seal": SETS_UP,
    "awayday:confirm_claim": SETS_UP,
    "awayday:refuse_claim": SETS_UP,
    "awayday:note_arrival": SETS_UP,
    "awayday:remove_arrival": SETS_UP,
    "awayday:cards": SETS_UP,
    "awayday:revoke_cards": SETS_UP,
    "awayday:rehearsal": SETS_UP,
    "awayday:rehearsal_press": SETS_UP,
    "awayday:rehearsal_end": SETS_UP,
    "awayday:rehearsal_board": SETS_UP,
    "awayday:rehearsal_phone": SETS_UP,
    "awayday:rehearsal_not_sent": SETS_UP,
    "awayday:calendar": ANYONE,
    "awayday:board": BOARD,
    "awayday:wall_ticket": BOARD,
    "awayday:names": BOARD,
    "awayday:claim": BOARD,
    "awayday:withdraw_claim": BOARD,
    "awayday:leave": BOARD,
    "awayday:phone": BOARD_LEADER,
    "awayday:phone_ticket": BOARD_LEADER,
    "awayday:arrive": BOARD_LEADER,
    "awayday:offer_lesson": BOARD_LEADER,
    "awayday:take_lesson_back": BOARD_LEADER,
    "awayday:first_session": BOARD_LEADER,
    "awayday:first_session_file": BOARD_LEADER,
    "awayday:join": OPEN,
    "awayday:join_by_code": OPEN,
    "feedback:feedback": {LEADER},
    "feedback:ask": {LEADER},
    "feedback:add_colleague": {LEADER},
    "feedback:move_date": {LEADER},
    "feedback:close": {LEADER},
    "feedback:take_back": {LEADER},
    "feedback:ask_after_all": {LEADER},
    "feedback:new_link": {LEADER},
    "feedback:others_by_email": SETS_UP,
    "feedback:link": OPEN,
    "feedback:lost_link": OPEN,
    "feedback:asked": {LEADER},
    "feedback:asked_thanks": {LEADER},
    "feedback:look_again": {LEADER},
    "feedback:nudge": {LEADER},
    "feedback:give": GIVER,
    "feedback:give_change": GIVER,
    "feedback:give_draft": GIVER,
    "feedback:give_decline": GIVER,
    "feedback:give_come_back": GIVER,
    "feedback:give_take_back": GIVER,
    "feedback:give_print": GIVER,
    "feedback:not_you": GIVER,
    "feedback:thanks_read": GIVER,
    "feedback:asking": {LEADER},
    "feedback:mark_read": {LEADER},
    "feedback:note": {LEADER},
    "feedback:share": {LEADER},
    "feedback:shared": {LEADER},
    "feedback:decide": {LEADER},
    "feedback:decide_keep": {LEADER},
    "feedback:decide_reword": {LEADER},
    "feedback:decide_replace": {LEADER},
    "feedback:thank": {LEADER},
    "awayday:card": OPEN,
    "awayday:other_card": OPEN,
}


def all_patterns(
    resolver: URLResolver | None = None, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, URLPattern, set[str]]]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_patterns(entry, inner, route + str(entry.pattern))
        else:
            yield f"{namespace}{entry.name}", entry, set(entry.pattern.converters)


PATTERNS = {name: (pattern, arguments) for name, pattern, arguments in all_patterns()}
PLACED = sorted(name for name, who in WHO.items() if isinstance(who, set))
AT_THE_BOARD = sorted(name for name, who in WHO.items() if who in (BOARD, BOARD_LEADER))
OBJECTS = {
    "leader_id",
    "function_id",
    "draft_id",
    "invitation_id",
    "session_id",
    "target_id",
    "try_out_id",
    "proposal_id",
    "suggestion_id",
    "pair_id",
    "kept_apart_id",
    "signal_id",
    "claim_id",
    "lesson_id",
    "strength_id",
    "asking_id",
    "request_id",
    "answer_id",
}
INSTEAD = {"feedback:asked": "request_to_priya", "feedback:asked_thanks": "request_to_priya"}
"""Where ``request_id`` is what one is asked oneself, and not what one asks."""
CHOOSERS = {
    "pairing:choosing",
    "pairing:propose",
    "pairing:accept",
    "pairing:decline",
    "pairing:withdraw",
    "pairing:step_back",
    "pairing:help",
    "pairing:ask_for_help",
    "pairing:take_back_help",
    "pairing:take_suggestion",
    "pairing:leave_suggestion",
    "pairing:ask_to_join",
    "pairing:sit_out",
    "pairing:choose_after_all",
}
"""For leaders, and for those known at the Awayday alone (tests/awayday/test_guests_walk.py)."""
SOMEBODY_ELSES = {"pairing:withdraw"}
"""Of the leader who asks in these tests: the proposal is addressed to her, so there is none to withdraw."""
KINDS = {OPEN: "open", OWN: "person", BOARD: "board", BOARD_LEADER: "board", GIVER: "giver"}
EMPTY_PRESSES = {
    "awayday:move",
    "awayday:turn_lesson",
    "awayday:rehearsal_press",
    "feedback:mark_read",
    "feedback:share",
}
"""Without a word of where to, there is nothing to be done."""
ONCE_SEALED = {"awayday:first_session", "awayday:first_session_file"}
NAMING_OBJECTS = [name for name in PLACED if name in PATTERNS and PATTERNS[name][1] & OBJECTS]


def address(name: str, values: dict[str, Any]) -> str:
    _pattern, arguments = PATTERNS[name]
    return reverse(name, kwargs={argument: values[key_of(name, argument)] for argument in arguments})


def key_of(name: str, argument: str) -> str:
    """Under which the value of an address's argument is found."""
    return INSTEAD.get(name, argument) if argument == "request_id" else argument
