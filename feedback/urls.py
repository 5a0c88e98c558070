from django.urls import URLPattern

app_name = "feedback"
TEAM = "o/<slug:organisation>/t/<slug:team>/"

urlpatterns: list[URLPattern] = []
