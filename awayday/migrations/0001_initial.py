"""Awaydays, who has arrived, place cards and claims."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import CASCADE, PROTECT, SET_NULL

from coachingpairs.tenancy.models import TenantForeignKey
from coachingpairs.tenancy.operations import TenantTables


def organisation():
    return models.ForeignKey(on_delete=CASCADE, related_name="+", to="teams.organisation")


def identity():
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


def of_awayday(related_name):
    return TenantForeignKey("awayday.awayday", on_delete=CASCADE, related_name=related_name)


def of_leader():
    return TenantForeignKey("teams.leader", on_delete=CASCADE, related_name="+")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("cycles", "0006_lessons_and_plans"),
        ("teams", "0002_tenancy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Awayday",
            fields=[
                ("id", identity()),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("lobby", "Lobby"),
                            ("lessons", "Lessons"),
                            ("choosing", "Choosing"),
                        ],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=6)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("doors_opened_at", models.DateTimeField(null=True)),
                ("doors_close_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("organisation", organisation()),
                ("closes", TenantForeignKey("cycles.cycle", null=True, on_delete=PROTECT, related_name="+")),
                (
                    "lesson",
                    TenantForeignKey("cycles.lesson", null=True, on_delete=SET_NULL, related_name="+"),
                ),
                ("opens", TenantForeignKey("cycles.cycle", on_delete=CASCADE, related_name="awaydays")),
                ("team", TenantForeignKey("teams.team", on_delete=CASCADE, related_name="awaydays")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["organisation", "opens"], name="awayday_once_per_cycle"),
                    models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="awayday_code_once"),
                    models.CheckConstraint(
                        condition=Q(code__regex=r"^([0-9]{6})?$"), name="awayday_code_of_digits"
                    ),
                    models.CheckConstraint(
                        condition=Q(code="")
                        | Q(doors_opened_at__isnull=False, doors_close_at__isnull=False, closed_at=None),
                        name="awayday_code_while_open",
                    ),
                    models.CheckConstraint(
                        condition=Q(stage="planned", doors_opened_at=None)
                        | Q(stage__in=["lobby", "lessons", "choosing"], doors_opened_at__isnull=False),
                        name="awayday_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_at__gt=F("starts_at")), name="awayday_times_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", identity()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("signed in", "Signed In"),
                            ("place card", "Card"),
                            ("confirmed", "Confirmed"),
                            ("noted", "Noted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("arrived_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("awayday", of_awayday("arrivals")),
                ("leader", of_leader()),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["arrived_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "awayday", "leader"], name="arrival_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(how__in=["signed in", "place card", "confirmed", "noted"]),
                        name="arrival_how_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceCard",
            fields=[
                ("id", identity()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("awayday", of_awayday("cards")),
                ("leader", of_leader()),
                ("organisation", organisation()),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", identity()),
                ("number", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("awayday", of_awayday("claims")),
                ("leader", of_leader()),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "awayday", "number"],
                        condition=Q(confirmed_at=None, ended_at=None),
                        name="claim_number_once_waiting",
                    ),
                    models.UniqueConstraint(
                        fields=["organisation", "awayday", "leader"],
                        condition=Q(confirmed_at__isnull=False, ended_at=None),
                        name="claim_confirmed_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(number__gte=10, number__lte=999), name="claim_number_short"
                    ),
                ],
            },
        ),
        TenantTables("Awayday", "Arrival", "PlaceCard", "Claim"),
    ]
