-- Runs of detection, what each of them found, and the findings through all of them.

CREATE TABLE drift_runs (
  customer_id     uuid NOT NULL,
  run_id          uuid NOT NULL,
  from_position   bigint NOT NULL,
  to_position     bigint NOT NULL,
  version         integer NOT NULL,
  product         text COLLATE "C" NOT NULL,
  until           date NOT NULL,
  as_of           bigint,
  state           text COLLATE "C" NOT NULL CHECK (state IN ('requested', 'started', 'completed', 'failed')),
  position        bigint,
  settings        jsonb,
  code_version    text COLLATE "C",
  cells           integer,
  tests           integer,
  findings        integer,
  findings_sha256 text COLLATE "C",
  standing        text COLLATE "C" CHECK (standing IN ('current', 'look_back')),
  failure_code    text COLLATE "C",
  requested_by    text COLLATE "C" NOT NULL,
  requested_at    timestamptz NOT NULL,
  finished_at     timestamptz,
  PRIMARY KEY (customer_id, run_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX drift_runs_open ON drift_runs (customer_id, run_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX drift_runs_by_request ON drift_runs (customer_id, requested_at);

-- What one run found, in its order: never changed afterwards.
CREATE TABLE drift_run_findings (
  customer_id uuid NOT NULL,
  run_id      uuid NOT NULL,
  ordinal     integer NOT NULL,
  position    bigint NOT NULL,
  finding_id  uuid NOT NULL,
  drift       jsonb NOT NULL,
  PRIMARY KEY (customer_id, run_id, ordinal)
);

CREATE TABLE findings (
  customer_id     uuid NOT NULL,
  finding_id      uuid NOT NULL,
  from_position   bigint NOT NULL,
  to_position     bigint NOT NULL,
  version         integer NOT NULL,
  episode         integer NOT NULL,
  status          text COLLATE "C" NOT NULL CHECK (status IN ('open', 'resolved')),
  product         text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  payer           text COLLATE "C" NOT NULL,
  cpt_group       text COLLATE "C",
  denial_reason   text COLLATE "C",
  severity_bps    integer NOT NULL CHECK (severity_bps BETWEEN 0 AND 10000),
  confidence_bps  integer NOT NULL CHECK (confidence_bps BETWEEN 0 AND 10000),
  at_risk_cents   bigint NOT NULL CHECK (at_risk_cents >= 0),
  run_id          uuid NOT NULL,
  sightings       integer NOT NULL,
  first_seen_at   timestamptz NOT NULL,
  last_seen_at    timestamptz NOT NULL,
  resolved_at     timestamptz,
  resolved_reason text COLLATE "C" CHECK (resolved_reason IN ('gone', 'recovered')),
  drift           jsonb NOT NULL,
  PRIMARY KEY (customer_id, finding_id, from_position),
  CHECK (from_position < to_position),
  CHECK ((status = 'resolved') = (resolved_at IS NOT NULL))
);
CREATE UNIQUE INDEX findings_open ON findings (customer_id, finding_id)
  WHERE to_position = 9223372036854775807;

CALL keep_customers_apart('drift_runs');
CALL keep_customers_apart('drift_run_findings');
CALL keep_customers_apart('findings');
GRANT SELECT ON drift_runs, drift_run_findings, findings TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON drift_runs, findings TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON drift_run_findings TO upstream_projector;
