"""Choosing can be paused for a moment."""

from django.db import migrations, models
from django.db.models import Q

# Whoever pauses holds the cycle's lock alone: what was pressed before counts, what comes after it does not.
ALONE = """
CREATE FUNCTION cycles_pause_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 0));
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_pauses_alone BEFORE UPDATE OF paused ON cycles_cycle
  FOR EACH ROW WHEN (NEW.paused <> OLD.paused) EXECUTE FUNCTION cycles_pause_alone();
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0004_repeats_and_absence")]
    operations = [
        migrations.AddField("cycle", "paused", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "cycle",
            models.CheckConstraint(
                condition=Q(paused=False) | Q(stage="choosing"), name="cycle_paused_while_choosing"
            ),
        ),
        migrations.RunSQL(ALONE, migrations.RunSQL.noop),
    ]
