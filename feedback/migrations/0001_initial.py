"""A leader asks a few colleagues about their targets: what was asked, of whom, their links, their answers."""

import coachingpairs.encryption.fields
import coachingpairs.tenancy.models
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0011_places_encrypted"),
        ("teams", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asking",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "are these the right ones?"), ("again", "what have you noticed?")],
                        default="first",
                        max_length=5,
                    ),
                ),
                ("personal", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                (
                    "reveal",
                    models.CharField(
                        choices=[("come", "as they come"), ("after", "all at once, after the date")],
                        default="come",
                        max_length=5,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "cycle",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cycles.cycle",
                    ),
                ),
                (
                    "first",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="again",
                        to="feedback.asking",
                    ),
                ),
                (
                    "leader",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="askings",
                        to="teams.leader",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="AskedTarget",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("direction", models.CharField(max_length=4)),
                ("behaviour", coachingpairs.encryption.fields.EncryptedTextField()),
                ("differently", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "target",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="asked",
                        to="cycles.growthtarget",
                    ),
                ),
                (
                    "asking",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="feedback.asking",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="OthersByEmail",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("allowed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "team",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="others_by_email",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("note", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "asking",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="feedback.asking",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("last_reminded_at", models.DateTimeField(null=True)),
                ("nudge", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("nudged_at", models.DateTimeField(null=True)),
                (
                    "asking",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="feedback.asking",
                    ),
                ),
                (
                    "giver",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_requests",
                        to="teams.leader",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "purpose",
                    models.CharField(choices=[("answer", "Answer"), ("thanks", "Thanks")], max_length=6),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "request",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="feedback.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("said", coachingpairs.encryption.fields.EncryptedTextField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "request",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="feedback.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("said", coachingpairs.encryption.fields.EncryptedTextField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "request",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer",
                        to="feedback.request",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("shared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share",
                        to="feedback.answer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "pair",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cycles.pair",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", coachingpairs.encryption.fields.EncryptedTextField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asking",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="feedback.asking",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.CheckConstraint(
                condition=models.Q(("reveal__in", ["come", "after"])), name="asking_reveal_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first", None), ("kind", "first")),
                    models.Q(("first__isnull", False), ("kind", "again")),
                    _connector="OR",
                ),
                name="asking_again_after_a_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("asked_at"))), name="asking_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("organisation", "cycle", "leader", "kind"),
                name="asking_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__in", [1, 2])), name="asked_one_or_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="askedtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["up", "down"])), name="asked_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="askedtarget",
            constraint=models.UniqueConstraint(
                fields=("organisation", "asking", "position"), name="asked_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="askedtarget",
            constraint=models.UniqueConstraint(
                fields=("organisation", "asking", "target"), name="asked_target_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("organisation", "asking", "giver"), name="asked_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                models.F("asking"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="asked_once_by_email",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), ("giver__isnull", False), ("name", "")),
                    models.Q(
                        ("giver", None),
                        models.Q(("name", ""), _negated=True),
                        models.Q(("email", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="asked_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), ("declined_at", None), _connector="OR"),
                name="answered_or_declined",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminders__lte", 2)), name="reminded_twice_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["answer", "thanks"])), name="link_purpose_known"
            ),
        ),
    ]
