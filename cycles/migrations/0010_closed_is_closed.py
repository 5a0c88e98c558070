"""In a closed cycle nobody agrees any more, and no lesson is written or offered; nor does whoever has left a pair."""

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

# As in 0008; new is that they are in the pair now.
IN_THE_PAIR = """
ALTER POLICY author_writes ON cycles_strength
  WITH CHECK (cycles_is_person_of(author_id) AND cycles_is_in_pair(pair_id));
ALTER POLICY author_changes ON cycles_strength
  USING (cycles_is_person_of(author_id)) WITH CHECK (cycles_is_person_of(author_id) AND cycles_is_in_pair(pair_id));
ALTER POLICY own_yes ON cycles_agreementyes WITH CHECK (
  cycles_is_person_of(leader_id) AND EXISTS (
    SELECT FROM cycles_agreement a
    WHERE a.id = agreement_id AND a.replaced_at IS NULL AND cycles_is_in_pair(a.pair_id)));
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0009_people_change")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (WHILE_UNDER_WAY, IN_THE_PAIR)
    ]
