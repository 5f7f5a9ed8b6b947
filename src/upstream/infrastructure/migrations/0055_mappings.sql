-- What names mean to a customer: payers' spellings, groups of procedure codes, headers of files.

CREATE TABLE payer_aliases (
  customer_id   uuid NOT NULL,
  alias_id      uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  alias         text COLLATE "C" NOT NULL,
  -- NULL since it was withdrawn: the name stands for itself again.
  payer         text COLLATE "C",
  changed_at    timestamptz NOT NULL,
  changed_by    text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, alias_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX payer_aliases_open ON payer_aliases (customer_id, alias_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE payer_suggestions_rejected (
  customer_id uuid NOT NULL,
  position    bigint NOT NULL,
  alias       text COLLATE "C" NOT NULL,
  payer       text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, position)
);

CREATE TABLE cpt_group_definitions (
  customer_id   uuid NOT NULL,
  group_id      uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  name          text COLLATE "C" NOT NULL,
  -- Empty since it was withdrawn.
  codes         text[] NOT NULL,
  changed_at    timestamptz NOT NULL,
  changed_by    text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, group_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX cpt_group_definitions_open ON cpt_group_definitions (customer_id, group_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE header_mappings (
  customer_id   uuid NOT NULL,
  mapping_id    uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  name          text,
  headers       text[] NOT NULL,
  choices       jsonb NOT NULL,
  is_saved      boolean NOT NULL,
  changed_at    timestamptz NOT NULL,
  changed_by    text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, mapping_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX header_mappings_open ON header_mappings (customer_id, mapping_id)
  WHERE to_position = 9223372036854775807;

CALL keep_customers_apart('payer_aliases');
CALL keep_customers_apart('payer_suggestions_rejected');
CALL keep_customers_apart('cpt_group_definitions');
CALL keep_customers_apart('header_mappings');
GRANT SELECT ON payer_aliases, payer_suggestions_rejected, cpt_group_definitions, header_mappings
  TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON payer_aliases, cpt_group_definitions, header_mappings
  TO upstream_projector;
GRANT SELECT, INSERT, DELETE ON payer_suggestions_rejected TO upstream_projector;
