-- How far each upload is, version by version, and the rows that were not recorded.

CREATE TABLE uploads (
  customer_id    uuid NOT NULL,
  upload_id      uuid NOT NULL,
  from_position  bigint NOT NULL,
  to_position    bigint NOT NULL,
  version        integer NOT NULL,
  status         text COLLATE "C" NOT NULL CHECK (status IN (
    'received', 'validating', 'accepted', 'rejected', 'recording', 'completed', 'failed', 'cancelled')),
  file_name      text NOT NULL,
  size_bytes     bigint NOT NULL CHECK (size_bytes >= 0),
  sha256         text COLLATE "C" NOT NULL,
  received_at    timestamptz NOT NULL,
  received_by    text NOT NULL,
  began_at       timestamptz,
  changed_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  bytes_read     bigint NOT NULL,
  rows_read      bigint NOT NULL,
  rows_new       bigint NOT NULL,
  rows_changed   bigint NOT NULL,
  rows_repeated  bigint NOT NULL,
  rows_rejected  bigint NOT NULL,
  rows_skipped   bigint NOT NULL,
  code           text COLLATE "C",
  mapping        jsonb NOT NULL,
  problem        jsonb,
  layout         jsonb,
  PRIMARY KEY (customer_id, upload_id, from_position),
  CHECK (from_position < to_position),
  CHECK (rows_read = rows_new + rows_changed + rows_repeated + rows_rejected + rows_skipped)
);
CREATE UNIQUE INDEX uploads_standing ON uploads (customer_id, upload_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX uploads_by_time ON uploads (customer_id, received_at, upload_id);

CREATE TABLE upload_rejected_rows (
  customer_id uuid NOT NULL,
  upload_id   uuid NOT NULL,
  line        bigint NOT NULL,
  position    bigint NOT NULL,
  faults      jsonb NOT NULL,
  PRIMARY KEY (customer_id, upload_id, line)
);

CALL keep_customers_apart('uploads');
CALL keep_customers_apart('upload_rejected_rows');
GRANT SELECT ON uploads, upload_rejected_rows TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON uploads, upload_rejected_rows TO upstream_projector;
