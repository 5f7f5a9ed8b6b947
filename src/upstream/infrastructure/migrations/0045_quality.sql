-- Validation rules version by version; what each chunk said about quality; what was made of it.

CREATE TABLE validation_rules (
  customer_id   uuid NOT NULL,
  rule_id       uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  built_in      text COLLATE "C",
  written       jsonb,
  is_on         boolean NOT NULL,
  PRIMARY KEY (customer_id, rule_id, from_position),
  CHECK (from_position < to_position),
  CHECK ((built_in IS NULL) <> (written IS NULL))
);
CREATE UNIQUE INDEX validation_rules_open ON validation_rules (customer_id, rule_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE upload_rule_sets (
  customer_id uuid NOT NULL,
  upload_id   uuid NOT NULL,
  position    bigint NOT NULL,
  rules       jsonb NOT NULL,
  PRIMARY KEY (customer_id, upload_id)
);

CREATE TABLE upload_quality_chunks (
  customer_id uuid NOT NULL,
  upload_id   uuid NOT NULL,
  position    bigint NOT NULL,
  quality     jsonb NOT NULL,
  PRIMARY KEY (customer_id, upload_id, position)
);

CREATE TABLE upload_assessments (
  customer_id uuid NOT NULL,
  upload_id   uuid NOT NULL,
  position    bigint NOT NULL,
  assessed_at timestamptz NOT NULL,
  assessment  jsonb NOT NULL,
  PRIMARY KEY (customer_id, upload_id)
);
CREATE INDEX upload_assessments_in_order ON upload_assessments (customer_id, position);

CALL keep_customers_apart('validation_rules');
CALL keep_customers_apart('upload_rule_sets');
CALL keep_customers_apart('upload_quality_chunks');
CALL keep_customers_apart('upload_assessments');
GRANT SELECT ON validation_rules, upload_rule_sets, upload_quality_chunks, upload_assessments
  TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON validation_rules TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON upload_rule_sets, upload_quality_chunks, upload_assessments
  TO upstream_projector;
