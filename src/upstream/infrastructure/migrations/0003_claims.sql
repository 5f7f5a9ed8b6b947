-- What is known of each claim, version by version.

CREATE TABLE claim_versions (
  customer_id   uuid NOT NULL,
  claim_id      uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  version       integer NOT NULL,
  upload_id     uuid NOT NULL,
  submitted_on  date NOT NULL,
  decided_on    date,
  billed_cents  bigint,
  allowed_cents bigint CHECK (allowed_cents >= 0),
  paid_cents    bigint CHECK (paid_cents >= 0),
  claim_ref     text COLLATE "C",
  payer         text COLLATE "C" NOT NULL,
  cpt           text COLLATE "C" NOT NULL,
  cpt_group     text COLLATE "C" NOT NULL,
  outcome       text COLLATE "C" NOT NULL CHECK (outcome IN ('PAID', 'DENIED', 'OTHER', 'PENDING')),
  denial_reason text COLLATE "C",
  PRIMARY KEY (customer_id, claim_id, from_position),
  CHECK (from_position < to_position),
  CHECK (decided_on >= submitted_on),
  CHECK (billed_cents >= 0)
);
CREATE INDEX claim_versions_by_position ON claim_versions (customer_id, from_position);
CREATE INDEX claim_versions_by_decision ON claim_versions (customer_id, payer, decided_on);
CREATE INDEX claim_versions_by_ref ON claim_versions (customer_id, claim_ref);

CALL keep_customers_apart('claim_versions');
GRANT SELECT ON claim_versions TO upstream_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON claim_versions TO upstream_projector;
