from django.urls import path

from coachingpairs.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("mail/", views.mailbox, name="mailbox"),
    path("mail/<slug:name>/", views.message, name="message"),
    path("mail/<slug:name>/html/", views.message_html, name="message_html"),
]
