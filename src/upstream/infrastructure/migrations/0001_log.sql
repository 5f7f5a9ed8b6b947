-- The log: one per customer, positions without a gap, append-only by grants, row-level security forced.

CREATE FUNCTION current_customer() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.customer', true), '')::uuid;

-- Called once for every table that carries a customer_id (the control tables excepted).
CREATE PROCEDURE keep_customers_apart(target regclass)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY own_customer ON %s USING (customer_id = current_customer())'
    ' WITH CHECK (customer_id = current_customer())', target);
END
$$;

-- Control tables: no personal data, read before a customer is chosen.
CREATE TABLE customers (
  customer_id uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name        text NOT NULL,
  time_zone   text NOT NULL DEFAULT 'UTC'
);

CREATE TABLE customer_log (
  customer_id      uuid PRIMARY KEY REFERENCES customers,
  head             bigint NOT NULL DEFAULT 0 CHECK (head >= 0),
  last_recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

CREATE TABLE commits (
  customer_id     uuid NOT NULL,
  first           bigint NOT NULL,
  last            bigint NOT NULL CHECK (last >= first),
  recorded_at     timestamptz NOT NULL,
  actor           text NOT NULL,
  on_behalf_of    text,
  command         text NOT NULL,
  reason          text,
  correlation_id  uuid NOT NULL,
  causation_id    uuid,
  request_id      text,
  address         text,
  client          text,
  idempotency_key text,
  request_hash    bytea,
  subject         uuid NOT NULL,
  subject_version integer NOT NULL,
  PRIMARY KEY (customer_id, last)
);
CREATE INDEX commits_by_time ON commits (customer_id, recorded_at, last);
CREATE UNIQUE INDEX commits_by_idempotency_key ON commits (customer_id, idempotency_key)
  WHERE idempotency_key IS NOT NULL;

CREATE TABLE events (
  customer_id uuid NOT NULL,
  position    bigint NOT NULL,
  stream_id   uuid NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  tag         text NOT NULL,
  state       bytea NOT NULL,
  PRIMARY KEY (customer_id, position),
  CONSTRAINT events_by_stream UNIQUE (customer_id, stream_id, version)
);

-- What must be unique at once, because projections lag: a file's hash, an e-mail address.
CREATE TABLE reservations (
  customer_id uuid NOT NULL,
  scope       text NOT NULL,
  key         text NOT NULL,
  stream_id   uuid NOT NULL,
  PRIMARY KEY (customer_id, scope, key)
);

CALL keep_customers_apart('commits');
CALL keep_customers_apart('events');
CALL keep_customers_apart('reservations');

GRANT SELECT, INSERT ON customers TO upstream_app;
GRANT SELECT ON customers, customer_log TO upstream_projector;
GRANT SELECT, INSERT, UPDATE (head, last_recorded_at) ON customer_log TO upstream_app;
GRANT SELECT, INSERT ON commits, events TO upstream_app;
GRANT SELECT ON commits, events TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON reservations TO upstream_app;
