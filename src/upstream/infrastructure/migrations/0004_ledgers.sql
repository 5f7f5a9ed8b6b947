-- Ledgers of signed deltas with running totals, one per question, entries at the ends of commits.
-- `…_totals` are caches of the newest running totals and can be rebuilt from the ledger.

CREATE PROCEDURE create_ledger(name text, cell text, measures text[])
LANGUAGE plpgsql AS $$
DECLARE
  columns text := (SELECT string_agg(format('%I bigint NOT NULL', m), ', ') FROM unnest(measures) m);
  keys    text := (SELECT string_agg(split_part(trim(c), ' ', 1), ', ') FROM unnest(string_to_array(cell, ',')) c);
BEGIN
  EXECUTE format('CREATE TABLE %I (customer_id uuid NOT NULL, %s, position bigint NOT NULL, %s, PRIMARY KEY (customer_id, %s, position))', name, cell, columns, keys);
  EXECUTE format('CREATE TABLE %I (customer_id uuid NOT NULL, %s, %s, PRIMARY KEY (customer_id, %s)) WITH (fillfactor = 50)', name || '_totals', cell, columns, keys);
  EXECUTE format('CALL keep_customers_apart(%L)', name);
  EXECUTE format('CALL keep_customers_apart(%L)', name || '_totals');
  EXECUTE format('GRANT SELECT ON %I, %I TO upstream_app', name, name || '_totals');
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO upstream_projector', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO upstream_projector', name || '_totals');
END
$$;

CALL create_ledger('ledger_payer_months', 'payer text COLLATE "C" NOT NULL, month date NOT NULL',
  ARRAY['paid', 'denied', 'other', 'pending', 'billed_cents', 'allowed_cents', 'denied_cents']);
CALL create_ledger('ledger_cpt_groups', 'cpt_group text COLLATE "C" NOT NULL',
  ARRAY['paid', 'denied', 'other', 'pending', 'billed_cents', 'allowed_cents', 'denied_cents']);
CALL create_ledger('ledger_decision_days', 'payer text COLLATE "C" NOT NULL, days bigint NOT NULL',
  ARRAY['claims']);
