-- Files held back for personal data in them: held until released, or destroyed when time is up.

ALTER TABLE uploads
  ADD COLUMN quarantine text COLLATE "C" CHECK (quarantine IN ('held', 'released', 'destroyed')),
  ADD COLUMN released_from uuid;
CREATE INDEX uploads_held ON uploads (customer_id, finished_at)
  WHERE quarantine = 'held' AND to_position = 9223372036854775807;
