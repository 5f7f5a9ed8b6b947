-- Contracts with payers: terms, schedules of rates with their periods, and the rates.

CREATE TABLE contracts (
  customer_id       uuid NOT NULL,
  contract_id       uuid NOT NULL,
  from_position     bigint NOT NULL,
  to_position       bigint NOT NULL,
  version           integer NOT NULL,
  payer             text COLLATE "C" NOT NULL,
  name              text COLLATE "C" NOT NULL,
  lesser_of_charges boolean NOT NULL,
  PRIMARY KEY (customer_id, contract_id, from_position),
  CHECK (from_position < to_position)
);
CREATE UNIQUE INDEX contracts_open ON contracts (customer_id, contract_id)
  WHERE to_position = 9223372036854775807;

CREATE TABLE contract_schedules (
  customer_id   uuid NOT NULL,
  schedule_id   uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  contract_id   uuid NOT NULL,
  schedule      integer NOT NULL,
  from_on       date NOT NULL,
  -- The first day on which it no longer holds; NULL until further notice.
  to_on         date,
  rates         integer NOT NULL,
  source        text COLLATE "C",
  is_withdrawn  boolean NOT NULL,
  PRIMARY KEY (customer_id, schedule_id, from_position),
  CHECK (from_position < to_position),
  CHECK (from_on < to_on)
);
CREATE UNIQUE INDEX contract_schedules_open ON contract_schedules (customer_id, schedule_id)
  WHERE to_position = 9223372036854775807;
CREATE INDEX contract_schedules_by_contract ON contract_schedules (customer_id, contract_id);

-- Rates stand from the moment their schedule does: they are only ever read together with it.
CREATE TABLE contract_rates (
  customer_id      uuid NOT NULL,
  contract_id      uuid NOT NULL,
  schedule         integer NOT NULL,
  cpt              text COLLATE "C" NOT NULL,
  -- Empty means any.
  modifier         text COLLATE "C" NOT NULL,
  place_of_service text COLLATE "C" NOT NULL,
  from_position    bigint NOT NULL,
  to_position      bigint NOT NULL,
  amount_cents     bigint CHECK (amount_cents >= 0),
  percent_bps      integer CHECK (percent_bps >= 0),
  PRIMARY KEY (customer_id, contract_id, schedule, cpt, modifier, place_of_service, from_position),
  CHECK (from_position < to_position),
  CHECK ((amount_cents IS NULL) <> (percent_bps IS NULL))
);

CALL keep_customers_apart('contracts');
CALL keep_customers_apart('contract_schedules');
CALL keep_customers_apart('contract_rates');
GRANT SELECT ON contracts, contract_schedules, contract_rates TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON contracts, contract_schedules, contract_rates
  TO upstream_projector;
