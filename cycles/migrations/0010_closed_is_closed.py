"""In a closed cycle nobody agrees any more, and no lesson is written or offered."""

from django.db import migrations

# As in 0008; a lesson may still be shown, and its cycle closes at the Awayday that shows it.
WHILE_UNDER_WAY = """
CREATE FUNCTION cycles_check_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(p.cycle_id) FROM cycles_agreement a JOIN cycles_pair p ON p.id = a.pair_id
    WHERE a.id = NEW.agreement_id;
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE INSERT ON cycles_agreementyes
  FOR EACH ROW EXECUTE FUNCTION cycles_check_yes();
CREATE FUNCTION cycles_check_lesson() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(NEW.cycle_id);
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE OF text, offered_at, cycle_id ON cycles_lesson
  FOR EACH ROW EXECUTE FUNCTION cycles_check_lesson();
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0009_people_change")]
    operations = [migrations.RunSQL(WHILE_UNDER_WAY, migrations.RunSQL.noop)]
