"""Suggestions that each of their people takes or leaves, and how one becomes a pair or a trio."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import CASCADE, SET_NULL

from coachingpairs.tenancy.models import TenantForeignKey
from coachingpairs.tenancy.operations import TenantTables

OF_ONE_CYCLE = """
ALTER TABLE pairing_suggestion ADD CONSTRAINT suggestion_asked_by_takes_part
  FOREIGN KEY (organisation_id, cycle_id, asked_by_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_suggestion ADD CONSTRAINT suggestion_became_pair_of_cycle
  FOREIGN KEY (organisation_id, cycle_id, became_id) REFERENCES cycles_pair (organisation_id, cycle_id, id)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_suggestedleader ADD CONSTRAINT suggested_of_cycle
  FOREIGN KEY (organisation_id, cycle_id, suggestion_id)
  REFERENCES pairing_suggestion (organisation_id, cycle_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_suggestedleader ADD CONSTRAINT suggested_takes_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

# Ending, and losing the pair that it became, may happen at any stage; an ended one becomes nothing more, so that
# the yeses of a pair that came undone count no longer.
SUGGESTION = """
CREATE FUNCTION pairing_check_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL AND (
      NEW.ended_at IS DISTINCT FROM OLD.ended_at
      OR (NEW.became_id IS NOT NULL AND NEW.became_id IS DISTINCT FROM OLD.became_id)) THEN
    RAISE EXCEPTION 'A suggestion ends once.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_ends_once';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.became_id IS NULL
      AND (NEW.cycle_id, NEW.asked_by_id) IS NOT DISTINCT FROM (OLD.cycle_id, OLD.asked_by_id) THEN
    RETURN NEW;
  END IF;
  PERFORM cycles_require_choosing(NEW.cycle_id);
  RETURN NEW;
END $$;
CREATE TRIGGER suggestion_while_choosing
  BEFORE INSERT OR UPDATE OF cycle_id, asked_by_id, ended_at, became_id ON pairing_suggestion
  FOR EACH ROW EXECUTE FUNCTION pairing_check_suggestion();
"""

# Everybody answers the suggestion as it was made: nobody joins it once one has answered, and nobody is exchanged.
ANSWER = """
CREATE FUNCTION pairing_check_suggested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND ((NEW.suggestion_id, NEW.cycle_id, NEW.leader_id)
                           <> (OLD.suggestion_id, OLD.cycle_id, OLD.leader_id)
                           OR (NEW.answer <> OLD.answer AND OLD.answer <> 'none')) THEN
    RAISE EXCEPTION 'Everybody in a suggestion answers once, and nobody else for them.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_answered_once';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.answer = OLD.answer THEN RETURN NEW; END IF;
  PERFORM cycles_require_choosing(NEW.cycle_id);
  IF TG_OP = 'UPDATE' AND NOT OLD.is_open THEN
    RAISE EXCEPTION 'The suggestion has ended.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_is_open';
  END IF;
  IF TG_OP = 'INSERT' AND (NEW.answer <> 'none' OR EXISTS (
      SELECT FROM pairing_suggestedleader s WHERE s.suggestion_id = NEW.suggestion_id AND s.answer <> 'none')) THEN
    RAISE EXCEPTION 'A suggestion begins with all its people and without an answer.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_begins_unanswered';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suggestion_answered_while_choosing
  BEFORE INSERT OR UPDATE OF suggestion_id, cycle_id, leader_id, answer ON pairing_suggestedleader
  FOR EACH ROW EXECUTE FUNCTION pairing_check_suggested();
"""

WHOLE = """
CREATE FUNCTION pairing_check_whole_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_suggestion uuid; ended timestamptz; people int; out_of_step int;
BEGIN
  IF TG_TABLE_NAME = 'pairing_suggestion' THEN the_suggestion := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN the_suggestion := OLD.suggestion_id;
  ELSE the_suggestion := NEW.suggestion_id;
  END IF;
  SELECT ended_at INTO ended FROM pairing_suggestion WHERE id = the_suggestion;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT count(*), count(*) FILTER (WHERE is_open <> (ended IS NULL)) INTO people, out_of_step
    FROM pairing_suggestedleader WHERE suggestion_id = the_suggestion;
  IF TG_OP = 'DELETE' OR people NOT IN (2, 3) THEN
    RAISE EXCEPTION 'A suggestion has two or three people, the same from beginning to end.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_size';
  END IF;
  IF out_of_step > 0 THEN
    RAISE EXCEPTION 'The people of a suggestion are open for as long as it is (is_open, ended_at).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_open_in_step';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER suggestion_size AFTER INSERT OR UPDATE OF ended_at ON pairing_suggestion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_check_whole_suggestion();
CREATE CONSTRAINT TRIGGER suggestion_size
  AFTER INSERT OR UPDATE OF suggestion_id, is_open OR DELETE ON pairing_suggestedleader
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_check_whole_suggestion();
"""

# A pair stands on a yes from both of every two in it, or on the suggestion that became it, taken by all of just
# those people. So a trio cannot stand on the yes of the first two alone.
ALL_SAID_YES = """
CREATE FUNCTION pairing_all_asked(the_pair uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM cycles_pairmember one
    JOIN cycles_pairmember other ON other.pair_id = one.pair_id AND other.leader_id > one.leader_id
    WHERE one.pair_id = the_pair AND one.left_at IS NULL AND other.left_at IS NULL AND NOT EXISTS (
      SELECT FROM pairing_proposal p
      WHERE p.cycle_id = one.cycle_id AND p.state = 'accepted'
        AND (p.proposer_id, p.addressee_id)
          IN ((one.leader_id, other.leader_id), (other.leader_id, one.leader_id))))
$$;
CREATE FUNCTION pairing_all_took_suggestion(the_pair uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM pairing_suggestion s
    WHERE s.became_id = the_pair
      AND NOT EXISTS (
        SELECT FROM pairing_suggestedleader l
        WHERE l.suggestion_id = s.id AND (l.answer <> 'yes' OR NOT EXISTS (
          SELECT FROM cycles_pairmember m
          WHERE m.pair_id = the_pair AND m.leader_id = l.leader_id AND m.left_at IS NULL)))
      AND NOT EXISTS (
        SELECT FROM cycles_pairmember m
        WHERE m.pair_id = the_pair AND m.left_at IS NULL AND NOT EXISTS (
          SELECT FROM pairing_suggestedleader l
          WHERE l.suggestion_id = s.id AND l.leader_id = m.leader_id)))
$$;
CREATE OR REPLACE FUNCTION pairing_check_both_said_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cycles_pairmember m
             WHERE m.id = NEW.id AND m.pair_id = NEW.pair_id AND m.left_at IS NULL)
      AND NOT pairing_all_asked(NEW.pair_id) AND NOT pairing_all_took_suggestion(NEW.pair_id) THEN
    RAISE EXCEPTION 'A pair needs an accepted proposal between every two of its members (pairing.Proposal), or the suggestion that became it taken by all of them (pairing.Suggestion).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_both_said_yes';
  END IF;
  RETURN NULL;
END $$;
"""

# Who was in it and leaves the pair takes back their yes: they are not put into it again without a new one.
LEAVING = """
CREATE FUNCTION pairing_take_back_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE pairing_suggestion s SET became_id = NULL
    WHERE s.became_id = OLD.pair_id AND EXISTS (
      SELECT FROM pairing_suggestedleader l WHERE l.suggestion_id = s.id AND l.leader_id = OLD.leader_id);
  RETURN NULL;
END $$;
CREATE TRIGGER leaving_takes_back_yes AFTER DELETE ON cycles_pairmember
  FOR EACH ROW EXECUTE FUNCTION pairing_take_back_yes();
"""


def identity():
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def organisation():
    return models.ForeignKey(on_delete=CASCADE, related_name="+", to="teams.organisation")


class Migration(migrations.Migration):
    dependencies = [
        ("pairing", "0003_kept_apart_and_shortlists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", identity()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    TenantForeignKey(null=True, on_delete=CASCADE, related_name="+", to="teams.leader"),
                ),
                (
                    "became",
                    TenantForeignKey(
                        null=True, on_delete=SET_NULL, related_name="suggestions", to="cycles.pair"
                    ),
                ),
                ("cycle", TenantForeignKey(on_delete=CASCADE, related_name="suggestions", to="cycles.cycle")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["-made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "cycle", "id"], name="suggestion_in_cycle"
                    ),
                    models.CheckConstraint(
                        condition=Q(became=None) | Q(ended_at__isnull=False),
                        name="suggestion_became_when_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestedLeader",
            fields=[
                ("id", identity()),
                (
                    "answer",
                    models.CharField(
                        choices=[("none", "None"), ("yes", "Yes"), ("not this time", "Not This Time")],
                        default="none",
                        max_length=13,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_open", models.BooleanField(default=True)),
                ("cycle", TenantForeignKey(on_delete=CASCADE, related_name="+", to="cycles.cycle")),
                ("leader", TenantForeignKey(on_delete=CASCADE, related_name="suggested", to="teams.leader")),
                ("organisation", organisation()),
                (
                    "suggestion",
                    TenantForeignKey(on_delete=CASCADE, related_name="leaders", to="pairing.suggestion"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "suggestion", "leader"], name="suggested_once_in_suggestion"
                    ),
                    models.UniqueConstraint(
                        condition=Q(is_open=True),
                        fields=["organisation", "cycle", "leader"],
                        name="suggestion_open_once_per_leader",
                    ),
                    models.CheckConstraint(
                        condition=Q(answer__in=["none", "yes", "not this time"]),
                        name="suggestion_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(answer="none", answered_at=None)
                        | (~Q(answer="none") & Q(answered_at__isnull=False)),
                        name="suggestion_answered_at_with_answer",
                    ),
                ],
            },
        ),
        TenantTables("Suggestion", "SuggestedLeader"),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (OF_ONE_CYCLE, SUGGESTION, ANSWER, WHOLE, ALL_SAID_YES, LEAVING)
        ),
    ]
