from django.urls import URLPattern, path

from feedback.views import (
    again,
    asking,
    deciding,
    giving,
    giving_back,
    links,
    lost_link,
    nudging,
    others,
    overview,
    pressing,
    reading,
    rounds,
    sharing,
    thanks,
)

app_name = "feedback"
TEAM = "o/<slug:organisation>/t/<slug:team>/"
ASKING = f"{TEAM}feedback/<uuid:asking_id>/"
REQUEST = f"{TEAM}feedback/requests/<uuid:request_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{TEAM}feedback/", overview.overview, name="feedback"),
    path(f"{TEAM}feedback/ask/", asking.ask, name="ask"),
    path(f"{TEAM}feedback/others/", others.others_by_email, name="others_by_email"),
    path(f"{ASKING}closing/", rounds.close, name="close"),
    path(f"{ASKING}date/", rounds.move, name="move_date"),
    path(f"{ASKING}colleagues/", rounds.add, name="add_colleague"),
    path(f"{REQUEST}taking-back/", pressing.take_back, name="take_back"),
    path(f"{REQUEST}return/", pressing.ask_after_all, name="ask_after_all"),
    path(f"{REQUEST}link/", pressing.new_link, name="new_link"),
    path(ASKING, reading.asking, name="asking"),
    path(f"{ASKING}reading/", reading.mark_read, name="mark_read"),
    path(f"{ASKING}note/", reading.note, name="note"),
    path(f"{ASKING}decision/", deciding.decide, name="decide"),
    path(f"{ASKING}decision/<uuid:asked_id>/keeping/", deciding.keep, name="decide_keep"),
    path(f"{ASKING}decision/<uuid:asked_id>/wording/", deciding.reword, name="decide_reword"),
    path(f"{ASKING}decision/<uuid:asked_id>/other/", deciding.replace, name="decide_replace"),
    path(f"{ASKING}thanks/", thanks.thank, name="thank"),
    path(f"{ASKING}again/", again.look_again, name="look_again"),
    path(f"{TEAM}feedback/shared/", sharing.shared, name="shared"),
    path(f"{TEAM}feedback/answers/<uuid:answer_id>/sharing/", sharing.share, name="share"),
    path("feedback/<uuid:request_id>/thanks/", thanks.read, name="thanks_read"),
    path(f"{TEAM}feedback/requests/<uuid:request_id>/reminder/", nudging.nudge, name="nudge"),
    path("f/<str:token>/", links.open_link, name="link"),
    path(f"{TEAM}feedback/asked/<uuid:request_id>/", links.asked, name="asked"),
    path(f"{TEAM}feedback/asked/<uuid:request_id>/thanks/", links.asked_thanks, name="asked_thanks"),
    path("feedback/lost-link/", lost_link.lost_link, name="lost_link"),
    path("feedback/<uuid:request_id>/", giving.give, name="give"),
    path("feedback/<uuid:request_id>/change/", giving.change, name="give_change"),
    path("feedback/<uuid:request_id>/draft/", giving.draft, name="give_draft"),
    path("feedback/<uuid:request_id>/not-this-time/", giving_back.not_this_time, name="give_decline"),
    path("feedback/<uuid:request_id>/after-all/", giving_back.back, name="give_come_back"),
    path("feedback/<uuid:request_id>/taking-back/", giving_back.take_back, name="give_take_back"),
    path("feedback/<uuid:request_id>/not-you/", giving_back.not_you, name="not_you"),
    path("feedback/<uuid:request_id>/copy.pdf", giving_back.copy, name="give_print"),
]
