-- Rules with filters, quiet hours, cooldown and escalation; what kept sightings down; what was learned.

ALTER TABLE alert_rules
  ADD COLUMN payers                 text[] NOT NULL DEFAULT '{}',
  ADD COLUMN cpt_groups             text[] NOT NULL DEFAULT '{}',
  ADD COLUMN channels               uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN quiet_hours            jsonb,
  ADD COLUMN cooldown_minutes       integer NOT NULL DEFAULT 240,
  ADD COLUMN learns                 boolean NOT NULL DEFAULT true,
  ADD COLUMN escalate_after_minutes integer,
  ADD COLUMN escalation_channels    uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE alerts
  ADD COLUMN waits_since   timestamptz,
  ADD COLUMN snoozed_until timestamptz,
  ADD COLUMN escalated_at  timestamptz,
  ADD COLUMN held_until    timestamptz,
  ADD COLUMN held_because  text COLLATE "C" CHECK (held_because IN ('quiet_hours'));

CREATE TABLE alert_suppressions (
  customer_id     uuid NOT NULL,
  position        bigint NOT NULL,
  rule_id         uuid NOT NULL,
  finding_id      uuid NOT NULL,
  finding_version integer NOT NULL,
  product         text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  payer           text COLLATE "C" NOT NULL,
  cpt_group       text COLLATE "C",
  severity_bps    integer NOT NULL CHECK (severity_bps BETWEEN 0 AND 10000),
  because         text COLLATE "C" NOT NULL,
  seen_at         timestamptz NOT NULL,
  PRIMARY KEY (customer_id, position)
);
CREATE INDEX alert_suppressions_by_rule ON alert_suppressions (customer_id, rule_id, position);

-- Word by word; a word without an alert says that everything before it is forgotten.
CREATE TABLE alert_lesson_words (
  customer_id uuid NOT NULL,
  position    bigint NOT NULL,
  rule_id     uuid NOT NULL,
  payer       text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  alert_id    uuid,
  operator    text COLLATE "C",
  verdict     text COLLATE "C" CHECK (verdict IN ('real', 'noise', 'needs_follow_up')),
  judged_at   timestamptz,
  PRIMARY KEY (customer_id, position),
  CHECK ((alert_id IS NULL) = (verdict IS NULL))
);
CREATE INDEX alert_lesson_words_by_rule ON alert_lesson_words (customer_id, rule_id, position);

CREATE TABLE maintenance_windows (
  customer_id   uuid NOT NULL,
  window_id     uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  begins_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  reason        text NOT NULL,
  payer         text COLLATE "C",
  is_cancelled  boolean NOT NULL,
  PRIMARY KEY (customer_id, window_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX maintenance_windows_open ON maintenance_windows (customer_id, window_id)
  WHERE to_position = 9223372036854775807;

CALL keep_customers_apart('alert_suppressions');
CALL keep_customers_apart('alert_lesson_words');
CALL keep_customers_apart('maintenance_windows');
GRANT SELECT ON alert_suppressions, alert_lesson_words, maintenance_windows TO upstream_app;
GRANT SELECT, INSERT, DELETE ON alert_suppressions, alert_lesson_words TO upstream_projector;
GRANT SELECT, INSERT, UPDATE, DELETE ON maintenance_windows TO upstream_projector;
