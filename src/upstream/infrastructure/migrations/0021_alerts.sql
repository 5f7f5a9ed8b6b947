-- Alert rules, alerts version by version, and what people wrote beneath them.

CREATE TABLE alert_rules (
  customer_id        uuid NOT NULL,
  rule_id            uuid NOT NULL,
  from_position      bigint NOT NULL,
  to_position        bigint NOT NULL,
  version            integer NOT NULL,
  name               text NOT NULL,
  product            text COLLATE "C",
  kind               text COLLATE "C",
  severity_min_bps   integer NOT NULL,
  confidence_min_bps integer NOT NULL,
  at_risk_min_cents  bigint NOT NULL,
  is_on              boolean NOT NULL,
  PRIMARY KEY (customer_id, rule_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX alert_rules_open ON alert_rules (customer_id, rule_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE alerts (
  customer_id     uuid NOT NULL,
  alert_id        uuid NOT NULL,
  from_position   bigint NOT NULL,
  to_position     bigint NOT NULL,
  version         integer NOT NULL,
  rule_id         uuid NOT NULL,
  finding_id      uuid NOT NULL,
  episode         integer NOT NULL,
  product         text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  payer           text COLLATE "C" NOT NULL,
  cpt_group       text COLLATE "C",
  status          text COLLATE "C" NOT NULL CHECK (status IN ('open', 'acknowledged', 'resolved')),
  severity_bps    integer NOT NULL CHECK (severity_bps BETWEEN 0 AND 10000),
  confidence_bps  integer NOT NULL CHECK (confidence_bps BETWEEN 0 AND 10000),
  at_risk_cents   bigint NOT NULL CHECK (at_risk_cents >= 0),
  headline        text NOT NULL,
  occurrences     integer NOT NULL CHECK (occurrences > 0),
  raised_at       timestamptz NOT NULL,
  last_seen_at    timestamptz NOT NULL,
  assignee        uuid,
  acknowledged_at timestamptz,
  acknowledged_by text COLLATE "C",
  resolved_at     timestamptz,
  resolved_by     text COLLATE "C",
  PRIMARY KEY (customer_id, alert_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX alerts_open ON alerts (customer_id, alert_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE alert_comments (
  customer_id uuid NOT NULL,
  alert_id    uuid NOT NULL,
  position    bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  actor       text COLLATE "C" NOT NULL,
  about       text COLLATE "C" NOT NULL CHECK (about IN ('comment', 'resolution', 'reopening')),
  comment     text NOT NULL,
  PRIMARY KEY (customer_id, alert_id, position)
);

CALL keep_customers_apart('alert_rules');
CALL keep_customers_apart('alerts');
CALL keep_customers_apart('alert_comments');
GRANT SELECT ON alert_rules, alerts, alert_comments TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_rules, alerts TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON alert_comments TO upstream_projector;
