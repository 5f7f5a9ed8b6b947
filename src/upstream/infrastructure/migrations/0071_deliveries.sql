-- Channels and their sealed secrets, every message with its attempts, and the queue of what is due.

CREATE TABLE channels (
  customer_id   uuid NOT NULL,
  channel_id    uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  kind          text COLLATE "C" NOT NULL CHECK (kind IN ('email', 'slack', 'webhook')),
  name          text NOT NULL,
  recipients    text[] NOT NULL,
  address       text,
  is_on         boolean NOT NULL,
  secret_id     uuid,
  turned_at     timestamptz,
  PRIMARY KEY (customer_id, channel_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX channels_open ON channels (customer_id, channel_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE deliveries (
  customer_id   uuid NOT NULL,
  delivery_id   uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  channel_id    uuid NOT NULL,
  alert_id      uuid,
  about         text COLLATE "C" NOT NULL CHECK (about IN ('raised', 'escalated', 'trial')),
  state         text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'retrying', 'delivered', 'dead')),
  attempts      integer NOT NULL,
  failure       text COLLATE "C",
  next_at       timestamptz,
  requested_at  timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (customer_id, delivery_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX deliveries_open ON deliveries (customer_id, delivery_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX deliveries_by_alert ON deliveries (customer_id, alert_id);
CREATE INDEX deliveries_by_request ON deliveries (customer_id, requested_at);

CREATE TABLE delivery_attempts (
  customer_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  position    bigint NOT NULL,
  attempt     integer NOT NULL,
  outcome     text COLLATE "C" NOT NULL CHECK (outcome IN ('delivered', 'failed', 'gave_up')),
  failure     text COLLATE "C",
  retry_at    timestamptz,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, delivery_id, position)
);

-- Sealed with the installation's key; what they open stands in no event and in no read model.
CREATE TABLE channel_secrets (
  customer_id uuid NOT NULL,
  secret_id   uuid NOT NULL,
  sealed      bytea NOT NULL,
  PRIMARY KEY (customer_id, secret_id)
);

-- A control table like jobs: ids and times only, read before a customer is chosen.
CREATE TABLE deliveries_due (
  delivery_id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  channel_id  uuid NOT NULL,
  due_at      timestamptz NOT NULL,
  attempt     integer NOT NULL DEFAULT 0,
  leased_by   uuid,
  lease_until timestamptz
) WITH (fillfactor = 50);
CREATE INDEX deliveries_due_next ON deliveries_due (channel_id, due_at);

CALL keep_customers_apart('channels');
CALL keep_customers_apart('deliveries');
CALL keep_customers_apart('delivery_attempts');
CALL keep_customers_apart('channel_secrets');
GRANT SELECT ON channels, deliveries, delivery_attempts TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON channels, deliveries TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON delivery_attempts TO upstream_projector;
GRANT SELECT, INSERT ON channel_secrets TO upstream_app;
GRANT SELECT, UPDATE, DELETE ON deliveries_due TO upstream_app;
GRANT SELECT, INSERT ON deliveries_due TO upstream_projector;
