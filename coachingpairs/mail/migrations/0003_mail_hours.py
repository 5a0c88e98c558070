"""When somebody wants their reminders."""

import datetime
import django.db.models.deletion
import uuid
from django.db import migrations, models

from coachingpairs.tenancy.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_tenancy"),
        ("teams", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailHours",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("recipient_id", models.UUIDField()),
                ("opens", models.TimeField(default=datetime.time(9, 0))),
                ("closes", models.TimeField(default=datetime.time(17, 0))),
                ("not_until", models.DateField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "recipient_id"), name="mail_hours_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="mail_hours_in_order"
                    ),
                ],
            },
        ),
        TenantTables("MailHours"),
    ]
