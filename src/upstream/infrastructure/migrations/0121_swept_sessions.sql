-- Sessions that are over are swept, with everything that proved them; only how many is kept.

CREATE INDEX sessions_by_end ON sessions (least(expires_at, ended_at));
CREATE INDEX session_secrets_by_session ON session_secrets (session_id);
CREATE INDEX sign_in_attempts_by_end ON sign_in_attempts (ends_at);

CREATE TABLE swept (
  what  text PRIMARY KEY CHECK (what IN ('sessions', 'secrets', 'sign_in_attempts')),
  count bigint NOT NULL
);

GRANT DELETE ON sessions, session_secrets TO upstream_app;
GRANT SELECT, INSERT, UPDATE ON swept TO upstream_app;
