-- What each operator made of each alert, word by word.

CREATE TABLE judgments (
  customer_id     uuid NOT NULL,
  judgment_id     uuid NOT NULL,
  from_position   bigint NOT NULL,
  to_position     bigint NOT NULL,
  version         integer NOT NULL,
  alert_id        uuid NOT NULL,
  operator        text COLLATE "C" NOT NULL,
  verdict         text COLLATE "C" NOT NULL CHECK (verdict IN ('real', 'noise', 'needs_follow_up')),
  position_seen   bigint NOT NULL,
  note            text,
  recovered_cents bigint CHECK (recovered_cents > 0),
  recovered_on    date,
  judged_at       timestamptz NOT NULL,
  revised_at      timestamptz,
  PRIMARY KEY (customer_id, judgment_id, from_position),
  CHECK (from_position < to_position),
  CHECK ((recovered_cents IS NULL) = (recovered_on IS NULL))
);
CREATE UNIQUE INDEX judgments_open ON judgments (customer_id, judgment_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX judgments_by_alert ON judgments (customer_id, alert_id);

CALL keep_customers_apart('judgments');
GRANT SELECT ON judgments TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON judgments TO upstream_projector;
