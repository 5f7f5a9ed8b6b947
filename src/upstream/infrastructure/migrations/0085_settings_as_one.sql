-- A customer's settings grow by sections; the read model keeps them as the event has them.

ALTER TABLE customer_settings ADD COLUMN settings jsonb;
UPDATE customer_settings
   SET settings = jsonb_build_object('personal_data', personal_data, 'sensitive_words', sensitive_words);
ALTER TABLE customer_settings
  ALTER COLUMN settings SET NOT NULL,
  DROP COLUMN personal_data,
  DROP COLUMN sensitive_words;
