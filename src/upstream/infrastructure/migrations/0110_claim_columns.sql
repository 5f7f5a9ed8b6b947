-- Claims in columns, a row per stretch of the log: what a question over all of them reads at once.
-- Days are counted from 2000-01-01, amounts in cents, -1 where nobody said; numbers are big-endian.

CREATE TABLE claim_columns (
  customer_id  uuid NOT NULL,
  -- The last position of the stretch.
  through      bigint NOT NULL,
  payers       text[] COLLATE "C" NOT NULL,
  cpts         text[] COLLATE "C" NOT NULL,
  cpt_groups   text[] COLLATE "C" NOT NULL,
  reasons      text[] COLLATE "C" NOT NULL,
  -- One entry per version of a claim that began in the stretch and stood at its end: its state with
  -- the reason of its denial, and its place in the stretch; submitted and decided; first decided,
  -- its payer and its code.
  states       bytea STORAGE EXTERNAL NOT NULL,
  days         bytea STORAGE EXTERNAL NOT NULL,
  names        bytea STORAGE EXTERNAL NOT NULL,
  billed       bytea STORAGE EXTERNAL NOT NULL,
  allowed      bytea STORAGE EXTERNAL NOT NULL,
  paid         bytea STORAGE EXTERNAL NOT NULL,
  -- Where the versions began that ended in the stretch and are from before it.
  ended        bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (customer_id, through)
);

CREATE INDEX claim_versions_ended ON claim_versions (customer_id, to_position)
  WHERE to_position < 9223372036854775807;
-- The few claims that payers decided more than once, or of which more is told than an outcome.
CREATE INDEX claim_versions_told_again ON claim_versions (customer_id, payer, first_decided_on)
  WHERE first_outcome IS NOT NULL AND (outcome <> first_outcome OR decided_on > first_decided_on
    OR allowed_cents <> first_allowed_cents OR stage IS NOT NULL);
CREATE INDEX claim_versions_pending ON claim_versions (customer_id, payer, submitted_on)
  WHERE outcome = 'PENDING';

CALL keep_customers_apart('claim_columns');
GRANT SELECT ON claim_columns TO upstream_app;
GRANT SELECT, INSERT, DELETE ON claim_columns TO upstream_projector;

TRUNCATE claim_versions;
DELETE FROM projection_checkpoints WHERE projection = 'claims';
