from django.urls import path

from cycles.views import cycles, home, overview, pairs, sessions

app_name = "cycles"
TEAM = "o/<slug:organisation>/t/<slug:team>/"

urlpatterns = [
    path(TEAM, home.home, name="home"),
    path(f"{TEAM}cycle/", overview.overview, name="overview"),
    path(f"{TEAM}cycles/new/", cycles.new, name="new_cycle"),
    path(f"{TEAM}cycles/<int:number>/dates/", cycles.edit, name="edit_cycle"),
    path(f"{TEAM}cycles/<int:number>/deletion/", cycles.delete, name="delete_cycle"),
    path(f"{TEAM}pairs/", pairs.pairs, name="pairs"),
    path(f"{TEAM}cycles/<int:number>/pairs.pdf", pairs.pairs_pdf, name="pairs_pdf"),
    path(f"{TEAM}sessions/", sessions.sessions, name="sessions"),
    path(f"{TEAM}sessions/new/", sessions.new, name="new_session"),
    path(f"{TEAM}sessions/<uuid:session_id>/", sessions.edit, name="session"),
    path(f"{TEAM}sessions/<uuid:session_id>/deletion/", sessions.delete, name="delete_session"),
    path(f"{TEAM}sessions/<uuid:session_id>/return/", sessions.restore, name="restore_session"),
]
