"""What pairs and leaders write in the six months: agreements, strengths, growth targets, try-outs; a page of the house."""

import coachingpairs.encryption.fields
import coachingpairs.tenancy.models
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0006_lessons_and_plans"),
        ("teams", "0002_tenancy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="plannedsession",
            name="cancelled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("meeting", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("confidence", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("challenge", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("trouble", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(null=True)),
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
                        related_name="agreements",
                        to="cycles.pair",
                    ),
                ),
                (
                    "written_by",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.leader",
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at"],
            },
        ),
        migrations.CreateModel(
            name="AgreementYes",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="yeses",
                        to="cycles.agreement",
                    ),
                ),
                (
                    "leader",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
        ),
        migrations.CreateModel(
            name="GrowthTarget",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("slot", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "an idea"),
                            ("asked", "asked about"),
                            ("settled", "settled"),
                            ("cracked", "cracked"),
                            ("carried", "carried on"),
                            ("let_go", "let go"),
                        ],
                        default="idea",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("state_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "carried_from",
                    coachingpairs.tenancy.models.TenantOneToOne(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="cycles.growthtarget",
                    ),
                ),
                (
                    "cycle",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="cycles.cycle",
                    ),
                ),
                (
                    "leader",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
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
                "ordering": ["slot", "created_at"],
            },
        ),
        migrations.CreateModel(
            name="HousePage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.organisation"
                    ),
                ),
                (
                    "team",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="house_pages",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Strength",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("text", coachingpairs.encryption.fields.EncryptedTextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "about",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.leader",
                    ),
                ),
                (
                    "author",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.leader",
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
                        related_name="strengths",
                        to="cycles.pair",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="StrengthsRead",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("read_at", models.DateTimeField()),
                (
                    "author",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.leader",
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
                (
                    "reader",
                    coachingpairs.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.leader",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TargetWording",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "direction",
                    models.CharField(choices=[("up", "Dial up"), ("down", "Dial down")], max_length=4),
                ),
                ("behaviour", coachingpairs.encryption.fields.EncryptedTextField()),
                ("differently", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("why", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="cycles.growthtarget",
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at"],
            },
        ),
        migrations.CreateModel(
            name="TryOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("on", models.DateField()),
                ("occasion", coachingpairs.encryption.fields.EncryptedTextField()),
                ("plan", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "None yet"),
                            ("small", "Small"),
                            ("clear", "Clear"),
                            ("big", "Big"),
                            ("not_the_one", "This wasn’t the one"),
                        ],
                        max_length=12,
                    ),
                ),
                ("noticed", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("next", coachingpairs.encryption.fields.EncryptedTextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("looked_back_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="try_outs",
                        to="cycles.growthtarget",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "created_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("organisation", "pair"),
                name="agreement_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementyes",
            constraint=models.UniqueConstraint(
                fields=("organisation", "agreement", "leader"), name="agreed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="growthtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__in", [1, 2])), name="target_one_or_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="growthtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["idea", "asked", "settled", "cracked", "carried", "let_go"])
                ),
                name="target_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="growthtarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["idea", "asked", "settled"])),
                fields=("organisation", "cycle", "leader", "slot"),
                name="target_never_a_third",
            ),
        ),
        migrations.AddConstraint(
            model_name="housepage",
            constraint=models.UniqueConstraint(fields=("organisation", "team"), name="house_page_once"),
        ),
        migrations.AddConstraint(
            model_name="housepage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                ),
                name="house_page_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="strength",
            constraint=models.CheckConstraint(
                condition=models.Q(("author", models.F("about")), _negated=True),
                name="strength_of_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="strengthsread",
            constraint=models.UniqueConstraint(
                fields=("organisation", "pair", "reader", "author"), name="strengths_read_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="targetwording",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["up", "down"])), name="wording_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="targetwording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("organisation", "target"),
                name="wording_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="tryout",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["", "none", "small", "clear", "big", "not_the_one"])),
                name="try_out_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tryout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("looked_back_at", None), ("step", "")),
                    models.Q(models.Q(("step", ""), _negated=True), ("looked_back_at__isnull", False)),
                    _connector="OR",
                ),
                name="try_out_step_when_looked_back",
            ),
        ),
    ]
