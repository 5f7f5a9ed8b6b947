-- What each version of a finding says happened, and until when the run had looked.

ALTER TABLE findings
  ADD COLUMN change text COLLATE "C"
    CHECK (change IN ('detected', 'seen_again', 'worsened', 'faded', 'resolved')),
  ADD COLUMN looked_until date;
