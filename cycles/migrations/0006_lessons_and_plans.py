"""What leaders learnt in a cycle, and when a pair means to meet."""

import uuid

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import CASCADE, PROTECT

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey
from coachingpairs.tenancy.operations import TenantTables

BY_WHO_TOOK_PART = """
ALTER TABLE cycles_lesson ADD CONSTRAINT lesson_of_who_took_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_plannedsession ADD CONSTRAINT planned_by_member
  FOREIGN KEY (organisation_id, pair_id, planned_by_id)
  REFERENCES cycles_pairmember (organisation_id, pair_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

# Somebody known at an Awayday by a place card has no sign-in: they may offer a lesson, and keep none there.
PRIVATE_UNTIL_OFFERED = """
CREATE POLICY author_until_offered ON cycles_lesson AS RESTRICTIVE USING (
  offered_at IS NOT NULL OR EXISTS (
    SELECT FROM teams_leader l WHERE l.id = cycles_lesson.leader_id AND l.person_id = current_person()));
"""

# Whoever takes a leader or a cycle away sees nobody's private lessons, and they go along.
GOES_WITH_ITS_AUTHOR = """
ALTER TABLE cycles_lesson DROP CONSTRAINT cycles_lesson_leader_id_tenant_fk,
  ADD CONSTRAINT cycles_lesson_leader_id_tenant_fk FOREIGN KEY (organisation_id, leader_id)
  REFERENCES teams_leader (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_lesson DROP CONSTRAINT cycles_lesson_cycle_id_tenant_fk,
  ADD CONSTRAINT cycles_lesson_cycle_id_tenant_fk FOREIGN KEY (organisation_id, cycle_id)
  REFERENCES cycles_cycle (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""


def organisation():
    return models.ForeignKey(on_delete=CASCADE, related_name="+", to="teams.organisation")


def identity():
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("cycles", "0005_paused")]
    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", identity()),
                ("text", EncryptedTextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("offered_at", models.DateTimeField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                ("organisation", organisation()),
                ("cycle", TenantForeignKey("cycles.cycle", on_delete=CASCADE, related_name="lessons")),
                ("leader", TenantForeignKey("teams.leader", on_delete=CASCADE, related_name="lessons")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["organisation", "cycle", "id"], name="lesson_in_cycle"),
                    models.CheckConstraint(
                        condition=Q(shown_at=None)
                        | Q(offered_at__isnull=False, shown_at__gte=F("offered_at")),
                        name="lesson_shown_when_offered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedSession",
            fields=[
                ("id", identity()),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, max_length=200)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("organisation", organisation()),
                ("pair", TenantForeignKey("cycles.pair", on_delete=CASCADE, related_name="planned_sessions")),
                ("planned_by", TenantForeignKey("teams.leader", on_delete=PROTECT, related_name="+")),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(minutes__gte=5, minutes__lte=480), name="planned_minutes_sensible"
                    ),
                ],
            },
        ),
        TenantTables("Lesson", "PlannedSession"),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (BY_WHO_TOOK_PART, PRIVATE_UNTIL_OFFERED, GOES_WITH_ITS_AUTHOR)
        ),
    ]
