-- The first decision beside the current one, the stage of a claim, and uploads that are withdrawn.
-- Read models are made from the log: those that learn something are emptied and fed once more.

ALTER TABLE claim_versions
  ADD COLUMN service_on          date,
  ADD COLUMN stage               text COLLATE "C",
  ADD COLUMN first_outcome       text COLLATE "C" CHECK (first_outcome IN ('PAID', 'DENIED')),
  ADD COLUMN first_decided_on    date,
  ADD COLUMN first_allowed_cents bigint CHECK (first_allowed_cents >= 0),
  ADD COLUMN partly_denied       boolean NOT NULL DEFAULT false;

CALL create_ledger('ledger_first_decisions', 'payer text COLLATE "C" NOT NULL, month date NOT NULL',
  ARRAY['paid', 'denied']);

TRUNCATE claim_versions, ledger_payer_months, ledger_payer_months_totals, ledger_decision_days,
  ledger_decision_days_totals;
DO $$
BEGIN
  IF to_regclass('ledger_cpts') IS NOT NULL THEN
    TRUNCATE ledger_cpts, ledger_cpts_totals;
  END IF;
END
$$;
DELETE FROM projection_checkpoints WHERE projection IN ('claims', 'dashboard');

ALTER TABLE uploads DROP CONSTRAINT uploads_status_check;
ALTER TABLE uploads ADD CONSTRAINT uploads_status_check CHECK (status IN (
  'received', 'validating', 'accepted', 'rejected', 'recording', 'completed', 'failed', 'cancelled',
  'withdrawing', 'withdrawn'));
ALTER TABLE uploads ADD COLUMN claims_withdrawn bigint NOT NULL DEFAULT 0;
