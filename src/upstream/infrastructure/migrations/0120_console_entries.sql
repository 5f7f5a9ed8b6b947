-- A platform administrator inside a customer, from the console: for which session, why, how long.
-- A control table: read at every request, before a customer is chosen.

CREATE TABLE console_entries (
  session_id  uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  customer_id uuid NOT NULL REFERENCES customers,
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  ends_at     timestamptz NOT NULL,
  PRIMARY KEY (session_id, customer_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON console_entries TO upstream_app;
