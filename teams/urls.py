from django.urls import path

from teams.views import (
    functions,
    invitations,
    organisations,
    own_name,
    people,
    roster,
    roster_import,
    roster_rows,
)

app_name = "teams"
HERE = "o/<slug:organisation>/"
TEAM = f"{HERE}t/<slug:team>/"

urlpatterns = [
    path("places/name/", own_name.own_name, name="own_name"),
    path(HERE, organisations.organisation, name="organisation"),
    path(f"{HERE}teams/new/", organisations.new_team, name="new_team"),
    path(f"{HERE}people/", people.people, name="people"),
    path(f"{HERE}people/roles/", people.grant, name="grant"),
    path(f"{HERE}people/<uuid:person_id>/<str:role>/withdrawal/", people.withdraw, name="withdraw"),
    path(f"{HERE}facilitation/", organisations.facilitate, name="facilitate"),
    path(f"{HERE}people/invitations/", people.invite_role, name="invite_role"),
    path(
        f"{HERE}people/invitations/<uuid:invitation_id>/revocation/",
        people.revoke_invitation,
        name="revoke_invitation",
    ),
    path("invitation/<str:token>/", invitations.open_link, name="invitation_link"),
    path("invitation/", invitations.answer, name="invitation"),
    path(f"{TEAM}roster/invitations/", invitations.invite_leaders, name="invite_leaders"),
    path(f"{TEAM}roster/<uuid:leader_id>/invitation/", invitations.invite_leader, name="invite_leader"),
    path(f"{TEAM}roster/", roster.roster, name="roster"),
    path(f"{TEAM}roster/new/", roster.new_leader, name="new_leader"),
    path(f"{TEAM}roster/<uuid:leader_id>/", roster.leader, name="leader"),
    path(f"{TEAM}roster/<uuid:leader_id>/leaving/", roster.leaving, name="leaving"),
    path(f"{TEAM}roster/<uuid:leader_id>/return/", roster.returning, name="returning"),
    path(f"{TEAM}roster/functions/<uuid:function_id>/", functions.function_page, name="function"),
    path(
        f"{TEAM}roster/functions/<uuid:function_id>/deletion/",
        functions.delete_function,
        name="delete_function",
    ),
    path(f"{TEAM}roster/import/", roster_import.start, name="roster_import"),
    path(f"{TEAM}roster/import/<uuid:draft_id>/", roster_import.draft, name="roster_draft"),
    path(f"{TEAM}roster/import/<uuid:draft_id>/columns/", roster_import.columns, name="roster_columns"),
    path(f"{TEAM}roster/import/<uuid:draft_id>/rows/<int:number>/", roster_rows.row, name="roster_row"),
    path(f"{TEAM}roster/import/<uuid:draft_id>/addition/", roster_import.add, name="roster_add"),
    path(f"{TEAM}roster/import/<uuid:draft_id>/discarding/", roster_import.discard, name="roster_discard"),
]
