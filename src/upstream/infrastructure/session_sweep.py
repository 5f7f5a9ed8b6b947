"""Sweeping sessions that are over, with the secrets that proved them; how many is all that stays.

They are no facts of any customer: who signed in and out stands in the log. A secret that was swept
is refused like one that was never given out, which is how it was refused before.
"""

from datetime import timedelta
from typing import Final, get_args

from sqlalchemy import Connection, text

from upstream.infrastructure.swept import Swept, count_swept

KEPT_AFTER: Final = timedelta(days=1)
"""Long after the last request that could still be under way, or be made again."""
AT_ONCE: Final = 1_000
"""Of each kind in one sweep: a few milliseconds, however many there are."""

_SWEEP: Final = text(
    "WITH over AS ("
    "  SELECT session_id FROM sessions"
    "   WHERE least(expires_at, ended_at) < clock_timestamp() - :kept_after"
    "   ORDER BY least(expires_at, ended_at) LIMIT :at_once FOR UPDATE SKIP LOCKED),"
    " secrets AS (DELETE FROM session_secrets USING over"
    "   WHERE session_secrets.session_id = over.session_id RETURNING 1),"
    " gone AS (DELETE FROM sessions USING over"
    "   WHERE sessions.session_id = over.session_id RETURNING 1),"
    " forgotten AS ("
    "  SELECT bucket FROM sign_in_attempts WHERE ends_at < clock_timestamp() - :kept_after"
    "   ORDER BY ends_at LIMIT :at_once FOR UPDATE SKIP LOCKED),"
    " attempts AS (DELETE FROM sign_in_attempts USING forgotten"
    "   WHERE sign_in_attempts.bucket = forgotten.bucket RETURNING 1)"
    " SELECT (SELECT count(*) FROM gone) AS sessions,"
    "  (SELECT count(*) FROM secrets) AS secrets,"
    "  (SELECT count(*) FROM attempts) AS sign_in_attempts"
)


def sweep_sessions(connection: Connection, *, at_once: int = AT_ONCE) -> dict[Swept, int]:
    """Those that are over longest, `at_once` at most; any number of sweepers may."""
    asked = {"kept_after": KEPT_AFTER, "at_once": at_once}
    row = connection.execute(_SWEEP, asked).mappings().one()
    found: dict[Swept, int] = {what: row[what] for what in get_args(Swept)}
    count_swept(connection, found)
    return found
