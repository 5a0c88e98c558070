from django.conf import settings
from django.urls import include, path

from coachingpairs import views
from teams.views import sign_in

urlpatterns = [
    path("", views.home, name="home"),
    path("places/", views.places, name="places"),
    path("healthz", views.healthz, name="healthz"),
    path("account/login/", sign_in.sign_in, name="account_login"),
    path("account/login/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("account/logout/", sign_in.sign_out, name="account_logout"),
    path("", include("coachingpairs.mail.urls")),
    path("", include("teams.urls")),
    path("", include("cycles.urls")),
    path("", include("pairing.urls")),
    path("", include("feedback.urls")),
    path("", include("awayday.urls")),
]

if "coachingpairs.demo" in settings.INSTALLED_APPS:
    urlpatterns.append(path("demo/", include("coachingpairs.demo.urls")))

handler400 = "coachingpairs.views.bad_request"
handler403 = "coachingpairs.views.forbidden"
handler404 = "coachingpairs.views.not_found"
handler500 = "coachingpairs.views.server_error"
