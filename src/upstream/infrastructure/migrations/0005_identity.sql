-- Who may speak, and for whom. People and their passwords live under the platform's own id.

INSERT INTO customers (customer_id, slug, name)
VALUES ('00000000-0000-4000-8000-000000000001', 'platform', 'Platform');
INSERT INTO customer_log (customer_id) VALUES ('00000000-0000-4000-8000-000000000001');

CREATE TABLE people (
  customer_id   uuid NOT NULL,
  person_id     uuid NOT NULL,
  email         text NOT NULL,
  name          text NOT NULL,
  PRIMARY KEY (customer_id, person_id),
  UNIQUE (customer_id, email)
);

CREATE TABLE credentials (
  customer_id   uuid NOT NULL,
  person_id     uuid NOT NULL,
  password_hash text NOT NULL,
  changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (customer_id, person_id)
);

CALL keep_customers_apart('people');
CALL keep_customers_apart('credentials');

-- Control tables: ids, roles and hashes only; read at every request, before a customer is chosen.
CREATE TABLE administrators (
  person_id uuid PRIMARY KEY
);

CREATE TABLE memberships (
  customer_id uuid NOT NULL REFERENCES customers,
  person_id   uuid NOT NULL,
  role        text NOT NULL CHECK (role IN ('owner', 'analyst', 'operator', 'compliance', 'viewer')),
  PRIMARY KEY (customer_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE sessions (
  session_id uuid PRIMARY KEY,
  person_id  uuid NOT NULL,
  channel    text NOT NULL CHECK (channel IN ('api', 'console')),
  opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz
);

-- What proves a session: a console's cookie, or the newest of a family of refresh tokens.
CREATE TABLE session_secrets (
  secret_hash bytea PRIMARY KEY CHECK (octet_length(secret_hash) = 32),
  session_id  uuid NOT NULL REFERENCES sessions,
  issued_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at     timestamptz
);

-- Buckets are keyed hashes of an account or an address, so this holds no personal data either.
CREATE TABLE sign_in_attempts (
  bucket   bytea PRIMARY KEY CHECK (octet_length(bucket) = 32),
  attempts integer NOT NULL,
  ends_at  timestamptz NOT NULL
);

GRANT SELECT, INSERT ON people, administrators TO upstream_app;
GRANT SELECT, INSERT, UPDATE (password_hash, changed_at) ON credentials TO upstream_app;
GRANT SELECT, INSERT, UPDATE (role) ON memberships TO upstream_app;
GRANT SELECT, INSERT, UPDATE (ended_at) ON sessions TO upstream_app;
GRANT SELECT, INSERT, UPDATE (used_at) ON session_secrets TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempts TO upstream_app;
