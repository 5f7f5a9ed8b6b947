-- A finding may end because the payer went on past where it was, the other way.

ALTER TABLE findings DROP CONSTRAINT findings_resolved_reason_check;
ALTER TABLE findings ADD CONSTRAINT findings_resolved_reason_check
  CHECK (resolved_reason IN ('gone', 'recovered', 'superseded'));
