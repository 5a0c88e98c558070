from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented organisations and a way to be anybody in them. Never installed in production."""

    name = "coachingpairs.demo"
    label = "demo"
