from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "coachingpairs.components"
    label = "components"
