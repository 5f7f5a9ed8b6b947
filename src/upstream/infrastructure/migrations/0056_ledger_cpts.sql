-- Procedure groups are added up by code, so that a customer's own groups apply as of any moment.
-- What was added up by group is counted again from the log.

DROP TABLE ledger_cpt_groups, ledger_cpt_groups_totals;
CALL create_ledger('ledger_cpts', 'cpt_group text COLLATE "C" NOT NULL, cpt text COLLATE "C" NOT NULL',
  ARRAY['paid', 'denied', 'other', 'pending', 'billed_cents', 'allowed_cents', 'denied_cents']);
TRUNCATE ledger_payer_months, ledger_payer_months_totals,
  ledger_decision_days, ledger_decision_days_totals;
DELETE FROM projection_checkpoints WHERE projection = 'dashboard';
