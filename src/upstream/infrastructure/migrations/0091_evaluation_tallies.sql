-- How many evaluations ended in which result, for which reason, in the whole installation: counts
-- that must be true whichever process made them. Nobody's data, so no customer.

CREATE TABLE evaluation_tallies (
  result      text COLLATE "C" NOT NULL,
  reason      text COLLATE "C" NOT NULL,
  evaluations bigint NOT NULL CHECK (evaluations > 0),
  PRIMARY KEY (result, reason)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE ON evaluation_tallies TO upstream_app;
