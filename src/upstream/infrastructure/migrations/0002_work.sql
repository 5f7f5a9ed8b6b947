-- Control tables of the work that follows the log: checkpoints of projections and reactions, jobs.

CREATE TABLE projection_checkpoints (
  projection      text NOT NULL,
  version         integer NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  position        bigint NOT NULL DEFAULT 0,
  moved_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  parked_at       timestamptz,
  parked_position bigint,
  parked_error    text,
  PRIMARY KEY (projection, version, customer_id)
) WITH (fillfactor = 50);

CREATE TABLE jobs (
  job_id      uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  kind        text NOT NULL,
  subject_id  uuid NOT NULL,
  state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'parked')),
  attempts    integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  leased_by   uuid,
  sent_at     timestamptz,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  error_code  text
) WITH (fillfactor = 50);
CREATE INDEX jobs_unfinished ON jobs (sent_at) WHERE state IN ('waiting', 'running');

GRANT SELECT ON projection_checkpoints TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_checkpoints TO upstream_projector;
GRANT SELECT, INSERT, UPDATE ON jobs TO upstream_app;
GRANT SELECT, INSERT ON jobs TO upstream_projector;
