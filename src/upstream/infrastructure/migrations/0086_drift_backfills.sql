-- Backfills: which stretch of the past was looked at again, by whom, and how it ended.

CREATE TABLE drift_backfills (
  customer_id   uuid NOT NULL,
  backfill_id   uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  products      jsonb NOT NULL,
  first_until   date NOT NULL,
  last_until    date NOT NULL,
  as_known_then boolean NOT NULL,
  state         text COLLATE "C" NOT NULL CHECK (state IN ('requested', 'completed', 'cancelled', 'failed')),
  runs          integer,
  skipped       integer,
  failure_code  text COLLATE "C",
  requested_by  text COLLATE "C" NOT NULL,
  requested_at  timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (customer_id, backfill_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX drift_backfills_open ON drift_backfills (customer_id, backfill_id)
  WHERE to_position = 9223372036854775807;

ALTER TABLE drift_runs ADD COLUMN backfill_id uuid;

CALL keep_customers_apart('drift_backfills');
GRANT SELECT ON drift_backfills TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON drift_backfills TO upstream_projector;
