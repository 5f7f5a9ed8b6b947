-- What each payment was, version by version, with what the payer kept back of it.

CREATE TABLE remittances (
  customer_id        uuid NOT NULL,
  remittance_id      uuid NOT NULL,
  from_position      bigint NOT NULL,
  to_position        bigint NOT NULL,
  version            integer NOT NULL,
  withdrawn          boolean NOT NULL,
  upload_id          uuid NOT NULL,
  line               bigint NOT NULL,
  payer              text COLLATE "C" NOT NULL,
  payer_id           text COLLATE "C",
  payee              text,
  payee_id           text COLLATE "C",
  trace              text COLLATE "C",
  method             text COLLATE "C" NOT NULL,
  paid_cents         bigint NOT NULL,
  paid_on            date,
  produced_on        date,
  dated_on           date NOT NULL,
  claims_count       integer NOT NULL CHECK (claims_count >= 0),
  lines_count        integer NOT NULL CHECK (lines_count >= 0),
  claims_paid_cents  bigint NOT NULL,
  taken_back_cents   bigint NOT NULL,
  difference_cents   bigint NOT NULL,
  claims_off_balance integer NOT NULL,
  lines_off_balance  integer NOT NULL,
  adjustments        jsonb NOT NULL,
  recorded_at        timestamptz NOT NULL,
  PRIMARY KEY (customer_id, remittance_id, from_position),
  CHECK (from_position < to_position),
  CHECK (difference_cents = paid_cents - claims_paid_cents + taken_back_cents)
);
CREATE UNIQUE INDEX remittances_standing ON remittances (customer_id, remittance_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX remittances_by_day ON remittances (customer_id, dated_on, remittance_id);

CALL keep_customers_apart('remittances');
GRANT SELECT ON remittances TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON remittances TO upstream_projector;
