from django.urls import path

from coachingpairs.mail.views import unsubscribe

app_name = "mail"
urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe")]
