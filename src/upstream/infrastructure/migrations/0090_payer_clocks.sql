-- How long there is time with each payer, version by version.

CREATE TABLE payer_clocks (
  customer_id   uuid NOT NULL,
  clock_id      uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  -- NULL: every payer that has no clock of its own.
  payer         text COLLATE "C",
  -- Empty: back to the defaults.
  periods       jsonb NOT NULL,
  changed_at    timestamptz NOT NULL,
  changed_by    text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, clock_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX payer_clocks_open ON payer_clocks (customer_id, clock_id)
  WHERE to_position = 9223372036854775807;

CALL keep_customers_apart('payer_clocks');
GRANT SELECT ON payer_clocks TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON payer_clocks TO upstream_projector;
