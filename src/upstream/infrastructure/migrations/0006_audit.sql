-- Who did what, when, why, to which thing. The events of single claims stay in the log:
-- one line per commit and kind of event stands for all of them.

CREATE TABLE audit_entries (
  customer_id    uuid NOT NULL,
  position       bigint NOT NULL,
  through        bigint NOT NULL,
  events         integer NOT NULL,
  recorded_at    timestamptz NOT NULL,
  actor          text COLLATE "C" NOT NULL,
  on_behalf_of   text COLLATE "C",
  command        text COLLATE "C" NOT NULL,
  action         text COLLATE "C" NOT NULL,
  entity_kind    text COLLATE "C" NOT NULL,
  entity_id      uuid NOT NULL,
  version        integer NOT NULL,
  reason         text,
  request_id     text COLLATE "C",
  correlation_id uuid NOT NULL,
  causation_id   uuid,
  address        text,
  client         text,
  PRIMARY KEY (customer_id, position)
);
CREATE INDEX audit_entries_by_entity ON audit_entries (customer_id, entity_id, position);
CREATE INDEX audit_entries_by_time ON audit_entries (customer_id, recorded_at, position);

CALL keep_customers_apart('audit_entries');
GRANT SELECT ON audit_entries TO upstream_app;
GRANT SELECT, INSERT, DELETE ON audit_entries TO upstream_projector;
