from django.apps import AppConfig


class EncryptionConfig(AppConfig):
    name = "coachingpairs.encryption"
    label = "encryption"
    default_auto_field = "django.db.models.BigAutoField"
