-- What paid claims say beyond their rows: their lines, or what a line is compared by that the row
-- of a claim does not have. A claim without a row here is a line of its own, one unit of its code.

CREATE TABLE claim_lines (
  customer_id        uuid NOT NULL,
  -- Where the claim's version begins: the event that said so.
  from_position      bigint NOT NULL,
  billed_cents       bigint,
  -- NULL where the line was denied, or nobody says.
  allowed_cents      bigint,
  -- What reductions of the payment took, where the allowed amount was put together from payments.
  reduced_cents      bigint,
  line               integer NOT NULL,
  units              integer NOT NULL,
  other_payer        boolean NOT NULL,
  capitation         boolean NOT NULL,
  several_procedures boolean NOT NULL,
  cpt                text COLLATE "C" NOT NULL,
  -- The code as billed, where another was decided.
  submitted_cpt      text COLLATE "C",
  place_of_service   text COLLATE "C",
  modifiers          text[] COLLATE "C",
  PRIMARY KEY (customer_id, from_position, line)
);

CALL keep_customers_apart('claim_lines');
GRANT SELECT ON claim_lines TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON claim_lines TO upstream_projector;
